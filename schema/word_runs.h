/// @file
/// Runs of two to four words that stand side by side, such as `patient care`: those that are terms of their own, so that one posting list answers
/// what would be a phrase.
///
/// Every run in the name of a skill is a term of the skill field. In running text and titles only known runs are: those that many use in the names
/// of their skills and in their titles, wherever they stand. A run that is a term is one for everybody who has it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/fields.h"
#include "schema/mapped_file.h"
#include "schema/text.h"

namespace kennis {

/// The tokens of a text that stand in a row, one for each place: parts where the index has them, what they are joined to where it has not.
[[nodiscard]] std::vector<Token> row_of(const std::vector<Token>& tokens);

/// True if the tokens are a run: two to kRunWordsMax, each right behind the one before.
[[nodiscard]] bool is_run(const std::vector<Token>& row);

/// A run as it stands behind its prefix in a term: its words with spaces between.
void append_word(std::string& run, std::string_view word);

/// The hash of a run, word by word; 0 before the first.
[[nodiscard]] std::uint64_t hash_of_run(std::uint64_t before, std::string_view word);

/// Which runs are known. Threads: any number may ask.
class KnownRuns {
 public:
  /// None.
  KnownRuns() = default;
  /// Maps a file that RunCounter wrote.
  explicit KnownRuns(const std::filesystem::path& path);

  struct Answer {
    bool is_known = false;
    bool is_beginning = false;  ///< of one that is known
  };
  /// Cost: a few nanoseconds.
  [[nodiscard]] Answer of(std::uint64_t hash) const;
  /// False if no known run begins with the word of that hash; true may be wrong. Cheaper than `of`.
  [[nodiscard]] bool may_begin(std::uint64_t hash) const {
    if (beginnings_.empty()) return false;
    const std::uint64_t bit = hash % (64 * beginnings_.size());
    return (beginnings_[bit / 64] >> (bit % 64) & 1U) != 0;
  }

 private:
  ArrayFile file_;
  std::span<const std::uint64_t> beginnings_;  ///< a bit for each hash of a first word: so few that they stay cached
  std::span<const std::uint64_t> places_;      ///< a hash table: the hash, its lowest two bits replaced by the answer
};

/// How often each run stood in skills and titles, where all of them are known and all profiles were counted: in small indexes. In larger ones, of whose
/// profiles only some were counted, or which have more runs than are kept, nothing.
class RunCounts {
 public:
  /// Of a file that RunCounter wrote. Throws as KnownRuns.
  explicit RunCounts(const std::filesystem::path& path);
  [[nodiscard]] bool all_are_known() const { return all_are_known_; }
  /// Cost: a binary search.
  [[nodiscard]] std::uint32_t of(std::string_view run) const;

 private:
  ArrayFile file_;
  bool all_are_known_ = false;
  std::span<const std::uint64_t> runs_;  ///< hashes, rising
  std::span<const std::uint32_t> counts_;
};

/// The runs of one text, folded and unstemmed, each as often as it stands there. Threads: one a thread.
class RunReader {
 public:
  /// Appends to `out`.
  void read(std::string_view text, std::vector<std::string>& out);

 private:
  std::vector<Token> tokens_;
};

/// Counts runs and keeps the most used. What is kept depends on the counts alone.
class RunCounter {
 public:
  void add(const std::string& run, std::uint32_t times = 1) { counts_[run] += times; }
  /// Writes the kKnownRunsMax most counted, in the forms of all languages, to a file for KnownRuns and RunCounts. `of_all`: every profile was counted.
  /// Errors: as ArrayFileWriter.
  void write(const std::filesystem::path& path, bool of_all = false) const;

 private:
  std::unordered_map<std::string, std::uint32_t> counts_;
};

/// True if the token at that place is joined of parts that are tokens themselves. Phrases and runs go by the parts.
[[nodiscard]] bool has_parts(const std::vector<Token>& tokens, std::size_t at);

/// Calls `use(last, words)` for every run that begins at tokens[first] and ends at tokens[last], of so many words; a run is gone on with while it returns
/// true. Where several tokens share a position, each has its runs.
template <typename Use>
void for_each_run_at(const std::vector<Token>& tokens, std::size_t first, const Use& use) {
  struct Walk {
    const std::vector<Token>& tokens;
    const Use& use;
    void from(std::size_t at, std::size_t words) const {
      if (words == limit::kRunWordsMax) return;
      const std::uint32_t next = tokens[at].position + tokens[at].parts;
      for (std::size_t i = at + 1; i < tokens.size() && tokens[i].position <= next; ++i) {
        if (tokens[i].position == next && !has_parts(tokens, i) && use(i, words + 1)) from(i, words + 1);
      }
    }
  };
  if (!has_parts(tokens, first)) Walk{tokens, use}.from(first, 1);
}

}  // namespace kennis
