/// @file
#include "searcher/highlighter.h"

#include <algorithm>
#include <optional>

#include "schema/document.h"
#include "schema/fields.h"
#include "searcher/evaluate.h"
#include "searcher/record_view.h"

namespace kennis {
namespace {

using Kind = QueryNode::Kind;

constexpr std::size_t kWholeBytesMax = 200;     ///< a text up to this is shown whole
constexpr std::size_t kFragmentBytesMax = 180;  ///< of a longer one
constexpr std::size_t kLeadBytesMax = 60;       ///< before the first mark
constexpr std::size_t kSkillsListed = 8;
constexpr std::size_t kCompoundBytesMin = 6;  ///< two words of three letters
constexpr std::size_t kTextsMax = 64;         ///< of a profile, in which something is found
constexpr std::size_t kFoundMax = 200;        ///< in one text
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

/// The field that a term belongs to; nothing for one that no text of the profile shows.
std::optional<std::string_view> shown_prefix_of(std::string_view term) {
  for (const std::string_view known :
       {prefix::kSkill, prefix::kCompany, prefix::kTitle, prefix::kName, prefix::kSchool, prefix::kLocation}) {
    if (term.size() > known.size() && term.starts_with(known)) {
      const char next = term[known.size()];
      if (next < 'A' || next > 'Z') return known;
    }
  }
  if (!term.empty() && term[0] >= 'A' && term[0] <= 'Z') return std::nullopt;
  return prefix::kText;
}

bool is_of_names(std::string_view prefix) {
  return prefix == prefix::kName || prefix == prefix::kCompany || prefix == prefix::kSchool ||
         prefix == prefix::kLocation;
}

std::vector<std::string_view> split(std::string_view words) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (end > at) out.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

bool is_boundary(char c) { return static_cast<unsigned char>(c) <= ' '; }

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// The nearest begin of a word at or behind `at` but not behind `last`; else `last`.
std::size_t word_begin(std::string_view text, std::size_t at, std::size_t last) {
  if (at == 0) return 0;
  for (std::size_t i = at; i < last; ++i) {
    if (is_boundary(text[i - 1]) && !is_boundary(text[i])) return i;
  }
  return last;
}

/// The nearest end of a word at or before `at` but not before `first`.
std::size_t word_end(std::string_view text, std::size_t at, std::size_t first) {
  if (at >= text.size()) return text.size();
  for (std::size_t i = at; i > first; --i) {
    if (is_boundary(text[i]) && !is_boundary(text[i - 1])) return i;
  }
  while (at > first && continues_character(text[at])) --at;
  return std::max(at, first);
}

void append_plain(std::string_view text, std::string& out) {
  for (const char c : text) out += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? ' ' : c;
}

/// Adds a mark, one with the mark before if they overlap.
void add_mark(std::vector<TextRange>& marks, TextRange mark) {
  if (!marks.empty() && mark.begin < marks.back().end) {
    marks.back().end = std::max(marks.back().end, mark.end);
  } else {
    marks.push_back(mark);
  }
}

}  // namespace

Highlighter::Highlighter(const MatchPlan& plan, Stemmer& stemmer, const SkillFinder& skills)
    : plan_(plan), stemmer_(stemmer), skills_(skills) {
  for (const Unit& unit : plan.units) collect(unit.scored);
}

void Highlighter::collect(const ScoredNode& scored) {
  if (scored.node->kind == Kind::kNot) return;
  for (const ScoredNode& child : scored.children) collect(child);
  if (scored.node->kind != Kind::kLeaf) return;
  ++leaf_count_;
  for (const auto* forms : {&scored.forms, &scored.unheard}) {
    for (const ScoredNode::Form& form : *forms) add_pattern(*form.alternative);
  }
}

std::uint32_t Highlighter::number_of(std::string_view word) {
  word_filter_.add(word);
  return words_.emplace(std::string(word), static_cast<std::uint32_t>(words_.size() + 1)).first->second;
}

void Highlighter::add_pattern(const Alternative& alternative) {
  if (const SkillTerm term = skill_term(alternative.terms.front()); !term.id.empty()) {
    const auto skill = skills_.taxonomy().with_id(term.id);
    if (skill) add_concept(*skill, term.is_narrower);
    return;
  }
  const auto prefix = shown_prefix_of(alternative.terms.front());
  if (!prefix) return;
  Pattern pattern;
  pattern.prefix = *prefix;
  for (const std::string& term : alternative.terms) {
    for (const std::string_view word : split(std::string_view(term).substr(prefix->size()))) {
      pattern.words.push_back(number_of(word));
    }
  }
  if (pattern.words.empty()) return;
  const bool is_row = alternative.terms.size() > 1;
  patterns_of_.resize(words_.size() + 1);
  pattern.window = is_row ? alternative.row.window : static_cast<std::uint32_t>(pattern.words.size());
  pattern.leaf = static_cast<std::uint32_t>(leaf_count_ - 1);
  asks_names_ = asks_names_ || is_of_names(pattern.prefix);
  patterns_of_[pattern.words[0]].push_back(static_cast<std::uint32_t>(patterns_.size()));
  patterns_.push_back(std::move(pattern));
}

void Highlighter::add_concept(SkillIndex skill, bool is_narrower) {
  concepts_.push_back({skill, is_narrower, static_cast<std::uint32_t>(leaf_count_ - 1)});
  const auto skills = skills_.taxonomy().skills();
  for (SkillIndex i = 0; i < skills.size(); ++i) {
    const auto above = skills_.ancestors(i);
    const bool counts = is_narrower ? std::find(above.begin(), above.end(), skill) != above.end() : i == skill;
    if (!counts) continue;
    for (const SkillLabel& label : skills[i].labels) {
      const std::string key = label_key(label.text);
      label_words_.add(std::string_view(key).substr(0, key.find(' ')));
    }
  }
}

void Highlighter::choose_active(const Evidence& document) {
  active_.clear();
  for (const Unit& unit : plan_.units) choose_active(unit.scored, document, true);
}

/// A leaf shows itself wherever it stands, unless it is part of a condition that the document does not meet: of `(java AND spring) OR kotlin` a
/// profile without spring shows kotlin alone.
void Highlighter::choose_active(const ScoredNode& scored, const Evidence& document, bool is_met) {
  const Kind kind = scored.node->kind;
  if (kind == Kind::kNot) return;
  if (kind == Kind::kLeaf) {
    active_.push_back(is_met);
    return;
  }
  if (is_met && kind != Kind::kOr) is_met = evaluate(scored, document).matched;
  for (const ScoredNode& child : scored.children) choose_active(child, document, is_met);
}

/// Adds what the pattern finds from the token on, which is its first word.
void Highlighter::look_at(std::size_t token, const Pattern& pattern, Text& text) {
  row_.assign(1, token);
  for (std::size_t i = token + 1; i < tokens_.size() && row_.size() < pattern.words.size(); ++i) {
    if (tokens_[i].position - tokens_[token].position >= pattern.window) break;
    const bool is_next =
        numbers_[i] == pattern.words[row_.size()] && tokens_[i].position != tokens_[row_.back()].position;
    if (is_next) row_.push_back(i);
  }
  if (row_.size() < pattern.words.size()) return;
  const auto add = [&](std::size_t first, std::size_t last) {
    text.found.push_back({range_of(first, last), pattern.leaf});
  };
  if (pattern.window == row_.size()) return add(row_.front(), row_.back());
  for (const std::size_t at : row_) add(at, at);
}

TextRange Highlighter::range_of(std::size_t first, std::size_t last) const {
  const auto offset = [&](const char* at) { return static_cast<std::size_t>(at - folded_.text().data()); };
  const std::string_view end = tokens_[last].text;
  return {folded_.origin(offset(tokens_[first].text.data())), folded_.origin_of_end(offset(end.data() + end.size()))};
}

TextLanguage Highlighter::language_of_profile(const Profile& profile) {
  if (!language_) language_ = language_of(profile);
  return *language_;
}

void Highlighter::look_for_parts(const Profile& profile, std::size_t token, std::string_view own_prefix, Text& text) {
  for (const std::string& stem : compounds_.of(tokens_[token].text, language_of_profile(profile), stemmer_)) {
    const auto word = words_.find(stem);
    if (word == words_.end()) continue;
    for (const std::uint32_t at : patterns_of_[word->second]) {
      const Pattern& pattern = patterns_[at];
      const bool is_here = pattern.prefix == own_prefix || pattern.prefix == prefix::kText;
      if (!is_here || pattern.words.size() > 1 || !active_[pattern.leaf]) continue;
      text.found.push_back({range_of(token, token), pattern.leaf});
    }
  }
}

void Highlighter::look_for_skills(Text& text) {
  skills_.find(tokens_, text.field == "skill" ? LabelTrust::kSkillName : LabelTrust::kRunningText, scratch_,
               found_skills_);
  for (const FoundSkill& found : found_skills_) {
    const auto above = skills_.ancestors(found.skill);
    for (const Concept& wanted : concepts_) {
      const bool counts = wanted.is_narrower ? std::find(above.begin(), above.end(), wanted.skill) != above.end()
                                             : found.skill == wanted.skill;
      if (!counts || !active_[wanted.leaf] || text.found.size() >= kFoundMax) continue;
      TextRange range;
      for (const Token& token : tokens_) {
        if (token.position < found.position || token.position + token.parts > found.position + found.parts) continue;
        const auto offset = static_cast<std::size_t>(token.text.data() - folded_.text().data());
        const TextRange here{folded_.origin(offset), folded_.origin_of_end(offset + token.text.size())};
        range = range.end == 0 ? here : TextRange{std::min(range.begin, here.begin), std::max(range.end, here.end)};
      }
      if (range.end > range.begin) text.found.push_back({range, wanted.leaf});
    }
  }
}

std::uint32_t Highlighter::number_in(const Profile& profile, std::string_view token, bool is_stemmed) {
  if (!word_filter_.may_have(token)) return 0;
  const auto number = [&](TextLanguage language) {
    const auto word = words_.find(stemmer_.term(token, language));
    return word == words_.end() ? 0 : word->second;
  };
  const std::uint32_t unstemmed = number(TextLanguage::kNone);
  if (!is_stemmed) return unstemmed;
  if (language_) return number(*language_);
  // What language it is costs more than all stems, and most of the time does not matter.
  bool is_same = true;
  for (std::size_t i = 0; i < kTextLanguageCount && is_same; ++i) {
    is_same = number(static_cast<TextLanguage>(i)) == unstemmed;
  }
  return is_same ? unstemmed : number(language_of_profile(profile));
}

bool Highlighter::may_name_skills() const {
  return !concepts_.empty() && std::any_of(tokens_.begin(), tokens_.end(),
                                           [&](const Token& token) { return label_words_.may_have(token.text); });
}

void Highlighter::look(const Profile& profile, std::string_view field, std::string_view text,
                       std::string_view own_prefix) {
  if (text.empty() || bytes_left_ == 0 || texts_.size() == kTextsMax) return;
  text = cut_text(text, bytes_left_);
  bytes_left_ -= text.size();
  const bool is_stemmed = !is_of_names(own_prefix);
  folded_.fold(text);
  tokenise(folded_.text(), tokens_);
  numbers_.resize(tokens_.size());
  bool has_any = false;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    numbers_[i] = number_in(profile, tokens_[i].text, is_stemmed);
    has_any = has_any || numbers_[i] != 0;
  }
  const bool looks_for_skills = is_stemmed && may_name_skills();
  const auto may_be_compound = [](const Token& token) { return token.text.size() >= kCompoundBytesMin; };
  const bool looks_for_parts =
      is_stemmed && !words_.empty() && std::any_of(tokens_.begin(), tokens_.end(), may_be_compound);
  if (!has_any && !looks_for_skills && !looks_for_parts) return;
  Text found{field, text, {}};
  for (std::size_t i = 0; i < tokens_.size() && found.found.size() < kFoundMax; ++i) {
    if (numbers_[i] == 0) {
      if (looks_for_parts && may_be_compound(tokens_[i])) look_for_parts(profile, i, own_prefix, found);
      continue;
    }
    for (const std::uint32_t at : patterns_of_[numbers_[i]]) {
      const Pattern& pattern = patterns_[at];
      const bool is_here = pattern.prefix == own_prefix || (is_stemmed && pattern.prefix == prefix::kText);
      if (is_here && active_[pattern.leaf]) look_at(i, pattern, found);
    }
  }
  if (looks_for_skills) look_for_skills(found);
  if (found.found.empty()) return;
  std::sort(found.found.begin(), found.found.end(),
            [](const Found& a, const Found& b) { return a.range.begin < b.range.begin; });
  texts_.push_back(std::move(found));
}

