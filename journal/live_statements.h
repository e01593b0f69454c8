/// @file
/// What is said in public of persons' skills while a generation is in force.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "network/statements.h"
#include "schema/document.h"

namespace kennis {

/// Adds what is said since to what the generation has.
/// Threads: one at a time.
class LiveStatements {
 public:
  explicit LiveStatements(const Statements& files) : files_(files) {}

  /// `from` says by an event that `to` has a skill, whose name is case-folded.
  void put(const std::string& event, Node to, const std::string& skill, Node from);
  /// Takes back what an event said; returns of whom.
  std::vector<Node> remove(const std::string& event);
  /// Everything of `gone` becomes that of `into`.
  void absorb(Node gone, Node into);

  /// Forgets what these persons said, and what was said of them; returns of whom else they spoke. Needs: rising.
  [[nodiscard]] std::vector<Node> erase(const std::vector<Node>& persons, Node file_node_max);

  /// Each endorser once a skill, by rising skill.
  [[nodiscard]] std::vector<SkillStatement> of(Node person) const;

 private:
  struct Said {
    std::string event;
    std::string skill;
    Node from = kNoPerson;
  };
  [[nodiscard]] Node now(Node node) const;

  const Statements& files_;
  std::unordered_map<Node, std::vector<Said>> said_;  ///< by of whom
  std::unordered_map<std::string, std::vector<Node>> events_;
  std::unordered_map<Node, Node> gone_;
  std::unordered_map<Node, std::vector<Node>> absorbed_;
  std::unordered_set<Node> erased_;
};

}  // namespace kennis
