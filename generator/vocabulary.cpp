/// @file
/// Reading the embedded files: lines of `key | value | value`.
#include "generator/vocabulary.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <string>

#include "generator/embedded_vocabulary.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, kTongueCount> kCodes = {"en", "nl", "fr", "de"};

using Row = std::vector<std::string_view>;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  return begin == std::string_view::npos ? std::string_view{}
                                         : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

Row split(std::string_view line) {
  Row row;
  while (true) {
    const std::size_t bar = line.find('|');
    row.push_back(trimmed(line.substr(0, bar)));
    if (bar == std::string_view::npos) {
      return row;
    }
    line.remove_prefix(bar + 1);
  }
}

std::vector<Row> rows_of(std::string_view file) {
  for (const EmbeddedFile& embedded : embedded_vocabulary()) {
    if (embedded.name != file) {
      continue;
    }
    std::vector<Row> rows;
    std::string_view text = embedded.text;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view line = trimmed(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      if (!line.empty() && line.front() != '#') {
        rows.push_back(split(line));
      }
    }
    return rows;
  }
  throw std::logic_error("vocabulary file not embedded: " + std::string(file));
}

std::uint32_t number(std::string_view text) { return static_cast<std::uint32_t>(std::stoul(std::string(text))); }

Tongue tongue_of(std::string_view code) {
  const auto* found = std::find(kCodes.begin(), kCodes.end(), code);
  if (found == kCodes.end()) {
    throw std::logic_error("vocabulary: unknown language " + std::string(code));
  }
  return static_cast<Tongue>(found - kCodes.begin());
}

/// The lists of one file by their key; several rows with one key are one list.
class Book {
 public:
  explicit Book(std::string_view file) : file_(file) {
    for (const Row& row : rows_of(file)) {
      WordList& list = lists_[row.front()];
      std::for_each(row.begin() + 1, row.end(), [&](std::string_view word) { list.add(word); });
    }
    for (auto& [key, list] : lists_) {
      list.finish();
    }
  }

  [[nodiscard]] const WordList& list(const std::string& key) const {
    const auto found = lists_.find(key);
    if (found == lists_.end() || found->second.words().empty()) {
      throw std::logic_error("vocabulary " + std::string(file_) + " lacks " + key);
    }
    return found->second;
  }

  [[nodiscard]] Lists lists(const std::string& kind) const {
    Lists result;
    for (std::size_t tongue = 0; tongue < kTongueCount; ++tongue) {
      result[tongue] = list(kind + "." + std::string(kCodes[tongue]));
    }
    return result;
  }

 private:
  std::string_view file_;
  std::map<std::string_view, WordList, std::less<>> lists_;
};

void read_places(Vocabulary& vocabulary) {
  std::vector<std::uint32_t> weights;
  for (const Row& row : rows_of("cities")) {
    vocabulary.places.push_back({row.at(0), row.at(1), tongue_of(row.at(2)), row.at(3), row.at(4)});
    weights.push_back(number(row.at(5)));
  }
  vocabulary.place_weights = WeightedChoice(weights);
}

void read_fields(Vocabulary& vocabulary) {
  const Book skills("skills");
  const Book titles("titles");
  vocabulary.seniorities = titles.lists("seniority");
  std::vector<std::uint32_t> weights;
  for (const Row& row : rows_of("fields")) {
    const std::string key(row.at(0));
    weights.push_back(number(row.at(1)));
    vocabulary.fields.push_back({{row.at(2), row.at(3), row.at(4), row.at(5)}, skills.list(key), titles.lists(key)});
  }
  vocabulary.field_weights = WeightedChoice(weights);
}

void read_names(Vocabulary& vocabulary) {
  const Book first("first_names");
  const Book last("last_names");
  // The first ones stand in the order of Tongue: its own culture.
  for (const std::string_view culture : {"en", "nl", "fr", "de", "tr", "ma", "pl", "in", "sr"}) {
    const std::string key(culture);
    vocabulary.cultures.push_back({first.list(key), last.list(key)});
  }
}

}  // namespace

std::string_view code_of(Tongue tongue) { return kCodes[static_cast<std::size_t>(tongue)]; }

Vocabulary::Vocabulary() {
  read_places(*this);
  read_fields(*this);
  read_names(*this);
  const Book words("words");
  nouns = words.lists("noun");
  adjectives = words.lists("adj");
  syllables = words.list("syllable");
  const Book sentences("sentences");
  headlines = sentences.lists("headline");
  summaries = sentences.lists("summary");
  tasks = sentences.lists("position");
  const Book groups("groups");
  group_names = groups.lists("name");
  group_descriptions = groups.lists("about");
  subjects = groups.lists("subject");
  texts = groups.lists("text");
  const Book organisations("organisations");
  schools = organisations.lists("school");
  degrees = organisations.lists("degree");
  organisation_ends = organisations.lists("back");
  organisation_fronts = organisations.list("front");
  certificates = organisations.list("certificate");
}

}  // namespace kennis
