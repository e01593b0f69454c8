/// @file
/// Some documents, inverted in flat arrays and written out sorted by term.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "indexer/glass/codec.h"
#include "indexer/glass/deflate.h"
#include "indexer/glass/output_file.h"
#include "indexer/glass/run_files.h"
#include "indexer/glass/value_lists.h"
#include "indexer/glass/version_file.h"
#include "schema/document.h"
#include "schema/text_numbers.h"

namespace kennis::glass {

struct RunOptions {
  bool records = true;
  bool term_lists = true;
  int deflate_level = 1;
  bool positions = true;
};

/// A run's lengths, for the list of all document lengths.
struct DocumentLength {
  std::uint32_t document = 0;
  std::uint32_t length = 0;
};

/// Errors:  (after one, the run is of no use) add throws std::length_error for what the library would refuse (an empty term, one above 245 bytes, a zero byte counting
///          twice) or what 32 bits do not hold; std::system_error when the disk is full.
/// Threads: one a run. Memory: about 12 bytes a posting, and its positions.
class RunBuilder {
 public:
  RunBuilder(RunFiles files, const RunOptions& options);

  /// Needs: rising documents. Mentions may come in any order; `texts` says what their terms are. Cost: a look at memory a mention, as long as documents
  /// share their texts; a look-up more for each term whenever they do not.
  void add(std::uint32_t document, std::span<const NumberedMention> mentions,
           const std::shared_ptr<const TextNumbers>& texts, std::string_view record,
           std::span<const Value> values = {});
  /// Writes what was added; nothing can be added afterwards.
  void finish();

  [[nodiscard]] const RunFiles& files() const { return files_; }
  [[nodiscard]] const Statistics& statistics() const { return statistics_; }
  [[nodiscard]] const std::vector<DocumentLength>& lengths() const { return lengths_; }
  /// Of the postings file, some kilobytes apart. Needs: finish() was called.
  [[nodiscard]] const std::vector<RunMark>& marks() const { return marks_; }

 private:
  struct Posting {
    std::uint32_t term;      ///< its number in the run
    std::uint32_t document;  ///< its place in the run
    std::uint32_t wdf;
  };
  struct Positions {
    std::size_t offset = 0;
    std::uint32_t bytes = 0;
  };
  /// What a number of the texts at hand stands for.
  struct Known {
    std::uint32_t next_term = 0;  ///< its number in the run, + 1; 0: none yet
    std::uint32_t latest = 0;     ///< behind its latest posting
  };
  void use(const std::shared_ptr<const TextNumbers>& texts);
  std::uint32_t number_in_run(std::uint32_t term);
  void count_mentions(std::span<const NumberedMention> mentions);
  void add_positions(std::span<const NumberedMention> mentions);
  void put_term_lists(std::uint32_t document, std::uint32_t length);
  void put_document(OutputFile& file, DocumentRecord document);
  [[nodiscard]] std::vector<std::uint32_t> postings_by_term(std::vector<std::uint32_t>& ends) const;
  void write_postings(std::string_view term, std::span<const std::uint32_t> places, OutputFile& file);
  void write_positions(std::string_view term, std::span<const std::uint32_t> places, OutputFile& file);

  RunFiles files_;
  RunOptions options_;
  Deflater deflater_;
  OutputFile records_;
  OutputFile term_lists_;
  std::vector<std::shared_ptr<const TextNumbers>> texts_;        ///< of the documents so far; the last ones are at hand
  std::vector<Known> known_;                                     ///< by number of the texts at hand
  std::unordered_map<std::string_view, std::uint32_t> by_text_;  ///< terms by text, once there are several texts
  std::vector<std::string_view> terms_;                          ///< by number in the run
  std::vector<Posting> postings_;
  std::vector<Positions> positions_of_;  ///< by posting, if there are any
  std::string positions_;
  std::vector<DocumentLength> lengths_;
  std::vector<RunMark> marks_;
  RunValues values_;
  Statistics statistics_;
  // Of the document at hand, or of the record.
  std::size_t first_posting_ = 0;
  std::vector<std::uint32_t> mentioned_;  ///< by mention: its posting, counted from the document's first
  std::vector<std::size_t> places_ends_;  ///< by posting: where its positions end in places_
  std::vector<std::uint32_t> places_;
  std::vector<TermWeight> weights_;
  std::string tag_, payload_, line_;
};

}  // namespace kennis::glass
