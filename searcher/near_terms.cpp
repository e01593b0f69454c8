/// @file
#include "searcher/near_terms.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "schema/fields.h"
#include "schema/read_record.h"
#include "searcher/near_names.h"

namespace kennis {
namespace {

constexpr std::size_t kTermsMax = 500'000;   ///< of one letter; what lies behind is not looked at
constexpr std::size_t kNearestMax = 16;      ///< stems whose words are read
constexpr std::size_t kProfilesReadMax = 8;  ///< for each of them
constexpr std::size_t kEndingErrorsMax = 1;  ///< by which a word may differ more than its stem

bool is_better(const NearWord& one, const std::optional<NearWord>& best) {
  return !best || std::tuple(one.errors, best->persons, one.word) < std::tuple(best->errors, one.persons, best->word);
}

/// The documents in force that have a term, a few of them.
std::vector<Node> some_with(const OpenView& open, const std::string& term) {
  const LiveState& state = *open.view->state;
  std::vector<Node> nodes;
  const auto end = open.database.postlist_end(term);
  for (auto at = open.database.postlist_begin(term); at != end && nodes.size() < kProfilesReadMax; ++at) {
    if (!std::binary_search(state.masked.begin(), state.masked.end(), *at)) nodes.push_back(*at);
  }
  for (const auto& [entry, seen] : open.live_postings.with_any({term})) {
    const auto& [node, document] = entry;
    const auto* in_force = state.documents.find(node);
    if (in_force != nullptr && *in_force == document && document->is_searchable()) nodes.push_back(node);
    if (nodes.size() == 2 * kProfilesReadMax) break;
  }
  return nodes;
}

/// Calls `use(word)` for the words of a profile's running text, folded.
template <typename Use>
void for_each_word(const Profile& profile, const Use& use) {
  std::vector<Token> tokens;
  const auto read = [&](std::string_view text) {
    const std::string folded = fold_case(cut_text(text, limit::kIndexedTextBytesMax));
    tokenise(folded, tokens);
    for (const Token& token : tokens) use(token.text);
  };
  read(profile.headline);
  read(profile.summary);
  for (const Position& position : profile.positions) {
    read(position.title);
    read(position.description);
  }
  for (const Skill& skill : profile.skills) read(skill.name);
}

/// The stems that may be those of a word written almost so, the nearest first.
std::vector<std::string> near_stems(const OpenView& open, const std::set<std::string>& forms, std::string_view letter,
                                    std::size_t errors_max) {
  std::vector<std::pair<std::size_t, std::string>> near;
  std::size_t looked_at = 0;
  const auto look = [&](const std::string& term) {
    std::size_t least = errors_max + 1;
    for (const std::string& form : forms) {
      const std::size_t difference = term.size() > form.size() ? term.size() - form.size() : form.size() - term.size();
      if (difference <= errors_max) least = std::min(least, errors_between(form, term, errors_max, true));
    }
    if (least <= errors_max && term.find(' ') == std::string::npos) near.emplace_back(least, term);
  };
  const std::string beginning(letter);
  const auto end = open.database.allterms_end(beginning);
  for (auto at = open.database.allterms_begin(beginning); at != end && ++looked_at < kTermsMax; ++at) look(*at);
  for (const std::string& term : open.live_postings.terms_with(beginning)) look(term);
  std::sort(near.begin(), near.end());
  near.erase(std::unique(near.begin(), near.end()), near.end());
  std::vector<std::string> stems;
  for (auto& [errors, term] : near) stems.push_back(std::move(term));
  stems.resize(std::min(stems.size(), kNearestMax));
  return stems;
}

}  // namespace

std::optional<NearWord> nearest_label(const OpenView& open, std::string_view word, std::size_t errors_max,
                                      const SomebodyHas& somebody_has) {
  std::optional<NearWord> best;
  for (const TaxonomySkill& skill : open.skills.taxonomy().skills()) {
    for (const SkillLabel& label : skill.labels) {
      if (label.text.find(' ') != std::string::npos) continue;
      const std::string key = label_key(label.text);
      const std::size_t errors = errors_between(word, key, errors_max, true);
      if (key.find(' ') != std::string::npos || errors > errors_max) continue;
      const std::string term = make_term(prefix::kConcept, skill.id);
      const NearWord one{errors, open.statistics.of(term).persons, key};
      if (is_better(one, best) && somebody_has(term)) best = one;
    }
  }
  return best;
}

std::optional<NearWord> nearest_in_text(const OpenView& open, std::string_view word, std::size_t errors_max,
                                        const SomebodyHas& somebody_has, Stemmer& stemmer) {
  const bool is_word = !word.empty() && !(word[0] >= 'A' && word[0] <= 'Z');  // terms of fields begin with a capital
  if (!is_word) return std::nullopt;
  std::set<std::string> forms;
  for (std::string& form : stemmer.terms_in_all_languages(word)) forms.insert(std::move(form));
  std::optional<NearWord> best;
  RecordReader reader;
  const Showing showing = open.showing();
  for (const std::string& stem : near_stems(open, forms, word.substr(0, 1), errors_max)) {
    if (!somebody_has(stem)) continue;
    for (const Node node : some_with(open, stem)) {
      std::string record = showing.raw_record(node);
      const std::size_t size = record.size();
      record.append(simdjson::SIMDJSON_PADDING, '\0');
      const auto profile = reader.profile(std::string_view(record).substr(0, size));
      if (!profile) continue;
      const TextLanguage language = language_of(profile.value());
      for_each_word(profile.value(), [&](std::string_view text) {
        if (stemmer.term(text, language) != stem) return;
        const std::string said = strip_accents(text);
        const std::size_t errors = errors_between(word, said, errors_max + kEndingErrorsMax, true);
        if (errors > errors_max + kEndingErrorsMax) return;  // `buyer` and `business` may be one stem in some language
        const NearWord one{errors, open.statistics.of(stem).persons, said};
        if (is_better(one, best)) best = one;
      });
    }
  }
  return best;
}

}  // namespace kennis
