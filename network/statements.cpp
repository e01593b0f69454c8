/// @file
#include "network/statements.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <stdexcept>

#include "schema/evidence.h"
#include "schema/statement_weight.h"

namespace kennis {

void write_statements(const std::filesystem::path& path, std::vector<Statement> statements,
                      std::vector<GroupStatement> in_groups, const std::vector<std::string>& skills) {
  std::sort(statements.begin(), statements.end());
  std::sort(in_groups.begin(), in_groups.end());
  std::vector<std::uint32_t> by_endorser(statements.size());
  std::iota(by_endorser.begin(), by_endorser.end(), 0U);
  std::stable_sort(by_endorser.begin(), by_endorser.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return statements[a].from < statements[b].from; });
  std::vector<std::uint64_t> offsets = {0};
  std::string names;
  for (const std::string& skill : skills) {
    names += skill;
    offsets.push_back(names.size());
  }
  ArrayFileWriter writer;
  writer.add("statements", statements);
  writer.add("in_groups", in_groups);
  writer.add("by_endorser", by_endorser);
  writer.add("offsets", offsets);
  writer.add_text("names", names);
  writer.write(path);
}

Statements::Statements(const std::filesystem::path& path)
    : file_(path),
      statements_(file_.section<Statement>("statements")),
      in_groups_(file_.section<GroupStatement>("in_groups")),
      by_endorser_(file_.section<std::uint32_t>("by_endorser")),
      offsets_(file_.section<std::uint64_t>("offsets")),
      names_(file_.text_section("names")) {
  const bool whole =
      !offsets_.empty() && offsets_.back() == names_.size() && std::is_sorted(offsets_.begin(), offsets_.end()) &&
      std::all_of(statements_.begin(), statements_.end(),
                  [&](const Statement& one) { return one.skill + std::size_t{1} < offsets_.size(); }) &&
      std::all_of(in_groups_.begin(), in_groups_.end(),
                  [&](const GroupStatement& one) { return one.said.skill + std::size_t{1} < offsets_.size(); }) &&
      by_endorser_.size() == statements_.size() &&
      std::all_of(by_endorser_.begin(), by_endorser_.end(),
                  [&](std::uint32_t index) { return index < statements_.size(); });
  if (!whole) throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
}

std::span<const Statement> Statements::of(Node person) const {
  const auto first = std::lower_bound(statements_.begin(), statements_.end(), person,
                                      [](const Statement& one, Node wanted) { return one.to < wanted; });
  const auto last = std::upper_bound(first, statements_.end(), person,
                                     [](Node wanted, const Statement& one) { return wanted < one.to; });
  return {first, last};
}

std::span<const GroupStatement> Statements::in_group(std::uint32_t scope) const {
  const auto first =
      std::lower_bound(in_groups_.begin(), in_groups_.end(), scope,
                       [](const GroupStatement& one, std::uint32_t wanted) { return one.scope < wanted; });
  const auto last =
      std::upper_bound(first, in_groups_.end(), scope,
                       [](std::uint32_t wanted, const GroupStatement& one) { return wanted < one.scope; });
  return {first, last};
}

std::span<const GroupStatement> Statements::in_group(std::uint32_t scope, Node person) const {
  const auto all = in_group(scope);
  const auto first = std::lower_bound(all.begin(), all.end(), person,
                                      [](const GroupStatement& one, Node wanted) { return one.said.to < wanted; });
  const auto last = std::upper_bound(first, all.end(), person,
                                     [](Node wanted, const GroupStatement& one) { return wanted < one.said.to; });
  return {first, last};
}

std::span<const std::uint32_t> Statements::by(Node person) const {
  const auto first =
      std::lower_bound(by_endorser_.begin(), by_endorser_.end(), person,
                       [&](std::uint32_t index, Node wanted) { return statements_[index].from < wanted; });
  const auto last = std::upper_bound(first, by_endorser_.end(), person, [&](Node wanted, std::uint32_t index) {
    return wanted < statements_[index].from;
  });
  return {first, last};
}

std::string_view Statements::skill(std::uint32_t index) const {
  return names_.substr(offsets_[index], offsets_[index + 1] - offsets_[index]);
}

void StatementSum::add_endorsed(std::string_view skill, Days at, std::uint32_t strength) {
  const auto [sum, is_new] = sums_.try_emplace(std::string(skill));
  sum->second.said += evidence::stored(evidence::endorsement_points(strength) * recency_of(as_of_ - at));
}

void StatementSum::add_talked(std::string_view skill, Days at) {
  const auto [sum, is_new] = sums_.try_emplace(std::string(skill));
  sum->second.said += evidence::stored(evidence::kTalked * recency_of(as_of_ - at));
}

void StatementSum::add_endorsing(std::string_view skill, Days at) {
  const auto [sum, is_new] = sums_.try_emplace(std::string(skill));
  sum->second.endorsing.push_back(evidence::stored(evidence::kEndorsing * recency_of(as_of_ - at)));
}

std::vector<SkillStatement> StatementSum::take() {
  std::vector<SkillStatement> statements;
  for (auto& [skill, sum] : sums_) {
    std::sort(sum.endorsing.begin(), sum.endorsing.end(), std::greater<>());
    sum.endorsing.resize(std::min<std::size_t>(sum.endorsing.size(), evidence::kEndorsingMax));
    statements.push_back(
        {skill, sum.said, std::accumulate(sum.endorsing.begin(), sum.endorsing.end(), std::uint32_t{0})});
  }
  sums_.clear();
  return statements;
}

}  // namespace kennis