void Highlighter::look_everywhere(const Profile& profile) {
  texts_.clear();
  bytes_left_ = kSnippetTextBytesMax;
  look(profile, "headline", profile.headline, prefix::kTitle);
  for (const Position& position : profile.positions) look(profile, "title", position.title, prefix::kTitle);
  for (const Skill& skill : profile.skills) look(profile, "skill", skill.name, prefix::kSkill);
  look(profile, "summary", profile.summary, prefix::kText);
  for (const Position& position : profile.positions) look(profile, "description", position.description, prefix::kText);
  if (!asks_names_) return;
  look(profile, "name", profile.name, prefix::kName);
  for (const Position& position : profile.positions)
    look(profile, "organisation", position.organisation, prefix::kCompany);
  for (const Education& education : profile.education) look(profile, "school", education.school, prefix::kSchool);
  look(profile, "location", profile.location.name, prefix::kLocation);
}

/// The window of the text with the most that is not shown yet, the first of equals.
Snippet Highlighter::cut(Text& text, std::vector<bool>& shown_leaves) const {
  std::size_t begin = 0;
  std::size_t end = text.text.size();
  if (end > kWholeBytesMax) {
    std::size_t best = 0;
    std::size_t best_count = 0;
    for (std::size_t i = 0; i < text.found.size(); ++i) {
      std::vector<bool> seen = shown_leaves;
      std::size_t count = 0;
      for (std::size_t j = i; j < text.found.size(); ++j) {
        if (text.found[j].range.end > text.found[i].range.begin + kFragmentBytesMax - kLeadBytesMax) break;
        if (seen[text.found[j].leaf]) continue;
        seen[text.found[j].leaf] = true;
        ++count;
      }
      if (count <= best_count) continue;
      best_count = count;
      best = i;
    }
    const TextRange first = text.found[best].range;
    begin = first.begin <= kLeadBytesMax ? 0 : word_begin(text.text, first.begin - kLeadBytesMax, first.begin);
    end = word_end(text.text, std::max(begin + kFragmentBytesMax, first.end), first.end);
  }
  Snippet snippet;
  snippet.field = text.field;
  if (begin > 0) snippet.text = kEllipsis;
  const std::size_t shift = snippet.text.size();
  append_plain(text.text.substr(begin, end - begin), snippet.text);
  if (end < text.text.size()) snippet.text += kEllipsis;
  for (const Found& found : text.found) {
    if (found.range.begin < begin || found.range.end > end) continue;
    shown_leaves[found.leaf] = true;
    add_mark(snippet.marks, {found.range.begin - begin + shift, found.range.end - begin + shift});
  }
  text.is_shown = true;
  return snippet;
}

