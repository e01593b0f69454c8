/// @file
/// Finds in a profile what a query asked for, word by word as the index has it, and cuts the fragments that show it best.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/folded_text.h"
#include "schema/records.h"
#include "schema/skill_finder.h"
#include "schema/text.h"
#include "searcher/compound_stems.h"
#include "searcher/evidence.h"
#include "searcher/match_plan.h"
#include "searcher/snippets.h"
#include "searcher/word_filter.h"

namespace kennis {

inline constexpr std::size_t kSnippetTextBytesMax = 64U << 10U;

/// Shows the hits of one search. What is marked is what the hit was found by: stems, phrases in a row, whole names of technologies, other names of
/// the skill and kinds of it; nothing of
/// what a NOT left out, nor of a branch of an OR in parentheses that the profile does not meet. Of a very long profile the first kSnippetTextBytesMax are looked at.
/// Threads: one request; `stemmer` as its thread's. Cost: about 0.1 ms a profile of 2 KB.
class Highlighter {
 public:
  /// Needs: all three live longer.
  Highlighter(const MatchPlan& plan, Stemmer& stemmer, const SkillFinder& skills);

  /// At most `count` fragments: first those that together show the most of what was asked for, among them the more deliberate fields first.
  [[nodiscard]] std::vector<Snippet> snippets(const Profile& profile, const Evidence& document, std::size_t count);

 private:
  /// One way in which something that was asked for may stand in a text.
  struct Pattern {
    std::string_view prefix;           ///< of which fields
    std::vector<std::uint32_t> words;  ///< numbers in words_
    std::uint32_t window = 1;          ///< all stand within so many places
    std::uint32_t leaf = 0;
  };
  /// A skill that was asked for, or whose kinds count.
  struct Concept {
    SkillIndex skill = 0;
    bool is_narrower = false;
    std::uint32_t leaf = 0;
  };
  /// Something found in a text.
  struct Found {
    TextRange range;
    std::uint32_t leaf;
  };
  /// A text of the profile in which something was found.
  struct Text {
    std::string_view field;
    std::string_view text;
    std::vector<Found> found;  ///< by where it begins
    bool is_shown = false;
  };

  void collect(const ScoredNode& scored);
  void add_concept(SkillIndex skill, bool is_narrower);
  void add_pattern(const Alternative& alternative);
  [[nodiscard]] std::uint32_t number_of(std::string_view word);
  void choose_active(const Evidence& document);
  void choose_active(const ScoredNode& scored, const Evidence& document, bool is_met);
  void look_everywhere(const Profile& profile);
  void look(const Profile& profile, std::string_view field, std::string_view text, std::string_view own_prefix);
  /// The number of a token's term; 0 if it is none that is asked for.
  [[nodiscard]] std::uint32_t number_in(const Profile& profile, std::string_view token, bool is_stemmed);
  [[nodiscard]] bool may_name_skills() const;
  void look_for_skills(Text& text);
  void look_at(std::size_t token, const Pattern& pattern, Text& text);
  /// The token, if it is a compound of which a part is asked for.
  void look_for_parts(const Profile& profile, std::size_t token, std::string_view own_prefix, Text& text);
  [[nodiscard]] TextRange range_of(std::size_t first, std::size_t last) const;
  [[nodiscard]] TextLanguage language_of_profile(const Profile& profile);
  [[nodiscard]] Snippet cut(Text& text, std::vector<bool>& shown_leaves) const;
  [[nodiscard]] Snippet list_skills(std::vector<bool>& shown_leaves);

  const MatchPlan& plan_;
  Stemmer& stemmer_;
  const SkillFinder& skills_;
  std::vector<Concept> concepts_;
  SkillFinder::Scratch scratch_;
  std::vector<FoundSkill> found_skills_;
  WordFilter label_words_;                ///< the first words of the labels of wanted skills
  std::optional<TextLanguage> language_;  ///< of the profile at hand, once it is asked for
  std::map<std::string, std::uint32_t, std::less<>> words_;
  StemFilter word_filter_;  ///< of words_
  CompoundStems compounds_;
  std::vector<Pattern> patterns_;
  std::vector<std::vector<std::uint32_t>> patterns_of_;  ///< by the number of their first word
  std::size_t leaf_count_ = 0;
  bool asks_names_ = false;
  std::size_t bytes_left_ = 0;
  std::vector<std::size_t> row_;
  std::vector<bool> active_;  ///< of the leaves: met by the profile at hand
  std::vector<Text> texts_;
  FoldedText folded_;
  std::vector<Token> tokens_;
  std::vector<std::uint32_t> numbers_;  ///< of the tokens' terms; 0: none that is asked for
};

}  // namespace kennis
