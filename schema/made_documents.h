/// @file
/// Documents that were made when a generation was built, so that whoever opens it need not make them again.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/made_document.h"
#include "schema/mapped_file.h"

namespace kennis {

/// XXH3-128.
struct SourceHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const SourceHash&, const SourceHash&) = default;
};

/// By what a document is known again. What was made of something else is not found, so a file of documents can lack some, and never says what is no longer so.
/// Cost: a pass over the record.
[[nodiscard]] SourceHash hash_of(const DocumentSource& source);

/// Sorts and writes. Errors: as ArrayFileWriter.
void write_made_documents(const std::filesystem::path& path,
                          std::vector<std::pair<SourceHash, MadeDocument>> documents);

/// Threads: any number may read. Cost: a binary search a document; its terms and words are not copied.
class MadeDocuments {
 public:
  /// Throws std::runtime_error if the file is not whole.
  explicit MadeDocuments(const std::filesystem::path& path);

  [[nodiscard]] std::size_t count() const { return hashes_.size(); }
  struct Found {
    DocumentView view;  ///< lives as long as this
    OwnValues values;
  };
  /// Throws std::runtime_error if the document is damaged.
  [[nodiscard]] std::optional<Found> find(const SourceHash& hash) const;

  /// Where each part of a document ends in its section.
  struct Ends {
    std::uint64_t texts = 0;
    std::uint64_t terms = 0;
    std::uint64_t words = 0;
    std::uint64_t values = 0;
    std::uint64_t value_texts = 0;
  };
  /// A value as it lies on disk: its key and then its name are the next bytes of the value texts.
  struct Value {
    std::uint32_t number = 0;  ///< + 1; 0: none
    std::uint16_t key_bytes = 0;
    std::uint16_t name_bytes = 0;
    std::uint8_t field = 0;
    std::uint8_t when = 0;
    std::uint16_t unused = 0;
  };
  struct Numbers {
    std::int64_t updated = 0;
    std::int32_t lat = 0;
    std::int32_t lon = 0;
    std::uint32_t name_key_bytes = 0;  ///< which the value texts of the document begin with
    std::uint16_t experience = 0;
    std::uint16_t flags = 0;
  };

 private:
  ArrayFile file_;
  std::span<const SourceHash> hashes_;
  std::span<const Ends> ends_;
  std::span<const Numbers> numbers_;
  std::string_view texts_;
  std::span<const DocumentTerm> terms_;
  std::span<const TermPlace> places_;
  std::span<const std::uint32_t> words_;
  std::span<const Value> values_;
  std::string_view value_texts_;
};

}  // namespace kennis
