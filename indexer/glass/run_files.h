/// @file
/// What one run of documents leaves on disk for the merge.
///
/// Layout: `postings` and `positions` hold records by rising term: counted term, varint documents, varint sum of wdf (0 in `positions`),
/// counted payload. The payload has per document a varint gap from the one before, and a varint wdf, or the counted positions entry.
/// `records` and `term_lists` hold by rising document: varint document, byte 1 if the tag is deflated plus 2 if it lists slots, counted tag.
/// `values` is described in value_lists.h.
/// A counted text is a varint of its bytes, and the bytes. The files live in one run of the indexer only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "schema/mapped_file.h"

namespace kennis::glass {

struct RunFiles {
  std::filesystem::path postings, positions, records, term_lists, values;

  RunFiles(const std::filesystem::path& folder, std::size_t run);
};

/// The postings or positions of one term in one run.
struct TermRecord {
  std::string_view term;
  std::uint64_t documents = 0;
  std::uint64_t wdf_sum = 0;
  std::string_view payload;
};

/// The tag of one document.
struct DocumentRecord {
  std::uint32_t document = 0;
  bool compressed = false;
  bool slots = false;  ///< not the list of its terms, but of its slots
  std::string_view tag;
};

void put_record(const TermRecord& record, std::string& out);
void put_record(const DocumentRecord& record, std::string& out);

/// Where in a file of term records the record of a term begins.
struct RunMark {
  std::string term;
  std::size_t offset = 0;
};

/// One file of each run, mapped.
class MappedRuns {
 public:
  explicit MappedRuns(const std::vector<std::filesystem::path>& paths);
  [[nodiscard]] const std::vector<std::string_view>& bytes() const { return bytes_; }

 private:
  std::vector<std::unique_ptr<MappedFile>> files_;
  std::vector<std::string_view> bytes_;
};

/// Reads records of a mapped file in order. Their views are valid as long as the file is mapped.
/// Memory: pages that were read are given back; about 128 KB stay. Throws std::runtime_error if the file is cut off.
class RunReader {
 public:
  explicit RunReader(std::string_view bytes) : rest_(bytes), kept_(bytes.data()) {}

  [[nodiscard]] bool next(TermRecord& record);
  [[nodiscard]] bool next(DocumentRecord& record);

 private:
  void give_back();

  std::string_view rest_;
  const char* kept_;  ///< what lies before was given back
};

}  // namespace kennis::glass
