/// @file
#include "searcher/did_you_mean.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "schema/fields.h"
#include "searcher/name_changes.h"
#include "searcher/near_names.h"
#include "searcher/near_terms.h"

namespace kennis {
namespace {

using Kind = QueryNode::Kind;

std::vector<NameKind> names_behind(std::string_view prefix) {
  if (prefix == prefix::kText) return {NameKind::kSkill, NameKind::kTitle};
  if (prefix == prefix::kSkill) return {NameKind::kSkill};
  if (prefix == prefix::kTitle || prefix == prefix::kCurrentTitle) return {NameKind::kTitle};
  if (prefix == prefix::kCompany || prefix == prefix::kCurrentCompany) return {NameKind::kCompany};
  if (prefix == prefix::kSchool) return {NameKind::kSchool};
  if (prefix == prefix::kName) return {NameKind::kPerson};
  return {};
}

/// Signs that stand between words, or before one.
bool separates(char c) { return std::string_view(" \t\r\n,;()\":|*=/&").find(c) != std::string_view::npos; }

std::string_view first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && !separates(text[end])) ++end;
  while (end > 0 && (text[end - 1] == '.' || text[end - 1] == '-' || text[end - 1] == '!')) --end;
  return text.substr(0, end);
}

class Proposer {
 public:
  Proposer(const OpenWith& open_with, std::string_view text, Stemmer& stemmer)
      : open_with_(open_with), open_(open_with(TermHashes())), text_(text), stemmer_(stemmer) {}

  void look_at(const QueryNode& node) {
    if (node.kind == Kind::kNot) return;
    if (node.kind == Kind::kLeaf) look_at(node.leaf);
    for (const QueryNode& child : node.children) look_at(child);
  }
  [[nodiscard]] std::vector<SpellingProposal> take() { return std::move(proposals_); }

 private:
  using Best = NearWord;

  void look_at(const Leaf& leaf) {
    if (!leaf.begins_with.empty()) return;
    const bool names_skill =
        std::any_of(leaf.alternatives.begin(), leaf.alternatives.end(), [&](const Alternative& form) {
          const std::string& term = form.terms.front();
          return (term.starts_with(prefix::kConcept) || term.starts_with(prefix::kNarrower)) && somebody_has(term);
        });
    if (names_skill || names_behind(leaf.prefix).empty()) return;
    const std::string folded = fold_case(leaf.value);
    std::vector<Token> tokens;
    tokenise(folded, tokens);
    for (const Token& token : tokens) {
      const std::string word = strip_accents(token.text);
      if (errors_allowed(word) == 0 || !seen_.emplace(std::string(leaf.prefix), word).second) continue;
      if (is_known(leaf.prefix, token.text)) continue;
      if (++looked_for_ > kSpelledWordsMax) return;
      if (auto best = nearest(leaf.prefix, word)) propose(word, best->word);
    }
  }

  [[nodiscard]] bool is_known(std::string_view prefix, std::string_view token) {
    const auto forms = stemmer_.terms_in_all_languages(token);
    return std::any_of(forms.begin(), forms.end(),
                       [&](const std::string& form) { return somebody_has(make_term(prefix, form)); });
  }

  /// Only for what nobody seems to have it is looked up what is said in the searcher's groups.
  [[nodiscard]] bool somebody_has(const std::string& term) {
    if (somebody_has(*open_, term)) return true;
    open_.emplace(open_with_(TermHashes{hash_of_term(term)}));
    return somebody_has(*open_, term);
  }

  [[nodiscard]] static bool somebody_has(const OpenView& open, const std::string& term) {
    const LiveState& state = *open.view->state;
    if (state.masked.empty() && open.statistics.of(term).persons > 0) return true;
    const auto end = open.database.postlist_end(term);
    for (auto at = open.database.postlist_begin(term); at != end; ++at) {
      if (!std::binary_search(state.masked.begin(), state.masked.end(), *at)) return true;
    }
    for (const auto& [entry, seen] : open.live_postings.with_any({term})) {
      const auto& [node, document] = entry;
      const auto* in_force = state.documents.find(node);
      if (in_force != nullptr && *in_force == document && document->is_searchable() && document->wdf(term) > 0)
        return true;
    }
    return false;
  }

