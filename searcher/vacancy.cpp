/// @file
/// Line by line: is it a heading, does it name the title or the place; and sentence by sentence: what it asks for, and how much.
#include "searcher/vacancy.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/text.h"
#include "searcher/vacancy_text.h"

namespace kennis {
namespace {

constexpr std::size_t kHeadingWordsMax = 8;
constexpr std::size_t kTitleBytesMax = 100;

constexpr std::string_view kTitleEnds[] = {" - ", " | ", " \u2013 ", " \u2014 "};

enum class Section : std::uint8_t { kNone, kRequired, kWished, kTasks, kOffer };

/// A line cut at ends of sentences; an abbreviation or a name such as Node.js is no end.
std::vector<std::string_view> sentences_of(std::string_view line) {
  std::vector<std::string_view> sentences;
  std::size_t begin = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const bool ends = line[i] == ';' || ((line[i] == '.' || line[i] == '!' || line[i] == '?') && line[i + 1] == ' ');
    if (!ends) continue;
    sentences.push_back(line.substr(begin, i + 1 - begin));
    begin = i + 1;
  }
  if (begin < line.size()) sentences.push_back(line.substr(begin));
  return sentences;
}

void add_once(std::vector<std::string>& list, const std::string& value) {
  if (list.size() < kVacancySkillsMax && std::find(list.begin(), list.end(), value) == list.end())
    list.push_back(value);
}

/// A title without what is said beside it: `(m/v/x)`, `- Gent`.
std::string cleaned_title(std::string_view title) {
  std::string out;
  std::size_t depth = 0;
  for (const char c : title) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) out += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  for (const std::string_view sign :
       {" m/v/x", " m/w/d", " h/f/x", " h/f", " f/h", " m/v", " M/V/X", " M/V", " H/F", " M/W/D"}) {
    const std::size_t at = out.find(sign);
    if (at != std::string::npos) out.resize(at);
  }
  for (const std::string_view cut : kTitleEnds) {
    const std::size_t at = out.find(cut);
    if (at != std::string::npos && at > 0) out.resize(at);
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == ',' || out.back() == ':' || out.back() == '.'))
    out.pop_back();
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '.' || text.back() == ',')) text.remove_suffix(1);
  return text;
}

/// What stands behind the title on its line: `Gent` of `Verpleegkundige (m/v/x) - Gent - voltijds`.
std::vector<std::string_view> behind_title(std::string_view line) {
  std::vector<std::string_view> pieces;
  while (true) {
    std::size_t at = std::string_view::npos;
    std::size_t size = 0;
    for (const std::string_view end : kTitleEnds) {
      const std::size_t found = line.find(end);
      if (found < at) std::tie(at, size) = std::pair(found, end.size());
    }
    if (at == std::string_view::npos) return pieces;
    line.remove_prefix(at + size);
    pieces.push_back(trimmed(line.substr(0, line.find_first_of("(|"))));
    for (const std::string_view end : kTitleEnds) pieces.back() = pieces.back().substr(0, pieces.back().find(end));
  }
}

/// True if a word of the text that begins with that letter begins with a capital; letters beyond ASCII are taken for capitals.
bool has_capital(std::string_view text, std::string_view word) {
  const char first = word.empty() ? ' ' : word[0];
  if (first < 'a' || first > 'z') return true;
  const char capital = static_cast<char>(first - 'a' + 'A');
  for (std::size_t at = text.find(capital); at != std::string_view::npos; at = text.find(capital, at + 1)) {
    if (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\'')) return true;
  }
  return false;
}

/// What a text says, gathered while it is read.
class Reading {
 public:
  Reading(const SkillFinder& skills, const VacancyPhrases& phrases, TextLanguage language)
      : skills_(skills), phrases_(phrases), language_(language) {}

