/// @file
/// What is said in public of persons' skills while a generation is in force.
#pragma once

#include <map>
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
  LiveStatements(const Statements& files, Days as_of) : files_(files), as_of_(as_of) {}

  struct Said {
    std::string event;
    std::string skill;  ///< case-folded
    Node to = kNoPerson;
    Node from = kNoPerson;
    Days at = 0;
  };
  /// `from` says by an event that `to` has a skill.
  void put(const Said& said);
  /// Takes back what an event said; returns whom it concerned.
  std::vector<Node> remove(const std::string& event);
  /// Everything of `gone` becomes that of `into`.
  void absorb(Node gone, Node into);

  /// Forgets what these persons said, and what was said of them; returns of whom else they spoke. Needs: rising.
  [[nodiscard]] std::vector<Node> erase(const std::vector<Node>& persons, Node file_node_max);

  /// Each endorser and each endorsed person once a skill, by rising skill.
  [[nodiscard]] std::vector<SkillStatement> of(Node person) const;

 private:
  /// When each other person said it last, or was told of last, by skill.
  using Latest = std::map<std::string, std::map<Node, Days>, std::less<>>;
  void collect(Node node, Node person, Latest& endorsed, Latest& endorsing) const;
  [[nodiscard]] Node now(Node node) const;

  const Statements& files_;
  Days as_of_;
  std::unordered_map<Node, std::vector<Said>> said_;  ///< by whom it concerns: under both persons
  std::unordered_map<std::string, std::vector<Node>> events_;
  std::unordered_map<Node, Node> gone_;
  std::unordered_map<Node, std::vector<Node>> absorbed_;
  std::unordered_set<Node> erased_;
};

}  // namespace kennis