  [[nodiscard]] const AllNameChanges& changes() {
    if (!changes_) changes_ = open_->name_changes.of(*open_->view->state);
    return *changes_;
  }

  /// Of the words that are near, how many have a name with each.
  [[nodiscard]] std::optional<Best> nearest(std::string_view prefix, std::string_view word) {
    const std::size_t allowed = errors_allowed(word);
    std::map<std::string, std::uint64_t, std::less<>> persons;
    const auto add = [&](std::string_view from, std::uint64_t count) {
      const std::string_view candidate = first_word(from);
      if (!candidate.empty() && errors_between(word, candidate, allowed, true) <= allowed)
        persons[std::string(candidate)] += count;
    };
    for (const NameKind kind : names_behind(prefix)) {
      const NameList& names = open_->names.of(kind);
      const NameChanges& changed = changes()[static_cast<std::size_t>(kind)];
      for (const NearWords& near : words_near(names, word, allowed)) {
        for (std::size_t at = near.first; at < near.last; ++at) {
          const NameWord& place = names.words()[at];
          const auto more = changed.more.find(place.number);
          const std::int64_t count = names.persons(place.number) + (more == changed.more.end() ? 0 : more->second);
          if (count > 0) add(names.from(place), static_cast<std::uint64_t>(count));
        }
      }
      std::vector<std::uint32_t> words;
      for (const auto& [key, added] : changed.added) {
        word_beginnings(key, words);
        for (const std::uint32_t offset : words) add(std::string_view(key).substr(offset), added.count);
      }
    }
    const SomebodyHas has = [&](const std::string& term) { return somebody_has(term); };
    const bool is_text = prefix == prefix::kText;
    std::optional<Best> best;
    const OpenView open = *open_;  // a copy: what somebody has may be looked for in a view with more documents
    if (is_text || prefix == prefix::kSkill) best = nearest_label(open, word, allowed, has);
    for (const auto& [candidate, count] : persons) {
      const Best one{errors_between(word, candidate, allowed, true), count, candidate};
      if (best && std::tuple(one.errors, best->persons) >= std::tuple(best->errors, one.persons)) continue;
      if (is_known(prefix, candidate)) best = one;
    }
    if (best || !is_text) return best;
    const OpenView whole = open_with_(std::nullopt);
    return nearest_in_text(
        whole, word, allowed, [&](const std::string& term) { return somebody_has(whole, term); }, stemmer_);
  }

  /// With the query in which every such word is replaced.
  void propose(const std::string& word, const std::string& instead) {
    std::string query;
    bool any = false;
    for (std::size_t at = 0; at < text_.size();) {
      std::size_t end = at;
      while (end < text_.size() && !separates(text_[end]) && !(end == at && is_sign(text_[end]))) ++end;
      if (end == at) {
        query += text_[at++];
        continue;
      }
      const bool is_word = strip_accents(fold_case(text_.substr(at, end - at))) == word;
      query += is_word ? instead : text_.substr(at, end - at);
      any = any || is_word;
      at = end;
    }
    if (any) proposals_.push_back({word, instead, std::move(query)});
  }
  static bool is_sign(char c) { return c == '+' || c == '-' || c == '!'; }

  const OpenWith& open_with_;
  std::optional<OpenView> open_;
  std::string_view text_;
  Stemmer& stemmer_;
  std::shared_ptr<const AllNameChanges> changes_;
  std::set<std::pair<std::string, std::string>> seen_;
  std::size_t looked_for_ = 0;  ///< words that nobody has
  std::vector<SpellingProposal> proposals_;
};

}  // namespace

std::vector<SpellingProposal> propose_spellings(const OpenWith& open_with, const QueryNode& root, std::string_view text,
                                                Stemmer& stemmer) {
  Proposer proposer(open_with, text, stemmer);
  proposer.look_at(root);
  return proposer.take();
}

}  // namespace kennis
