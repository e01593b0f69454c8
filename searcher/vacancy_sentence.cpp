/// @file
#include "searcher/vacancy_sentence.h"

#include "searcher/vacancy_words.h"

namespace kennis {
namespace {

/// A part of a sentence, and what its words say.
struct Part {
  std::string_view text;
  bool begins_none = false;    ///< `no`, `geen`: what follows is denied if it is needed in the end
  bool is_needed = false;      ///< `required`, `nodig`
  bool is_denied = false;      ///< it says so by itself
  bool denies_before = false;  ///< `not required`: of what stands before it
  bool is_list = false;        ///< has `and` or `or`
  bool is_contrast = false;    ///< begins with `but`
  bool is_asked = false;       ///< says that it is required
};

Part part_of(std::string_view text, const VacancyPhrases& phrases) {
  constexpr std::size_t kBetweenMax = 1;  // `not strictly required`
  const std::vector<std::string> words = words_of_vacancy(text);
  Part part{text};
  std::size_t not_end = words.size() + 1;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (phrases.has_at(words, at, "negation.needed")) {
      part.is_needed = true;
      if (at >= not_end && at - not_end <= kBetweenMax) part.is_denied = part.denies_before = true;
      if (part.begins_none) part.is_denied = true;
    }
    if (phrases.has_at(words, at, "negation.none")) part.begins_none = true;
    if (phrases.has_at(words, at, "negation.phrase")) part.is_denied = true;
    if (const std::size_t size = phrases.longest_at(words, at, "negation.not")) not_end = at + size;
  }
  part.is_list = phrases.has(words, "word.list");
  part.is_contrast = phrases.has_at(words, 0, "word.but");
  part.is_asked = phrases.has(words, "inline.required");
  return part;
}

std::vector<Part> parts_of(std::string_view sentence, const VacancyPhrases& phrases) {
  const VacancyWords words(sentence, phrases);
  std::vector<Part> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < words.count(); ++at) {
    if (at > begin && words.taken(at, "word.but") > 0) {
      parts.push_back(part_of(words.between(begin, at), phrases));
      begin = at;
    }
    if (at + 1 < words.count() && !words.chunk(at).ends_with(',')) continue;
    parts.push_back(part_of(words.between(begin, at + 1), phrases));
    begin = at + 1;
  }
  return parts;
}

/// Denies the parts of a list that ends with this one.
void deny_list(std::vector<Part>& parts, std::size_t last) {
  if (!parts[last].is_list || !parts[last].is_needed || parts[last].is_contrast) return;
  std::size_t first = last;
  bool begins_none = false;
  while (first > 0 && !parts[first - 1].is_asked && !parts[first - 1].is_denied && !begins_none) {
    --first;
    begins_none = parts[first].begins_none;
    if (parts[first].is_contrast) break;
  }
  if (!parts[last].denies_before && (parts[last].is_denied || !begins_none)) return;
  for (std::size_t at = first; at <= last; ++at) parts[at].is_denied = true;
}

}  // namespace

std::vector<std::string_view> sentences_of_vacancy(std::string_view line, const VacancyPhrases& phrases) {
  std::vector<std::string_view> sentences;
  std::size_t begin = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const bool ends = line[i] == ';' || ((line[i] == '.' || line[i] == '!' || line[i] == '?') && line[i + 1] == ' ');
    if (!ends) continue;
    if (line[i] == '.') {
      const std::size_t space = line.substr(0, i).find_last_of(" (/");
      const std::size_t word = space == std::string_view::npos ? 0 : space + 1;
      if (phrases.is(words_of_vacancy(line.substr(word, i - word)), "word.abbreviation")) continue;
    }
    sentences.push_back(line.substr(begin, i + 1 - begin));
    begin = i + 1;
  }
  if (begin < line.size()) sentences.push_back(line.substr(begin));
  return sentences;
}

std::string asked_in_sentence(std::string_view sentence, const VacancyPhrases& phrases) {
  std::vector<Part> parts = parts_of(sentence, phrases);
  for (std::size_t last = 1; last < parts.size(); ++last) deny_list(parts, last);
  bool is_denied = false;
  std::string asked;
  for (const Part& part : parts) {
    is_denied = is_denied || part.is_denied;
    if (part.is_denied) continue;
    if (!asked.empty()) asked += ' ';
    asked += part.text;
  }
  return is_denied ? asked : std::string(sentence);
}

}  // namespace kennis
