/// @file
#include "indexer/glass/value_lists.h"

#include <algorithm>
#include <map>

#include "indexer/glass/codec.h"
#include "indexer/glass/output_file.h"
#include "indexer/glass/run_files.h"
#include "indexer/glass/term_merger.h"

namespace kennis::glass {
namespace {

constexpr std::string_view kStatisticsKey("\0\xd0", 2);
constexpr std::string_view kChunkKey("\0\xd8", 2);

std::string varint(std::uint64_t value) {
  std::string bytes;
  put_varint(value, bytes);
  return bytes;
}

std::string statistics_key(std::uint32_t slot) {
  std::string key(kStatisticsKey);
  for (; slot != 0; slot >>= 8U) key.push_back(static_cast<char>(slot));
  return key;
}

/// Calls `use(document, value)` for all values of the merger's slot.
template <typename Use>
void for_each_value(const TermMerger& merger, const Use& use) {
  for (const TermRecord& record : merger.records()) {
    std::string_view payload = record.payload;
    std::uint32_t document = 0;
    while (!payload.empty()) {
      document += static_cast<std::uint32_t>(take_varint(payload));
      use(document, take_counted(payload));
    }
  }
}

/// How many documents have something in a slot, and between what it lies.
struct SlotStatistics {
  std::uint64_t documents = 0;
  std::string least, greatest;

  void count(std::string_view value) {
    if (documents == 0 || value < least) least = value;
    if (documents == 0 || value > greatest) greatest = value;
    ++documents;
  }
  [[nodiscard]] std::string tag() const {
    std::string tag;
    put_varint(documents, tag);
    put_counted(least, tag);
    if (greatest != least) tag += greatest;
    return tag;
  }
};

/// Cuts the values of one slot into chunks.
class SlotWriter {
 public:
  SlotWriter(TableWriter& table, std::string_view slot) : table_(&table), slot_(slot) {}

  void add(std::uint32_t document, std::string_view value) {
    if (tag_.empty()) {
      first_ = document;
    } else {
      put_varint(document - last_ - 1, tag_);
    }
    last_ = document;
    put_counted(value, tag_);
    if (tag_.size() >= kChunkBytes) flush();
  }
  void flush() {
    if (tag_.empty()) return;
    std::string key(kChunkKey);
    key += slot_;
    put_ordered(first_, key);
    table_->add(key, tag_);
    tag_.clear();
  }

 private:
  TableWriter* table_;
  std::string_view slot_;
  std::uint32_t first_ = 0;
  std::uint32_t last_ = 0;
  std::string tag_;
};

}  // namespace

void RunValues::add(std::uint32_t document, std::span<const Value> values) {
  for (const Value& value : values) {
    if (value.bytes.empty()) continue;
    values_.push_back({value.slot, document, bytes_.size(), value.bytes.size()});
    bytes_ += value.bytes;
  }
}

void RunValues::write(const std::filesystem::path& path) {
  std::stable_sort(values_.begin(), values_.end(),
                   [](const Kept& a, const Kept& b) { return varint(a.slot) < varint(b.slot); });
  OutputFile file(path);
  std::string payload, line;
  for (auto begin = values_.begin(); begin != values_.end();) {
    const auto end = std::find_if(begin, values_.end(), [&](const Kept& kept) { return kept.slot != begin->slot; });
    const std::string slot = varint(begin->slot);
    payload.clear();
    line.clear();
    std::uint32_t before = 0;
    TermRecord record{slot, static_cast<std::uint64_t>(end - begin), 0, {}};
    for (; begin != end; ++begin) {
      put_varint(begin->document - before, payload);
      put_counted(std::string_view(bytes_).substr(begin->offset, begin->size), payload);
      before = begin->document;
    }
    record.payload = payload;
    put_record(record, line);
    file.write(line);
  }
  static_cast<void>(file.finish());
}

void put_slots(std::span<const Value> values, std::string& out) {
  std::uint32_t next = 0;
  for (const Value& value : values) {
    if (value.bytes.empty()) continue;
    put_varint(value.slot - next, out);
    next = value.slot + 1;
  }
}

void add_values(TableWriter& table, const std::vector<std::filesystem::path>& runs) {
  std::map<std::string, SlotStatistics> statistics;
  const MappedRuns files(runs);
  TermMerger counting(files.bytes());
  while (counting.next()) {
    std::string_view slot = counting.term();
    SlotStatistics& of_slot = statistics[statistics_key(static_cast<std::uint32_t>(take_varint(slot)))];
    for_each_value(counting, [&](std::uint32_t, std::string_view value) { of_slot.count(value); });
  }
  for (const auto& [key, of_slot] : statistics) table.add(key, of_slot.tag());
  TermMerger writing(files.bytes());
  while (writing.next()) {
    SlotWriter slot(table, writing.term());
    for_each_value(writing, [&](std::uint32_t document, std::string_view value) { slot.add(document, value); });
    slot.flush();
  }
}

}  // namespace kennis::glass
