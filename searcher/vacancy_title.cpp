/// @file
#include "searcher/vacancy_title.h"

#include <tuple>
#include <utility>

#include "searcher/vacancy_words.h"

namespace kennis {
namespace {

constexpr std::string_view kTitleEnds[] = {" - ", " | ", " \u2013 ", " \u2014 "};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '.' || text.back() == ',')) text.remove_suffix(1);
  return text;
}

/// True if what ends before the chunk `end` is called out: `Hiring!`, `Gezocht:`, `Recherche :`.
bool is_called(const VacancyWords& words, std::size_t end) {
  const std::string_view last = words.chunk(end - 1);
  return last.ends_with(':') || last.ends_with('!') ||
         (end < words.count() && (words.chunk(end) == ":" || words.chunk(end) == "!"));
}

/// How many chunks of recruiting begin there.
std::size_t lead_at(const VacancyWords& words, std::size_t at) {
  if (const std::size_t lead = words.taken(at, "title.lead")) return lead;
  const std::size_t call = words.taken(at, "title.call");
  if (call > 0 && is_called(words, at + call)) return call;
  const std::size_t word = words.taken(at, "title.word");
  return word > 0 && (at == 0 || is_called(words, at + word)) ? word : 0;
}

/// The first chunk behind `at` that is no article and no `ab sofort`.
std::size_t begin_of_title(const VacancyWords& words, std::size_t at) {
  while (at < words.count()) {
    std::size_t skipped = words.is_bare(at) ? 1 : 0;
    for (const std::string_view kind : {"title.article", "title.beside", "title.sign"}) {
      if (skipped == 0) skipped = words.taken(at, kind);
    }
    if (skipped == 0) break;
    at += skipped;
  }
  return at;
}

}  // namespace

VacancyOpening vacancy_opening(std::string_view line, const VacancyPhrases& phrases) {
  const VacancyWords words(line, phrases);
  VacancyOpening opening{{}, line};
  for (std::size_t at = 0; at < words.count(); ++at) {
    const std::size_t lead = lead_at(words, at);
    if (lead == 0) continue;
    opening = {words.before(at), words.from(begin_of_title(words, at + lead)), true, at == 0};
    at += lead - 1;
  }
  if (!opening.recruits || !opening.title.empty()) return opening;
  // `Data engineer - We're hiring!`
  for (const std::string_view end : {" -", " |", " \u2013", " \u2014"}) {
    if (opening.before.ends_with(end)) opening.title = opening.before.substr(0, opening.before.size() - end.size());
  }
  return opening;
}

std::string cleaned_vacancy_title(std::string_view title) {
  std::string out;
  std::size_t depth = 0;
  for (const char c : title) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0 && !(c == ' ' && out.ends_with(' '))) out += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  for (const std::string_view cut : kTitleEnds) {
    const std::size_t at = out.find(cut);
    if (at != std::string::npos && at > 0) out.resize(at);
  }
  while (!out.empty() && std::string_view(" ,:.").find(out.back()) != std::string_view::npos) out.pop_back();
  return out;
}

std::string title_without_recruiting(std::string_view title, bool recruits, const VacancyPhrases& phrases) {
  const VacancyWords words(title, phrases);
  std::size_t end = words.count();
  for (std::size_t at = 1; at < end; ++at) {
    const bool ends = words.taken(at, "title.word") > 0 || words.taken(at, "title.sign") > 0 ||
                      (recruits && words.taken(at, "title.end") > 0);
    if (!ends) continue;
    end = at;
    while (end > 1 && (words.is_bare(end - 1) || words.taken(end - 1, "title.beside") > 0)) --end;
  }
  std::string out(end == words.count() ? title : words.before(end));
  while (!out.empty() && std::string_view(" ,:.!").find(out.back()) != std::string_view::npos) out.pop_back();
  return out;
}

std::vector<std::string_view> pieces_of_vacancy_line(std::string_view line) {
  std::vector<std::string_view> pieces;
  while (true) {
    std::size_t at = std::string_view::npos;
    std::size_t size = 0;
    for (const std::string_view end : kTitleEnds) {
      const std::size_t found = line.find(end);
      if (found < at) std::tie(at, size) = std::pair(found, end.size());
    }
    const std::string_view piece = line.substr(0, at);
    pieces.push_back(trimmed(piece.substr(0, piece.find_first_of("(|"))));
    if (at == std::string_view::npos) return pieces;
    line.remove_prefix(at + size);
  }
}

}  // namespace kennis
