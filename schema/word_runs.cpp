/// @file
#include "schema/word_runs.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <stdexcept>

#include <xxhash.h>

namespace kennis {
namespace {

constexpr std::uint64_t kIsKnown = 1;
constexpr std::uint64_t kIsBeginning = 2;
constexpr std::uint64_t kAnswerBits = 3;

constexpr std::size_t kBeginningWords = 2048;

/// A hash table, half full at most.
class RunTable {
 public:
  explicit RunTable(std::size_t entries) : places_(std::bit_ceil(2 * entries + 2), 0) {}

  void add(std::uint64_t hash, std::uint64_t answer) {
    const std::uint64_t key = hash & ~kAnswerBits;
    std::size_t at = (hash >> 2U) & (places_.size() - 1);
    while (places_[at] != 0 && (places_[at] & ~kAnswerBits) != key) at = (at + 1) & (places_.size() - 1);
    places_[at] |= key | answer;
  }
  [[nodiscard]] const std::vector<std::uint64_t>& places() const { return places_; }

 private:
  std::vector<std::uint64_t> places_;
};

std::vector<std::string_view> words_of(std::string_view run) {
  std::vector<std::string_view> words;
  while (!run.empty()) {
    const std::size_t end = std::min(run.find(' '), run.size());
    words.push_back(run.substr(0, end));
    run.remove_prefix(std::min(end + 1, run.size()));
  }
  return words;
}

}  // namespace

std::vector<Token> row_of(const std::vector<Token>& tokens) {
  std::vector<Token> row;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool covered = !row.empty() && tokens[i].position < row.back().position + row.back().parts;
    if (!covered && !has_parts(tokens, i)) row.push_back(tokens[i]);
  }
  return row;
}

bool has_parts(const std::vector<Token>& tokens, std::size_t at) {
  const Token& whole = tokens[at];
  if (!whole.joined || whole.parts == 1) return false;
  for (std::size_t i = at + 1; i < tokens.size() && tokens[i].position < whole.position + whole.parts; ++i) {
    if (!tokens[i].joined) return true;
  }
  return false;
}

bool is_run(const std::vector<Token>& row) {
  if (row.size() < 2 || row.size() > limit::kRunWordsMax) return false;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i].position != row[i - 1].position + row[i - 1].parts) return false;
  }
  return true;
}

void append_word(std::string& run, std::string_view word) {
  if (!run.empty()) run += ' ';
  run += word;
}

std::uint64_t hash_of_run(std::uint64_t before, std::string_view word) {
  return XXH3_64bits_withSeed(word.data(), word.size(), before);
}

KnownRuns::KnownRuns(const std::filesystem::path& path)
    : file_(path),
      beginnings_(file_.section<std::uint64_t>("beginnings")),
      places_(file_.section<std::uint64_t>("runs")) {
  if (!std::has_single_bit(places_.size()) || beginnings_.empty())
    throw std::runtime_error(path.string() + ": is no table of runs");
}

KnownRuns::Answer KnownRuns::of(std::uint64_t hash) const {
  if (places_.empty()) return {};
  std::size_t at = (hash >> 2U) & (places_.size() - 1);
  while (places_[at] != 0 && (places_[at] | kAnswerBits) != (hash | kAnswerBits)) at = (at + 1) & (places_.size() - 1);
  return {(places_[at] & kIsKnown) != 0, (places_[at] & kIsBeginning) != 0};
}

void RunReader::read(std::string_view text, std::vector<std::string>& out) {
  const std::string folded = fold_case(cut_text(text, limit::kIndexedTextBytesMax));
  tokenise(folded, tokens_);
  const std::vector<Token> row = row_of(tokens_);
  for (std::size_t first = 0; first < row.size(); ++first) {
    std::string run(row[first].text);
    for (std::size_t i = first + 1; i < row.size() && i < first + limit::kRunWordsMax; ++i) {
      if (row[i].position != row[i - 1].position + row[i - 1].parts) break;
      append_word(run, row[i].text);
      out.push_back(run);
    }
  }
}

RunCounts::RunCounts(const std::filesystem::path& path)
    : file_(path), runs_(file_.section<std::uint64_t>("counted")), counts_(file_.section<std::uint32_t>("counts")) {
  const auto all = file_.section<std::uint8_t>("all");
  if (runs_.size() != counts_.size() || all.size() != 1)
    throw std::runtime_error(path.string() + ": is no table of runs");
  all_are_known_ = all[0] != 0;
}

std::uint32_t RunCounts::of(std::string_view run) const {
  const std::uint64_t hash = XXH3_64bits(run.data(), run.size());
  const auto found = std::lower_bound(runs_.begin(), runs_.end(), hash);
  return found != runs_.end() && *found == hash ? counts_[static_cast<std::size_t>(found - runs_.begin())] : 0;
}

void RunCounter::write(const std::filesystem::path& path, bool of_all) const {
  std::vector<std::pair<std::uint32_t, std::string_view>> runs;
  for (const auto& [run, count] : counts_) runs.emplace_back(count, run);
  std::sort(runs.begin(), runs.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  const std::array<std::uint8_t, 1> all = {of_all && runs.size() <= limit::kKnownRunsMax ? std::uint8_t{1}
                                                                                         : std::uint8_t{0}};
  runs.resize(std::min(runs.size(), limit::kKnownRunsMax));
  std::map<std::uint64_t, std::uint32_t> counted;
  if (all[0] != 0) {
    for (const auto& [count, run] : runs) counted.emplace(XXH3_64bits(run.data(), run.size()), count);
  }
  std::vector<std::uint64_t> counted_runs;
  std::vector<std::uint32_t> counts;
  for (const auto& [run, count] : counted) {
    counted_runs.push_back(run);
    counts.push_back(count);
  }
  std::map<std::uint64_t, std::uint64_t> answers;
  std::vector<std::uint64_t> beginnings(kBeginningWords, 0);
  Stemmer stemmer;
  for (const auto& [count, run] : runs) {
    const std::vector<std::string_view> words = words_of(run);
    for (std::size_t language = 0; language < kTextLanguageCount; ++language) {
      std::uint64_t hash = 0;
      for (std::size_t i = 0; i < words.size(); ++i) {
        hash = hash_of_run(hash, stemmer.term(words[i], static_cast<TextLanguage>(language)));
        if (i == 0) beginnings[hash / 64 % kBeginningWords] |= std::uint64_t{1} << (hash % 64);
        if (i > 0) answers[hash] |= i + 1 == words.size() ? kIsKnown : kIsBeginning;
      }
    }
  }
  RunTable table(answers.size());
  for (const auto& [hash, answer] : answers) table.add(hash, answer);
  ArrayFileWriter writer;
  writer.add("beginnings", beginnings);
  writer.add("runs", table.places());
  writer.add("all", std::span<const std::uint8_t>(all));
  writer.add("counted", counted_runs);
  writer.add("counts", counts);
  writer.write(path);
}

}  // namespace kennis
