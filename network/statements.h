/// @file
/// Who said of whom that they have a skill, and who talked about it in a group: what a document is made anew from when its profile changes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/node.h"
#include "schema/document.h"
#include "schema/mapped_file.h"

namespace kennis {

/// `from` endorsed or recommended `to`, or, where both are one person, wrote about the skill in a group: once a person and skill, however often it was said.
struct Statement {
  Node to = kNoPerson;
  std::uint32_t skill = 0;  ///< index of the skill's name
  Node from = kNoPerson;
  Days at = 0;                 ///< when it was said last
  std::uint32_t strength = 0;  ///< the endorser's own in the skill, see schema/own_words.h
  friend auto operator<=>(const Statement&, const Statement&) = default;
};

/// What was said in a group that only its members know from inside.
struct GroupStatement {
  std::uint32_t scope = 0;  ///< the group's index + 1
  Statement said;
  friend auto operator<=>(const GroupStatement&, const GroupStatement&) = default;
};

/// Sorts and writes; `skills` are the names, case-folded. Errors: as ArrayFileWriter.
void write_statements(const std::filesystem::path& path, std::vector<Statement> statements,
                      std::vector<GroupStatement> in_groups, const std::vector<std::string>& skills);

/// Threads: any number may read. Memory: 24 bytes a statement, mapped.
class Statements {
 public:
  Statements() = default;
  explicit Statements(const std::filesystem::path& path);

  /// What everybody may know was said of a person, by skill. Cost: a binary search.
  [[nodiscard]] std::span<const Statement> of(Node person) const;
  /// What a person said of others, as indexes for `at`. Cost: a binary search.
  [[nodiscard]] std::span<const std::uint32_t> by(Node person) const;
  /// What was said in a group, by person. Cost: a binary search.
  [[nodiscard]] std::span<const GroupStatement> in_group(std::uint32_t scope) const;
  /// The same of one person. Cost: a binary search.
  [[nodiscard]] std::span<const GroupStatement> in_group(std::uint32_t scope, Node person) const;
  [[nodiscard]] const Statement& at(std::uint32_t index) const { return statements_[index]; }
  [[nodiscard]] std::string_view skill(std::uint32_t index) const;

 private:
  ArrayFile file_;
  std::span<const Statement> statements_;
  std::span<const GroupStatement> in_groups_;
  std::span<const std::uint32_t> by_endorser_;  ///< places of statements, by who said them
  std::span<const std::uint64_t> offsets_;      ///< of the names; one more than there are
  std::string_view names_;
};

/// Sums up what one person was endorsed for, endorsed others for, and wrote about in groups. Does not depend on the order.
class StatementSum {
 public:
  explicit StatementSum(Days as_of) : as_of_(as_of) {}
  /// Needs: each endorser once a skill; each endorsed person once a skill.
  void add_endorsed(std::string_view skill, Days at, std::uint32_t strength);
  void add_endorsing(std::string_view skill, Days at);
  /// Needs: once a skill.
  void add_talked(std::string_view skill, Days at);
  /// By rising skill; nothing is left.
  [[nodiscard]] std::vector<SkillStatement> take();

 private:
  struct Sum {
    std::uint32_t said = 0;
    std::vector<std::uint32_t> endorsing;
  };
  Days as_of_;
  std::map<std::string, Sum, std::less<>> sums_;
};

}  // namespace kennis
