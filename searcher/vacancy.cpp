/// @file
/// Line by line: is it a heading, does it name the title or the place; and sentence by sentence: what it asks for, and how much.
#include "searcher/vacancy.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/text.h"
#include "searcher/embedded_vacancy.h"
#include "searcher/vacancy_text.h"

namespace kennis {
namespace {

constexpr std::size_t kHeadingWordsMax = 8;
constexpr std::size_t kTitleBytesMax = 100;
constexpr std::uint32_t kYearsMax = 40;

enum class Section : std::uint8_t { kNone, kRequired, kWished, kTasks, kOffer };

std::vector<std::string> words_of_text(std::string_view text) {
  std::vector<std::string> words;
  const std::string key = label_key(text);
  for (std::size_t at = 0; at < key.size();) {
    const std::size_t end = std::min(key.find(' ', at), key.size());
    words.push_back(key.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

bool stands_at(const std::vector<std::string>& words, std::size_t at, const std::vector<std::string>& phrase) {
  return at + phrase.size() <= words.size() &&
         std::equal(phrase.begin(), phrase.end(), words.begin() + static_cast<std::ptrdiff_t>(at));
}

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
  for (const std::string_view cut : {" - ", " | ", " \u2013 ", " \u2014 "}) {
    const std::size_t at = out.find(cut);
    if (at != std::string::npos && at > 0) out.resize(at);
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == ',' || out.back() == ':' || out.back() == '.'))
    out.pop_back();
  return out;
}

/// What a text says, gathered while it is read.
class Reading {
 public:
  Reading(const SkillFinder& skills, const std::vector<VacancyReader::Phrase>& phrases)
      : skills_(skills), phrases_(phrases) {}

  void line(std::string_view line) {
    const std::vector<std::string> words = words_of_text(line);
    if (words.empty()) return;
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
    std::erase_if(vacancy_.wished, [&](const std::string& skill) {
      return std::find(vacancy_.required.begin(), vacancy_.required.end(), skill) != vacancy_.required.end();
    });
    return std::move(vacancy_);
  }

 private:
  [[nodiscard]] bool has(const std::vector<std::string>& words, std::string_view kind) const {
    for (const auto& phrase : phrases_) {
      if (phrase.kind != kind) continue;
      for (std::size_t at = 0; at < words.size(); ++at) {
        if (stands_at(words, at, phrase.words)) return true;
      }
    }
    return false;
  }

  /// `Locatie: Gent`.
  bool take_label(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || colon + 1 >= line.size()) return false;
    const std::vector<std::string> words = words_of_text(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    if (value.empty() || value.size() > kTitleBytesMax) return false;
    const auto is = [&](std::string_view kind) {
      return std::any_of(phrases_.begin(), phrases_.end(),
                         [&](const auto& phrase) { return phrase.kind == kind && phrase.words == words; });
    };
    if (is("label.place")) {
      if (vacancy_.place.empty()) vacancy_.place = value.substr(0, value.find_first_of(",(;/"));
      while (!vacancy_.place.empty() && (vacancy_.place.back() == ' ' || vacancy_.place.back() == '.'))
        vacancy_.place.pop_back();
      return true;
    }
    if (!is("label.title") || has_title_label_) return false;
    has_title_label_ = true;
    take_title(value);
    return true;
  }

  void take_title(std::string_view line) {
    vacancy_.title = cleaned_title(line);
    for (const std::string_view in : {" in ", " te ", " \u00e0 "}) {
      const std::size_t at = vacancy_.title.rfind(in);
      if (at == std::string::npos) continue;
      const std::string place = vacancy_.title.substr(at + in.size());
      const bool is_name = !place.empty() && place[0] >= 'A' && place[0] <= 'Z';
      if (!is_name) continue;
      if (vacancy_.place.empty()) vacancy_.place = place;
      vacancy_.title.resize(at);
    }
  }

  [[nodiscard]] std::optional<Section> heading_of(std::string_view line, const std::vector<std::string>& words) const {
    const std::size_t colon = line.find(':');
    const std::vector<std::string> head =
        colon == std::string_view::npos ? words : words_of_text(line.substr(0, colon));
    if (head.empty() || head.size() > kHeadingWordsMax || line.ends_with('.')) return std::nullopt;
    constexpr std::pair<std::string_view, Section> kHeadings[] = {{"heading.wished", Section::kWished},
                                                                  {"heading.required", Section::kRequired},
                                                                  {"heading.offer", Section::kOffer},
                                                                  {"heading.tasks", Section::kTasks}};
    for (const auto& [kind, section] : kHeadings) {
      for (const auto& phrase : phrases_) {
        // A heading is its phrase and few words more.
        if (phrase.kind != kind || head.size() > phrase.words.size() + 2 || !stands_at(head, 0, phrase.words)) continue;
        if (head.size() == phrase.words.size() || colon != std::string_view::npos || phrase.words.size() > 1)
          return section;
      }
    }
    return std::nullopt;
  }

  void take_sentence(std::string_view sentence) {
    const std::string folded = fold_case(sentence);
    const std::vector<std::string> words = words_of_text(sentence);
    const bool is_wished = has(words, "inline.wished");
    const bool is_required = !is_wished && (section_ == Section::kRequired || has(words, "inline.required"));
    tokenise(folded, tokens_);
    skills_.find(tokens_, LabelTrust::kRunningText, found_);
    for (const FoundSkill& found : found_) {
      const std::string& label = skills_.taxonomy().skills()[found.skill].label();
      if (is_language(label)) continue;
      add_once(is_required && !(is_wished || section_ == Section::kWished) ? vacancy_.required : vacancy_.wished,
               label);
    }
    take_languages(words);
    if (!is_wished && section_ != Section::kWished) take_years(words);
  }

  /// The taxonomy has languages too; here they are asked for as such.
  [[nodiscard]] bool is_language(std::string_view label) const {
    const std::vector<std::string> words = words_of_text(label);
    return std::any_of(phrases_.begin(), phrases_.end(), [&](const auto& phrase) {
      return phrase.kind.starts_with("language.") && phrase.words == words;
    });
  }

  void take_languages(const std::vector<std::string>& words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
      for (const auto& phrase : phrases_) {
        if (phrase.kind.starts_with("language.") && stands_at(words, at, phrase.words)) {
          add_once(vacancy_.languages, phrase.kind.substr(phrase.kind.find('.') + 1));
        }
      }
    }
  }

  /// The number before `years` in a sentence that speaks of experience; of `3 to 5 years` the first.
  void take_years(const std::vector<std::string>& words) {
    if (vacancy_.years || !has(words, "word.experience")) return;
    for (std::size_t at = 1; at < words.size(); ++at) {
      const bool is_unit = std::any_of(phrases_.begin(), phrases_.end(), [&](const auto& phrase) {
        return phrase.kind == "word.years" && stands_at(words, at, phrase.words);
      });
      if (!is_unit) continue;
      for (const std::size_t back : {std::size_t{3}, std::size_t{2}, std::size_t{1}}) {
        if (back > at) continue;
        std::uint32_t number = 0;
        const std::string& word = words[at - back];
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
        if (error != std::errc() || number == 0 || number > kYearsMax) continue;
        vacancy_.years = number;
        return;
      }
    }
  }

  const SkillFinder& skills_;
  const std::vector<VacancyReader::Phrase>& phrases_;
  Vacancy vacancy_;
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
  for (const std::string& word : words_of_text(text)) out += (out.empty() ? "" : "-") + word;
  return out;
}

/// Required skills all, or the whole of it optional where there are none; the title and what is wished for beside.
std::string query_of(const Vacancy& vacancy) {
  std::string query;
  const auto add = [&](const std::string& part) { query += (query.empty() ? "" : " ") + part; };
  for (const std::string& skill : vacancy.required) add("skill:" + in_quotes(skill));
  if (!vacancy.title.empty()) add(optional_word(vacancy.title));
  for (const std::string& skill : vacancy.wished) add(optional_word(skill));
  return query;
}

}  // namespace

VacancyReader::VacancyReader(const SkillFinder& skills) : skills_(&skills) {
  for (const EmbeddedFile& file : embedded_vacancy()) {
    const std::string_view text = file.text;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      std::string_view line = text.substr(at, end - at);
      at = end + 1;
      const std::size_t tab = line.find('\t');
      if (tab == std::string_view::npos || line.starts_with("kind\t")) continue;
      const std::string kind(line.substr(0, tab));
      for (std::size_t begin = tab + 1; begin < line.size();) {
        const std::size_t stop = std::min(line.find_first_of(";\t", begin), line.size());
        Phrase phrase{kind, words_of_text(line.substr(begin, stop - begin))};
        if (!phrase.words.empty()) phrases_.push_back(std::move(phrase));
        begin = stop + 1;
      }
    }
  }
  if (phrases_.empty()) throw std::runtime_error("data/vacancy/phrases.tsv: holds no phrase");
}

Result<Vacancy> VacancyReader::read(std::string_view text) const {
  const auto refused = [](std::string why) { return Error{ErrorCode::kInvalidRequest, std::move(why), {}}; };
  if (text.size() > kVacancyBytesMax) {
    return refused(fmt::format("the vacancy has {} bytes, at most {} are read", text.size(), kVacancyBytesMax));
  }
  if (!simdjson::validate_utf8(text.data(), text.size())) return refused("the vacancy is not UTF-8");
  Reading reading(*skills_, phrases_);
  const std::vector<std::string> lines = lines_of_vacancy(text);
  if (lines.empty()) return refused("there is no text in the vacancy");
  for (const std::string& line : lines) reading.line(line);
  Vacancy vacancy = reading.finish();
  vacancy.query = query_of(vacancy);
  return vacancy;
}

}  // namespace kennis
