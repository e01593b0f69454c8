/// @file
/// Some documents, inverted in flat arrays and written out sorted by term.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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
/// Threads: one a run. Memory: about 20 bytes a posting, and its positions.
class RunBuilder {
 public:
  RunBuilder(RunFiles files, const RunOptions& options);

  /// Needs: rising documents. Mentions may come in any order.
  void add(std::uint32_t document, std::span<const Mention> mentions, std::string_view record,
           std::span<const Value> values = {});
  /// Writes what was added; nothing can be added afterwards.
  void finish();

  [[nodiscard]] const RunFiles& files() const { return files_; }
  [[nodiscard]] const Statistics& statistics() const { return statistics_; }
  [[nodiscard]] const std::vector<DocumentLength>& lengths() const { return lengths_; }

 private:
  struct Posting {
    std::uint32_t term;
    std::uint32_t document;  ///< its place in the run
    std::uint32_t wdf;
    std::uint32_t positions_bytes;
    std::size_t positions_offset;
  };
  void count_mentions(std::span<const Mention> mentions);
  void add_positions(std::span<const Mention> mentions);
  void put_term_lists(std::uint32_t document, std::uint32_t length);
  void put_document(OutputFile& file, DocumentRecord document);
  void write_postings(std::string_view term, std::span<const Posting> postings, OutputFile& file);
  void write_positions(std::string_view term, std::span<const Posting> postings, OutputFile& file);
  [[nodiscard]] std::vector<std::size_t> sort_postings(std::span<const std::uint32_t> order);

  RunFiles files_;
  RunOptions options_;
  Deflater deflater_;
  OutputFile records_;
  OutputFile term_lists_;
  TextNumbers terms_;
  std::vector<std::size_t> latest_;  ///< by term: behind its latest posting
  std::vector<Posting> postings_;
  std::string positions_;
  std::vector<DocumentLength> lengths_;
  RunValues values_;
  Statistics statistics_;
  // Of the document at hand, or of the record.
  std::size_t first_posting_ = 0;
  std::vector<std::uint64_t> hashes_;     ///< by mention
  std::vector<std::uint32_t> mentioned_;  ///< by mention: its posting, counted from the document's first
  std::vector<std::size_t> places_ends_;  ///< by posting: where its positions end in places_
  std::vector<std::uint32_t> places_;
  std::vector<TermWeight> weights_;
  std::string tag_, payload_, line_;
};

}  // namespace kennis::glass