  void line(std::string_view line) {
    const std::vector<std::string> words = words_of_vacancy(line);
    if (words.empty()) return;
    take_remote(words);
    if (take_label(line)) return;
    if (const auto section = heading_of(line, words)) {
      section_ = *section;
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos || colon + 1 >= line.size()) return;
      line.remove_prefix(colon + 1);
    } else if (vacancy_.title.empty() && !has_begun_ && line.size() <= kTitleBytesMax) {
      has_begun_ = true;
      return take_title(line);
    }
    has_begun_ = true;
    if (section_ == Section::kOffer) return;
    for (const std::string_view sentence : sentences_of(line)) take_sentence(sentence);
  }

  Vacancy finish() {
    if (const auto place = vacancy_.place.empty() ? std::nullopt : place_meant(place_, language_)) {
      vacancy_.near = near_condition(*place, vacancy_.remote);
    }
    std::erase_if(vacancy_.wished, [&](const std::string& skill) {
      return std::find(vacancy_.required.begin(), vacancy_.required.end(), skill) != vacancy_.required.end();
    });
    return std::move(vacancy_);
  }

 private:
  /// `Locatie: Gent`.
  bool take_label(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon + 1 >= line.size()) return false;
    const std::vector<std::string> words = words_of_vacancy(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    if (value.empty() || value.size() > kTitleBytesMax) return false;
    if (phrases_.is(words, "label.place")) {
      if (vacancy_.place.empty()) take_place(value.substr(0, value.find_first_of("(;/")));
      return true;
    }
    if (!phrases_.is(words, "label.title") || has_title_label_) return false;
    has_title_label_ = true;
    take_title(value);
    return true;
  }

  void take_place(std::string_view words) {
    place_ = trimmed(words);
    vacancy_.place = trimmed(words.substr(0, words.find(',')));
    const std::vector<std::string> said = words_of_vacancy(vacancy_.place);
    // `Locatie: remote` and `Standort: Homeoffice` are no places.
    if (!phrases_.has(said, "remote.fully") && !phrases_.has(said, "remote.partly") &&
        !phrases_.has(said, "remote.place"))
      return;
    vacancy_.remote =
        phrases_.has(said, "remote.partly") ? std::max(vacancy_.remote, RemoteWork::kPartly) : RemoteWork::kFully;
    vacancy_.place.clear();
  }

  void take_remote(const std::vector<std::string>& words) {
    if (vacancy_.remote == RemoteWork::kNone && phrases_.has(words, "remote.partly"))
      vacancy_.remote = RemoteWork::kPartly;
    if (phrases_.has(words, "remote.fully")) vacancy_.remote = RemoteWork::kFully;
  }

  /// The place behind `standplaats` or `based in`, which is written with a capital.
  void take_place_in(std::string_view sentence, const std::vector<std::string>& words) {
    constexpr std::size_t kPlaceWordsMax = 3;
    if (!vacancy_.place.empty()) return;
    for (std::size_t at = 0; at < words.size(); ++at) {
      for (const auto& phrase : phrases_.all()) {
        if (phrase.kind != "inline.place" || !phrase.stands_at(words, at)) continue;
        const std::size_t first = at + phrase.words.size();
        for (std::size_t count = std::min(kPlaceWordsMax, words.size() - first); count > 0; --count) {
          std::string name = words[first];
          for (std::size_t i = 1; i < count; ++i) name += ' ' + words[first + i];
          const std::optional<Place> place = place_meant(name, language_);
          if (place && has_capital(sentence, words[first])) return take_place(place->name);
        }
      }
    }
  }

  void take_title(std::string_view line) {
    for (const std::string_view piece : behind_title(line)) {
      const bool is_name = !piece.empty() && piece[0] >= 'A' && piece[0] <= 'Z' && vacancy_.place.empty();
      const bool is_place = is_name && !names_skill(piece) && place_meant(piece, language_).has_value();
      if (is_place || phrases_.has(words_of_vacancy(piece), "remote.place")) take_place(piece);
    }
    vacancy_.title = cleaned_title(line);
    for (const std::string_view in : {" in ", " te ", " \u00e0 "}) {
      const std::size_t at = vacancy_.title.rfind(in);
      if (at == std::string::npos) continue;
      const std::string place = vacancy_.title.substr(at + in.size());
      const bool is_name = !place.empty() && place[0] >= 'A' && place[0] <= 'Z';
      if (!is_name) continue;
      if (vacancy_.place.empty()) take_place(place);
      vacancy_.title.resize(at);
    }
  }

  [[nodiscard]] std::optional<Section> heading_of(std::string_view line, const std::vector<std::string>& words) const {
    const std::size_t colon = line.find(':');
    const std::vector<std::string> head =
        colon == std::string_view::npos ? words : words_of_vacancy(line.substr(0, colon));
    if (head.empty() || head.size() > kHeadingWordsMax || line.ends_with('.')) return std::nullopt;
    constexpr std::pair<std::string_view, Section> kHeadings[] = {{"heading.wished", Section::kWished},
                                                                  {"heading.required", Section::kRequired},
                                                                  {"heading.offer", Section::kOffer},
                                                                  {"heading.tasks", Section::kTasks}};
    for (const auto& [kind, section] : kHeadings) {
      for (const auto& phrase : phrases_.all()) {
        // A heading is its phrase and few words more.
        if (phrase.kind != kind || head.size() > phrase.words.size() + 2 || !phrase.stands_at(head, 0)) continue;
        if (head.size() == phrase.words.size() || colon != std::string_view::npos || phrase.words.size() > 1)
          return section;
      }
    }
    return std::nullopt;
  }

  void take_sentence(std::string_view sentence) {
    const std::string folded = fold_case(sentence);
    const std::vector<std::string> words = words_of_vacancy(sentence);
    const bool is_wished = phrases_.has(words, "inline.wished");
    const bool is_required = !is_wished && (section_ == Section::kRequired || phrases_.has(words, "inline.required"));
    tokenise(folded, tokens_);
    skills_.find(tokens_, LabelTrust::kRunningText, found_);
    for (const FoundSkill& found : found_) {
      if (skills_.taxonomy().skills()[found.skill].is_occupation())
        continue;  // colleagues, and the title says it anyway
      const std::string& label = skills_.taxonomy().skills()[found.skill].label();
      if (is_language(label)) continue;
      add_once(is_required && !(is_wished || section_ == Section::kWished) ? vacancy_.required : vacancy_.wished,
               label);
    }
    take_languages(words);
    take_place_in(sentence, words);
    if (!vacancy_.years && !is_wished && section_ != Section::kWished) vacancy_.years = phrases_.years_in(words);
  }

  [[nodiscard]] bool names_skill(std::string_view text) {
    const std::string folded = fold_case(text);
    tokenise(folded, tokens_);
    skills_.find(tokens_, LabelTrust::kSkillName, found_);
    return !found_.empty();
  }

  /// The taxonomy has languages too; here they are asked for as such.
  [[nodiscard]] bool is_language(std::string_view label) const {
    const std::vector<std::string> words = words_of_vacancy(label);
    return std::any_of(phrases_.all().begin(), phrases_.all().end(), [&](const auto& phrase) {
      return phrase.kind.starts_with("language.") && phrase.words == words;
    });
  }

  void take_languages(const std::vector<std::string>& words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
      for (const auto& phrase : phrases_.all()) {
        if (phrase.kind.starts_with("language.") && phrase.stands_at(words, at)) {
          add_once(vacancy_.languages, phrase.kind.substr(phrase.kind.find('.') + 1));
        }
      }
    }
  }

  const SkillFinder& skills_;
  const VacancyPhrases& phrases_;
  TextLanguage language_;
  Vacancy vacancy_;
  std::string place_;  ///< as it was named, with its country if that was said
  Section section_ = Section::kNone;
  bool has_begun_ = false;
  bool has_title_label_ = false;
  std::vector<Token> tokens_;
  std::vector<FoundSkill> found_;
};

