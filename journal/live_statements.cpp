/// @file
#include "journal/live_statements.h"

#include <algorithm>

namespace kennis {

void LiveStatements::put(const Said& said) {
  for (const Node person : {said.to, said.from}) {
    said_[person].push_back(said);
    events_[said.event].push_back(person);
  }
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
  const auto concern = [&](Node to, Node from) {  // whichever of the two is left
    if (erased_.contains(now(from))) concerned.push_back(now(to));
    if (erased_.contains(now(to))) concerned.push_back(now(from));
  };
  for (Node to = 1; to <= file_node_max; ++to) {
    for (const Statement& statement : files_.of(to)) concern(statement.to, statement.from);
  }
  for (auto& [person, said] : said_) {
    std::erase_if(said, [&](const Said& one) {
      concern(one.to, one.from);
      return erased_.contains(now(one.from)) || erased_.contains(now(one.to));
    });
  }
  for (const Node person : persons) said_.erase(person);
  std::erase_if(concerned, [&](Node node) { return erased_.contains(node); });
  return concerned;
}

void LiveStatements::collect(Node node, Node person, Latest& endorsed, Latest& endorsing) const {
  const auto add = [&](std::string_view skill, Node to, Node from, Days at) {
    if (now(to) == now(from) || erased_.contains(now(to)) || erased_.contains(now(from))) return;
    const bool is_of_person = now(to) == person;
    Latest& latest = is_of_person ? endorsed : endorsing;
    const auto [when, is_new] = latest[std::string(skill)].try_emplace(is_of_person ? now(from) : now(to), at);
    when->second = std::max(when->second, at);
  };
  for (const Statement& one : files_.of(node)) add(files_.skill(one.skill), one.to, one.from, one.at);
  for (const std::uint32_t index : files_.by(node)) {
    const Statement& one = files_.at(index);
    add(files_.skill(one.skill), one.to, one.from, one.at);
  }
  const auto live = said_.find(node);
  if (live == said_.end()) return;
  for (const Said& said : live->second) add(said.skill, said.to, said.from, said.at);
}

std::vector<SkillStatement> LiveStatements::of(Node person) const {
  if (erased_.contains(person)) return {};
  Latest endorsed;
  Latest endorsing;
  collect(person, person, endorsed, endorsing);
  if (const auto absorbed = absorbed_.find(person); absorbed != absorbed_.end()) {
    for (const Node node : absorbed->second) collect(node, person, endorsed, endorsing);
  }
  StatementSum sum(as_of_);
  for (const auto& [skill, persons] : endorsed) {
    for (const auto& [other, at] : persons) sum.add_endorsed(skill, at);
  }
  for (const auto& [skill, persons] : endorsing) {
    for (const auto& [other, at] : persons) sum.add_endorsing(skill, at);
  }
  return sum.take();
}

}  // namespace kennis