/// The skills in which something was found, as one list.
Snippet Highlighter::list_skills(std::vector<bool>& shown_leaves) {
  Snippet list;
  list.field = "skill";
  std::size_t count = 0;
  for (Text& text : texts_) {
    if (text.field != list.field) continue;
    text.is_shown = true;
    if (++count > kSkillsListed) continue;
    const Snippet one = cut(text, shown_leaves);
    if (!list.text.empty()) list.text += ", ";
    for (const TextRange& mark : one.marks) {
      list.marks.push_back({mark.begin + list.text.size(), mark.end + list.text.size()});
    }
    list.text += one.text;
  }
  if (count > kSkillsListed) list.text += std::string(", ") + std::string(kEllipsis);
  return list;
}

std::vector<Snippet> Highlighter::snippets(const Profile& profile, const Evidence& document, std::size_t count) {
  std::vector<Snippet> chosen;
  if (count == 0 || (patterns_.empty() && concepts_.empty())) return chosen;
  language_.reset();
  choose_active(document);
  look_everywhere(profile);
  std::vector<bool> shown(leaf_count_);
  const auto news_of = [&](const Text& text) {
    std::vector<bool> seen = shown;
    std::size_t news = 0;
    for (const Text& other : texts_) {
      if (other.is_shown || (&other != &text && (text.field != "skill" || other.field != "skill"))) continue;
      for (const Found& found : other.found) {
        news += seen[found.leaf] ? 0U : 1U;
        seen[found.leaf] = true;
      }
    }
    return news;
  };
  while (chosen.size() < count) {
    Text* best = nullptr;
    std::size_t best_news = 0;
    for (Text& text : texts_) {
      if (text.is_shown) continue;
      const std::size_t news = news_of(text);
      if (best != nullptr && news <= best_news) continue;
      best = &text;
      best_news = news;
    }
    if (best == nullptr) break;
    chosen.push_back(best->field == "skill" ? list_skills(shown) : cut(*best, shown));
  }
  return chosen;
}

}  // namespace kennis
