/// @file
/// Finds the skills that a text names, by any of their labels: the longest label that begins at a word wins.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/taxonomy.h"
#include "schema/text.h"

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

/// Threads: any number may use one. Owns: keeps a reference to the taxonomy, which must outlive it.
class SkillFinder {
 public:
  explicit SkillFinder(const Taxonomy& taxonomy);

  /// Room for one text, kept so that nothing is allocated anew. Threads: one a thread.
  struct Scratch {
    std::vector<Token> kept;
    std::vector<std::string_view> words;
    std::vector<std::string> stripped;
  };

  /// The skills in the tokens of one folded text, in order of position, none over another. Overwrites `out`.
  /// Cost: a look-up a word.
  void find(std::span<const Token> tokens, LabelTrust trust, std::vector<FoundSkill>& out) const;
  void find(std::span<const Token> tokens, LabelTrust trust, Scratch& scratch, std::vector<FoundSkill>& out) const;
  /// Whether one of the skill's evidence words is among these, folded and without accents.
  [[nodiscard]] bool is_evident(SkillIndex skill, std::span<const std::string_view> words) const;
  /// Everything that a skill is a kind of, at any distance. Cost: none.
  [[nodiscard]] std::span<const SkillIndex> ancestors(SkillIndex skill) const { return ancestors_[skill]; }

  [[nodiscard]] const Taxonomy& taxonomy() const { return *taxonomy_; }

 private:
  struct Entry {
    std::string rest;  ///< the words behind the first, each with a space before it
    std::uint32_t words = 1;
    SkillIndex skill = 0;
    std::uint32_t label = 0;
  };
  class Words;
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  [[nodiscard]] bool is_trusted(const Entry& entry, std::span<const std::string_view> words) const;
  /// Whether a label may begin with this word, folded: wrong for one in some twenty. Most words of a text are passed over by it.
  [[nodiscard]] bool may_begin(std::string_view word) const;
  void add_beginning(std::string_view word);

  static constexpr std::size_t kBeginningWords = 1024;
  const Taxonomy* taxonomy_;
  std::vector<std::uint64_t> beginnings_ = std::vector<std::uint64_t>(kBeginningWords, 0);  ///< a bit for each hash
  std::vector<std::vector<SkillIndex>> ancestors_;
  std::unordered_map<std::string, std::vector<Entry>, Hash, std::equal_to<>> by_first_word_;  ///< the longest first
};

}  // namespace kennis
