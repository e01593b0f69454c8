/// @file
/// The skills of the taxonomy that a document names, as terms: so that one posting list answers who has a skill, by whatever name.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "schema/skill_finder.h"

namespace kennis {

class DocumentTerms;

/// Collects the evidence of skills over the texts of one document.
/// Threads: one a thread. Cost: a few nanoseconds a word, some tens for each that may begin a label.
class SkillTerms {
 public:
  /// Finds nothing.
  SkillTerms() = default;
  /// Needs: `skills` lives longer.
  explicit SkillTerms(const SkillFinder* skills);

  /// Adds what one text names. Needs: `tokens` as tokenise gives them, and the finder's word of each.
  void take(std::span<const Token> tokens, std::span<const SkillWord> words, LabelTrust trust, std::uint32_t evidence);
  /// Adds to skills that were taken already; others stay out.
  void add_where_taken(std::span<const Token> tokens, std::uint32_t evidence);
  /// Adds each skill as a kConcept with the sum of its evidence, and whatever it is a kind of as kNarrower with that of the narrower skill that has the
  /// most. Begins anew.
  void move_to(DocumentTerms& out);

 private:
  const SkillFinder* skills_ = nullptr;
  SkillFinder::Scratch scratch_;
  std::vector<FoundSkill> found_;
  std::vector<SkillIndex> taken_;           ///< each once, as they came
  std::vector<SkillIndex> above_;           ///< what they are kinds of
  std::vector<std::uint32_t> evidence_;     ///< by skill; 0 for those not taken
  std::vector<std::uint32_t> of_narrower_;  ///< by skill
};

}  // namespace kennis
