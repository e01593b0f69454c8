/// @file
#include "journal/live_statements.h"

#include <map>
#include <set>

namespace kennis {

void LiveStatements::put(const std::string& event, Node to, const std::string& skill, Node from) {
  said_[to].push_back({event, skill, from});
  events_[event].push_back(to);
}

std::vector<Node> LiveStatements::remove(const std::string& event) {
  const auto known = events_.find(event);
  if (known == events_.end()) return {};
  std::vector<Node> persons;
  for (const Node to : known->second) {
    persons.push_back(now(to));
    std::erase_if(said_[persons.back()], [&](const Said& said) { return said.event == event; });
  }
  events_.erase(known);
  return persons;
}

Node LiveStatements::now(Node node) const {
  for (auto next = gone_.find(node); next != gone_.end(); next = gone_.find(node)) node = next->second;
  return node;
}

void LiveStatements::absorb(Node gone, Node into) {
  gone_[gone] = into;
  std::vector<Node>& names = absorbed_[into];
  names.push_back(gone);
  if (const auto more = absorbed_.find(gone); more != absorbed_.end()) {
    names.insert(names.end(), more->second.begin(), more->second.end());
  }
  const auto said = said_.extract(gone);
  if (said.empty()) return;
  std::vector<Said>& all = said_[into];
  all.insert(all.end(), said.mapped().begin(), said.mapped().end());
}

std::vector<Node> LiveStatements::erase(const std::vector<Node>& persons, Node file_node_max) {
  erased_.insert(persons.begin(), persons.end());
  std::vector<Node> concerned;
  for (Node to = 1; to <= file_node_max; ++to) {
    for (const Statement& statement : files_.of(to)) {
      if (erased_.contains(now(statement.from))) concerned.push_back(now(to));
    }
  }
  for (auto& [to, said] : said_) {
    if (std::erase_if(said, [&](const Said& one) { return erased_.contains(now(one.from)); }) > 0) {
      concerned.push_back(now(to));
    }
  }
  for (const Node person : persons) said_.erase(person);
  std::erase_if(concerned, [&](Node node) { return erased_.contains(node); });
  return concerned;
}

std::vector<SkillStatement> LiveStatements::of(Node person) const {
  if (erased_.contains(person)) return {};
  std::map<std::string, std::set<Node>> endorsers;
  const auto add_files = [&](Node node) {
    for (const Statement& statement : files_.of(node)) {
      if (now(statement.from) != person && !erased_.contains(now(statement.from)))
        endorsers[std::string(files_.skill(statement.skill))].insert(now(statement.from));
    }
  };
  add_files(person);
  if (const auto absorbed = absorbed_.find(person); absorbed != absorbed_.end()) {
    for (const Node node : absorbed->second) add_files(node);
  }
  if (const auto live = said_.find(person); live != said_.end()) {
    for (const Said& said : live->second) {
      if (now(said.from) != person) endorsers[said.skill].insert(now(said.from));
    }
  }
  std::vector<SkillStatement> statements;
  for (const auto& [skill, persons] : endorsers) {
    statements.push_back({skill, static_cast<std::uint32_t>(persons.size())});
  }
  return statements;
}

}  // namespace kennis
