/// @file
/// Line by line: is it a heading, does it name the title or the place; and sentence by sentence: what it asks for, and how much.
#include "searcher/vacancy.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/text.h"
#include "searcher/vacancy_sentence.h"
#include "searcher/vacancy_text.h"
#include "searcher/vacancy_title.h"

namespace kennis {
namespace {

constexpr std::size_t kHeadingWordsMax = 8;
constexpr std::size_t kTitleBytesMax = 100;

enum class Section : std::uint8_t { kNone, kRequired, kWished, kTasks, kOffer };

void add_once(std::vector<std::string>& list, const std::string& value) {
  if (list.size() < kVacancySkillsMax && std::find(list.begin(), list.end(), value) == list.end())
    list.push_back(value);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && std::string_view(" .,!?").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return text;
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

  /// `next` is the line below, null at the end.
  void line(const VacancyLine& whole, const VacancyLine* next) {
    std::string_view line = whole.text;
    const std::vector<std::string> words = words_of_vacancy(line);
    if (words.empty()) return;
    take_remote(words);
    if (take_label(line)) return;
    const auto section = heading_of(whole);
    if (take_opening(line, section)) return;
    if (section) {
      enter(*section);
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos || colon + 1 >= line.size()) return;
      line.remove_prefix(colon + 1);
    } else if (vacancy_.title.empty() && !has_begun_ && line.size() <= kTitleBytesMax) {
      has_begun_ = true;
      return take_title(line);
    } else if (ends_offer(whole, words, next)) {
      return enter(Section::kNone);
    }
    has_begun_ = true;
    ++section_lines_;
    if (std::exchange(is_below_title_, false) && !section && !whole.is_item) take_place_line(line);
    if (section_ == Section::kOffer) return;
    for (const std::string_view sentence : sentences_of_vacancy(line, phrases_)) take_sentence(sentence);
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
  void enter(Section section) {
    section_ = section;
    section_lines_ = 0;
    is_below_title_ = false;
  }

  /// True if the line looks like a heading that is not known and what the employer says of itself ends there: a short line of its own with a list or
  /// a text below. A section that has nothing in it yet does not end.
  [[nodiscard]] bool ends_offer(const VacancyLine& line, const std::vector<std::string>& words,
                                const VacancyLine* next) const {
    if (section_ != Section::kOffer || section_lines_ == 0 || line.is_item || next == nullptr) return false;
    if (words.size() > kHeadingWordsMax || line.text.find_first_of(",;") != std::string::npos) return false;
    const char last = line.text.back();
    if (last == '.' || last == '!' || heading_of(*next)) return false;
    return last == ':' || last == '?' || next->is_item || next->text.ends_with('.') ||
           words_of_vacancy(next->text).size() > kHeadingWordsMax;
  }

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

  /// A first line that says that somebody is looked for: the title is what it names, or the line below.
  bool take_opening(std::string_view line, std::optional<Section> section) {
    if (has_begun_ || !vacancy_.title.empty()) return false;
    const VacancyOpening opening = vacancy_opening(line, phrases_);
    if (!opening.recruits || (section && (opening.title.empty() || !opening.begins_with_it))) return false;
    if (opening.title.empty()) {
      take_place_of_title(opening.before, true);
      return true;
    }
    if (line.size() > kTitleBytesMax) return false;
    has_begun_ = true;
    take_title(line);
    for (const std::string_view sentence : sentences_of_vacancy(opening.title, phrases_)) take_sentence(sentence);
    return true;
  }

  void take_title(std::string_view line) {
    const VacancyOpening opening = vacancy_opening(line, phrases_);
    std::string_view title = opening.title.empty() ? line : opening.title;
    const std::vector<std::string_view> pieces = pieces_of_vacancy_line(title);
    for (std::size_t i = 1; i < pieces.size(); ++i) {
      const bool is_place =
          may_be_place(pieces[i]) && !names_skill(pieces[i]) && place_meant(pieces[i], language_).has_value();
      if (is_place || phrases_.has(words_of_vacancy(pieces[i]), "remote.place")) take_place(pieces[i]);
    }
    if (opening.recruits) title = sentences_of_vacancy(title, phrases_).front();
    const std::string cleaned = cleaned_vacancy_title(title);
    const std::string_view named = std::string_view(cleaned).substr(0, take_place_of_title(cleaned, opening.recruits));
    vacancy_.title = title_without_recruiting(named, opening.recruits, phrases_);
    if (opening.recruits) take_place_of_title(opening.before, true);
    is_below_title_ = true;
  }

  /// True if no place is known yet and the text begins with a capital.
  [[nodiscard]] bool may_be_place(std::string_view text) const {
    return vacancy_.place.empty() && !text.empty() && text[0] >= 'A' && text[0] <= 'Z';
  }

  /// The place behind `in` in a title or what opens it; returns where the title ends. A name that is no known place is one too,
  /// if it is the rest of the title and known_only does not hold.
  std::size_t take_place_of_title(std::string_view title, bool known_only) {
    std::size_t end = title.size();
    for (const std::string_view in : {" in ", " te ", " \u00e0 "}) {
      for (std::size_t at = title.find(in); at < end; at = title.find(in, at + 1)) {
        const std::string_view rest = title.substr(at + in.size());
        const bool is_last = title.find(in, at + 1) == std::string_view::npos;
        if (rest.empty() || rest[0] < 'A' || rest[0] > 'Z') continue;
        const std::string_view known = place_meant(trimmed(rest), language_) ? rest : place_at_begin(rest, language_);
        if (known.empty() && (!is_last || known_only)) continue;
        if (vacancy_.place.empty()) take_place(known.empty() ? rest : known);
        end = at;
      }
    }
    return end;
  }

  /// `London, UK (hybrid) | £70,000`, below the title.
  void take_place_line(std::string_view line) {
    if (line.size() > kTitleBytesMax || line.ends_with('.')) return;
    for (const std::string_view piece : pieces_of_vacancy_line(line)) {
      if (may_be_place(piece) && !names_skill(piece) && is_place_alone(piece, language_)) take_place(piece);
    }
  }

  [[nodiscard]] std::optional<Section> heading_of(const VacancyLine& whole) const {
    const std::string_view line = whole.text;
    const std::size_t colon = line.find(':');
    const std::vector<std::string> head = words_of_vacancy(line.substr(0, colon));
    if (head.empty() || head.size() > kHeadingWordsMax || line.ends_with('.')) return std::nullopt;
    constexpr std::pair<std::string_view, Section> kHeadings[] = {{"heading.wished", Section::kWished},
                                                                  {"heading.required", Section::kRequired},
                                                                  {"heading.offer", Section::kOffer},
                                                                  {"heading.tasks", Section::kTasks}};
    // A heading is its phrase and few words more; of several phrases the longest says what it is.
    std::optional<Section> found;
    std::size_t longest = 0;
    for (const auto& [kind, section] : kHeadings) {
      const std::size_t size = phrases_.longest_at(head, 0, kind);
      if (size <= longest || head.size() > size + 2) continue;
      // An item of a list such as `You have experience` is no heading.
      const bool is_heading = head.size() == size || colon != std::string_view::npos || (size > 1 && !whole.is_item);
      if (!is_heading) continue;
      found = section;
      longest = size;
    }
    return found;
  }

  void take_sentence(std::string_view sentence) {
    const bool is_wished = phrases_.has(words_of_vacancy(sentence), "inline.wished");
    // `Java is not required but a plus` wishes for it.
    const std::string asked = is_wished ? std::string(sentence) : asked_in_sentence(sentence, phrases_);
    const std::string folded = fold_case(asked);
    const std::vector<std::string> words = words_of_vacancy(asked);
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
    take_place_in(asked, words);
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
  std::size_t section_lines_ = 0;  ///< read in it so far
  bool is_below_title_ = false;    ///< the line above is the title
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
  const std::vector<VacancyLine> lines = lines_of_vacancy(text);
  if (lines.empty()) return refused("there is no text in the vacancy");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    reading.line(lines[i], i + 1 < lines.size() ? &lines[i + 1] : nullptr);
  }
  Vacancy vacancy = reading.finish();
  vacancy.query = query_of(vacancy);
  return vacancy;
}

}  // namespace kennis
