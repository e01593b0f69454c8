/// @file
/// Finds the skills that a text names, by any of their labels: the longest label that begins at a word wins.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "schema/taxonomy.h"
#include "schema/text.h"
#include "schema/text_numbers.h"

namespace kennis {

/// A skill named in a text.
struct FoundSkill {
  SkillIndex skill = 0;
  const SkillLabel* label = nullptr;  ///< by which it was found; into the taxonomy
  std::uint32_t position = 0;         ///< of its first word, as the tokens count
  std::uint32_t parts = 1;            ///< how many positions it takes
};

/// Where a text stands decides what an ambiguous label wants.
enum class LabelTrust : std::uint8_t {
  kRunningText,  ///< `go` is the language only where one of its evidence words is near
  kSkillName,    ///< the text is the name of a skill
};

/// A word as the finder knows it: a number for each word of a label or of evidence.
using SkillWord = std::uint32_t;
inline constexpr SkillWord kNoSkillWord = 0xFFFFFFFFU;  ///< any other

/// Threads: any number may use one. Owns: keeps a reference to the taxonomy, which must outlive it.
class SkillFinder {
 public:
  explicit SkillFinder(const Taxonomy& taxonomy);

  /// Room for one text, kept so that nothing is allocated anew. Threads: one a thread.
  class Scratch {
    friend class SkillFinder;
    struct Place {
      SkillWord word;
      std::uint32_t position, parts;
    };
    std::vector<SkillWord> words;  ///< of the tokens
    std::vector<Place> places;     ///< of the words of the text
  };

  /// Of a token, with its accents or without. Cost: a look-up.
  [[nodiscard]] SkillWord word(std::string_view token) const;

  /// The skills in the tokens of one folded text, in order of position, none over another. Overwrites `out`.
  /// Cost: a look-up a word.
  void find(std::span<const Token> tokens, LabelTrust trust, std::vector<FoundSkill>& out) const;
  void find(std::span<const Token> tokens, LabelTrust trust, Scratch& scratch, std::vector<FoundSkill>& out) const;
  /// The same where the tokens' words are known. Cost: a few nanoseconds a word. Needs: one for each token.
  void find(std::span<const Token> tokens, std::span<const SkillWord> words, LabelTrust trust, Scratch& scratch,
            std::vector<FoundSkill>& out) const;
  /// Whether one of the skill's evidence words is among these, folded.
  [[nodiscard]] bool is_evident(SkillIndex skill, std::span<const std::string_view> words) const;
  /// Everything that a skill is a kind of, at any distance. Cost: none.
  [[nodiscard]] std::span<const SkillIndex> ancestors(SkillIndex skill) const { return ancestors_[skill]; }

  [[nodiscard]] const Taxonomy& taxonomy() const { return *taxonomy_; }

 private:
  struct Label {
    std::vector<SkillWord> rest;  ///< the words behind the first
    SkillIndex skill = 0;
    const SkillLabel* label = nullptr;
    bool ambiguous = false;
  };
  using Places = std::span<const Scratch::Place>;
  [[nodiscard]] const Label* label_at(Places places, std::size_t at, LabelTrust trust) const;
  [[nodiscard]] bool has_evidence(SkillIndex skill, SkillWord word) const;

  const Taxonomy* taxonomy_;
  TextNumbers words_;
  std::vector<std::vector<Label>> by_first_word_;   ///< the longest first
  std::vector<std::vector<SkillWord>> evidence_;    ///< by skill
  std::vector<std::vector<SkillIndex>> ancestors_;  ///< by skill
};

}  // namespace kennis
