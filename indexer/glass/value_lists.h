/// @file
/// Values of documents, by slot: from the documents of a run to the entries of the posting table.
///
/// Layout: `00 d0` and the slot's bytes, lowest first, none of them 0 at the end: varint documents, counted least value, greatest value if it is
/// another. `00 d8`, varint slot, first document: counted value, and per further document varint gap - 1, counted value; a chunk that has
/// reached 2,000 bytes takes no more. In the term lists, document and `00`: varint first slot, and per further slot varint gap - 1.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/glass/table_writer.h"

namespace kennis::glass {

/// What a document has in a slot.
struct Value {
  std::uint32_t slot = 0;
  std::string_view bytes;
};

/// The values of one run. Threads: one a run. Memory: 24 bytes a value, and its bytes.
class RunValues {
 public:
  /// Needs: rising documents, rising slots. Empty values are none.
  void add(std::uint32_t document, std::span<const Value> values);
  /// Writes term records, in which the term is the slot as a varint and a document's payload a varint gap and a counted value.
  void write(const std::filesystem::path& path);

 private:
  struct Kept {
    std::uint32_t slot;
    std::uint32_t document;
    std::size_t offset;
    std::size_t size;
  };
  std::vector<Kept> values_;
  std::string bytes_;
};

/// The entry in the term lists that says which slots a document uses; nothing if it uses none.
void put_slots(std::span<const Value> values, std::string& out);

/// Adds all entries of values, which come before every other entry of the posting table. `runs`: what RunValues wrote, by rising documents.
/// Cost: two passes over them.
void add_values(TableWriter& table, const std::vector<std::filesystem::path>& runs);

}  // namespace kennis::glass
