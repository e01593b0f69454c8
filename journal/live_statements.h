/// @file
/// What is said of persons' skills while a generation is in force: in public, and in groups for their members.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "network/statements.h"
#include "schema/document.h"

namespace kennis {

/// Adds what is said since to what the generation has.
/// Threads: one at a time.
class LiveStatements {
 public:
  /// The own strength of an endorser in a skill, where the generation knows it (and nothing has changed) or not.
  using StrengthOf =
      std::function<std::uint32_t(Node endorser, const std::string& skill, std::optional<std::uint32_t> known)>;
  LiveStatements(const Statements& files, Days as_of, StrengthOf strength_of)
      : files_(files), as_of_(as_of), strength_of_(std::move(strength_of)) {}

  struct Said {
    std::string event;
    std::string skill;  ///< case-folded
    Node to = kNoPerson;
    Node from = kNoPerson;
    Days at = 0;
    std::uint32_t scope = 0;  ///< 0, or the group that alone may know of it (its index + 1)
  };
  /// `from` says by an event that `to` has a skill; who is both, that they know of it.
  void put(const Said& said);
  /// Takes back what an event said; returns whom it concerned.
  std::vector<Node> remove(const std::string& event);
  /// Everything of `gone` becomes that of `into`.
  void absorb(Node gone, Node into);

  /// Forgets what these persons said, and what was said of them; returns of whom else they spoke. Needs: rising.
  [[nodiscard]] std::vector<Node> erase(const std::vector<Node>& persons, Node file_node_max);

  /// Of whom a person spoke, and who spoke of them.
  [[nodiscard]] std::vector<Node> concerned_with(Node person) const;
  /// What the files have of what these persons said, and of what was said of them, does not count: it is put again. Returns whom it concerns, these persons
  /// among them. Needs: persons of the files.
  [[nodiscard]] std::vector<Node> forget_files_of(const std::vector<Node>& persons);

  /// Each endorser and each endorsed person once a skill, by rising skill: what everybody may know, and what was said in the groups of `scopes`.
  [[nodiscard]] std::vector<SkillStatement> of(Node person, std::span<const std::uint32_t> scopes = {}) const;
  /// Calls `use(person, skill)` for all that was said in these groups, a skill as often as it was, and also for some of which nothing is left.
  /// Cost: no more than these calls.
  void for_each_in(std::span<const std::uint32_t> scopes,
                   const std::function<void(Node person, std::string_view skill)>& use) const;
  /// Whom a person endorsed in public, and for what.
  [[nodiscard]] std::vector<std::pair<Node, std::string>> endorsed_by(Node person) const;

 private:
  struct Word {
    Days at = 0;
    std::optional<std::uint32_t> strength{};  ///< as the generation knows it
  };
  /// What each other person said last, or was told of last, by skill.
  using Latest = std::map<std::string, std::map<Node, Word>, std::less<>>;
  struct Collected {
    Latest endorsed;
    Latest endorsing;
    std::map<std::string, Days, std::less<>> talked;
  };
  void collect(Node node, Node person, std::span<const std::uint32_t> scopes, Collected& found) const;
  [[nodiscard]] Node now(Node node) const;
  [[nodiscard]] bool counts(const Statement& of_files) const {
    return !told_anew_.contains(of_files.to) && !told_anew_.contains(of_files.from);
  }

  const Statements& files_;
  Days as_of_;
  StrengthOf strength_of_;
  std::unordered_map<Node, std::vector<Said>> said_;  ///< by whom it concerns: under both persons
  std::unordered_map<std::string, std::vector<Node>> events_;
  std::map<std::uint32_t, std::set<std::pair<Node, std::string>>> in_groups_;  ///< of whom what was said, by scope
  std::unordered_map<Node, Node> gone_;
  std::unordered_map<Node, std::vector<Node>> absorbed_;
  std::unordered_set<Node> erased_;
  std::unordered_set<Node> told_anew_;  ///< of whom the files' statements do not count
};

}  // namespace kennis
