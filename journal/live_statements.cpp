/// @file
#include "journal/live_statements.h"

#include <algorithm>

namespace kennis {

void LiveStatements::put(const Said& said) {
  if (said.scope != 0) in_groups_[said.scope].emplace(said.to, said.skill);
  for (const Node person : std::set{said.to, said.from}) {
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

std::vector<Node> LiveStatements::concerned_with(Node person) const {
  std::vector<Node> names = {person};
  if (const auto absorbed = absorbed_.find(person); absorbed != absorbed_.end()) {
    names.insert(names.end(), absorbed->second.begin(), absorbed->second.end());
  }
  std::vector<Node> concerned;
  for (const Node name : names) {
    for (const Statement& said : files_.of(name)) concerned.push_back(now(said.from));
    for (const std::uint32_t index : files_.by(name)) concerned.push_back(now(files_.at(index).to));
  }
  if (const auto live = said_.find(person); live != said_.end()) {
    for (const Said& said : live->second) {
      concerned.push_back(now(said.from));
      concerned.push_back(now(said.to));
    }
  }
  return concerned;
}

std::vector<Node> LiveStatements::forget_files_of(const std::vector<Node>& persons) {
  std::vector<Node> concerned = persons;
  for (const Node person : persons) {
    const std::vector<Node> others = concerned_with(person);
    concerned.insert(concerned.end(), others.begin(), others.end());
  }
  told_anew_.insert(persons.begin(), persons.end());
  return concerned;
}

void LiveStatements::collect(Node node, Node person, std::span<const std::uint32_t> scopes, Collected& found) const {
  const auto add = [&](const std::string& skill, const Statement& said, bool knows_strength, bool is_public) {
    const Node to = now(said.to);
    const Node from = now(said.from);
    if (erased_.contains(to) || erased_.contains(from)) return;
    if (said.to == said.from) {
      const auto [when, is_new] = found.talked.try_emplace(skill, said.at);
      when->second = std::max(when->second, said.at);
      return;
    }
    const bool is_of_person = to == person;
    if (to == from || (!is_of_person && !is_public)) return;
    Latest& latest = is_of_person ? found.endorsed : found.endorsing;
    Word word{said.at, {}};
    if (knows_strength && from == said.from) word.strength = said.strength;
    const auto [when, is_new] = latest[skill].try_emplace(is_of_person ? from : to, word);
    if (said.at > when->second.at) when->second = word;
  };
  const auto add_file = [&](const Statement& said, bool is_public) {
    if (counts(said)) add(std::string(files_.skill(said.skill)), said, true, is_public);
  };
  for (const Statement& one : files_.of(node)) add_file(one, true);
  for (const std::uint32_t index : files_.by(node)) {
    if (files_.at(index).to != node) add_file(files_.at(index), true);
  }
  for (const std::uint32_t scope : scopes) {
    for (const GroupStatement& one : files_.in_group(scope, node)) add_file(one.said, false);
  }
  const auto live = said_.find(node);
  if (live == said_.end()) return;
  for (const Said& said : live->second) {
    const bool is_public = said.scope == 0;
    if (!is_public && std::find(scopes.begin(), scopes.end(), said.scope) == scopes.end()) continue;
    add(said.skill, {said.to, 0, said.from, said.at, 0}, false, is_public);
  }
}

std::vector<SkillStatement> LiveStatements::of(Node person, std::span<const std::uint32_t> scopes) const {
  if (erased_.contains(person)) return {};
  Collected found;
  collect(person, person, scopes, found);
  if (const auto absorbed = absorbed_.find(person); absorbed != absorbed_.end()) {
    for (const Node node : absorbed->second) collect(node, person, scopes, found);
  }
  StatementSum sum(as_of_);
  for (const auto& [skill, persons] : found.endorsed) {
    for (const auto& [other, word] : persons)
      sum.add_endorsed(skill, word.at, strength_of_(other, skill, word.strength));
  }
  for (const auto& [skill, persons] : found.endorsing) {
    for (const auto& [other, word] : persons) sum.add_endorsing(skill, word.at);
  }
  for (const auto& [skill, at] : found.talked) sum.add_talked(skill, at);
  return sum.take();
}

void LiveStatements::for_each_in(std::span<const std::uint32_t> scopes,
                                 const std::function<void(Node, std::string_view)>& use) const {
  for (const std::uint32_t scope : scopes) {
    for (const GroupStatement& one : files_.in_group(scope)) use(now(one.said.to), files_.skill(one.said.skill));
    const auto live = in_groups_.find(scope);
    if (live == in_groups_.end()) continue;
    for (const auto& [person, skill] : live->second) use(now(person), skill);
  }
}

std::vector<std::pair<Node, std::string>> LiveStatements::endorsed_by(Node person) const {
  std::vector<std::pair<Node, std::string>> found;
  const auto add_file = [&](Node node) {
    for (const std::uint32_t index : files_.by(node)) {
      const Statement& one = files_.at(index);
      if (now(one.to) != person && counts(one)) found.emplace_back(now(one.to), std::string(files_.skill(one.skill)));
    }
  };
  add_file(person);
  if (const auto absorbed = absorbed_.find(person); absorbed != absorbed_.end()) {
    for (const Node node : absorbed->second) add_file(node);
  }
  const auto live = said_.find(person);
  if (live == said_.end()) return found;
  for (const Said& said : live->second) {
    if (said.scope == 0 && said.from == person && said.to != person) found.emplace_back(now(said.to), said.skill);
  }
  return found;
}

}  // namespace kennis