std::string in_quotes(std::string_view text) {
  std::string out(text);
  std::replace(out.begin(), out.end(), '"', ' ');
  return out.find(' ') == std::string::npos ? out : "\"" + out + "\"";
}

/// A word that is asked for without being required: several words are joined, which the language looks up in a row.
std::string optional_word(std::string_view text) {
  std::string out;
  for (const std::string& word : words_of_vacancy(text)) out += (out.empty() ? "" : "-") + word;
  return out;
}

/// Required skills all, or the whole of it optional where there are none; the title and what is wished for beside; place and years as conditions.
std::string query_of(const Vacancy& vacancy) {
  std::string query;
  const auto add = [&](const std::string& part) { query += (query.empty() ? "" : " ") + part; };
  for (const std::string& skill : vacancy.required) add("skill:" + in_quotes(skill));
  if (!vacancy.title.empty()) add(optional_word(vacancy.title));
  for (const std::string& skill : vacancy.wished) add(optional_word(skill));
  if (!vacancy.near.empty()) add(vacancy.near);
  if (vacancy.years) add(fmt::format("years:{}..", *vacancy.years));
  return query;
}

}  // namespace

Result<Vacancy> VacancyReader::read(std::string_view text) const {
  const auto refused = [](std::string why) { return Error{ErrorCode::kInvalidRequest, std::move(why), {}}; };
  if (text.size() > kVacancyBytesMax) {
    return refused(fmt::format("the vacancy has {} bytes, at most {} are read", text.size(), kVacancyBytesMax));
  }
  if (!simdjson::validate_utf8(text.data(), text.size())) return refused("the vacancy is not UTF-8");
  Reading reading(*skills_, phrases_, detect_language(text));
  const std::vector<std::string> lines = lines_of_vacancy(text);
  if (lines.empty()) return refused("there is no text in the vacancy");
  for (const std::string& line : lines) reading.line(line);
  Vacancy vacancy = reading.finish();
  vacancy.query = query_of(vacancy);
  return vacancy;
}

}  // namespace kennis
