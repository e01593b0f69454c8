/// @file
/// The events of a run: small entries in partitions, in memory up to a bound and in files beyond it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

namespace kennis {

/// What two stores of one run may hold together.
struct MemoryBudget {
  std::size_t bytes_max = 0;
  std::atomic<std::size_t> bytes_used = 0;
};

/// A partition's file: opened at the first spill, removed at the end.
class SpillFile {
 public:
  SpillFile() = default;
  SpillFile(const SpillFile&) = delete;
  SpillFile& operator=(const SpillFile&) = delete;
  ~SpillFile();
  /// Throws std::system_error with the path when the disk is full.
  void append(const std::filesystem::path& path, const void* data, std::size_t bytes);
  void read_all(void* out) const { read(0, bytes_, out); }
  void read(std::size_t begin, std::size_t bytes, void* out) const;
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  int file_ = -1;
  std::size_t bytes_ = 0;
};

/// Collects entries by partition; each partition is then loaded and worked on alone.
///
/// Threads: `add` and `flush` by any number, one at a time a slot; `load` by any number for different partitions, after every flush.
/// Memory:  entries beyond the budget go to files in `folder`; on top of it kChunk entries a slot and partition.
template <typename Entry>
class PartitionedStore {
  static_assert(std::is_trivially_copyable_v<Entry>);

 public:
  /// Small enough that the open chunks of all partitions stay in a core's cache.
  static constexpr std::size_t kChunk = sizeof(Entry) > 16 ? 64 : 256;

  PartitionedStore(std::filesystem::path folder, std::size_t partitions, std::size_t slots, MemoryBudget& budget)
      : folder_(std::move(folder)), partitions_(partitions), open_(slots), budget_(&budget) {
    for (auto& slot : open_) slot.resize(partitions);
  }

  void add(std::size_t slot, std::size_t partition, const Entry& entry) { place(slot, partition) = entry; }

  /// Adds an entry that the caller fills at once, field by field. An entry that was just put together elsewhere is copied 16 bytes at a
  /// time, and that copy waits until the fields written before have reached the cache: a tenth of the time from log to graph.
  [[nodiscard]] Entry& place(std::size_t slot, std::size_t partition) {
    std::vector<Entry>& chunk = open_[slot][partition];
    if (chunk.size() == kChunk) put(partition, chunk);
    if (chunk.capacity() == 0) chunk.reserve(kChunk);
    return chunk.emplace_back();
  }

  /// Hands over what the slots have not yet.
  void flush() {
    for (auto& slot : open_) {
      for (std::size_t i = 0; i < slot.size(); ++i) put(i, slot[i]);
      slot = {};
    }
  }

  [[nodiscard]] std::size_t partition_count() const { return partitions_.size(); }

  /// All entries of a partition, in no order; frees its memory.
  [[nodiscard]] std::vector<Entry> load(std::size_t index) {
    Partition& partition = partitions_[index];
    const std::size_t spilled = partition.file.bytes() / sizeof(Entry);
    std::vector<Entry> entries(spilled);
    entries.reserve(spilled + partition.in_memory);
    if (spilled > 0) partition.file.read_all(entries.data());
    for (const std::vector<Entry>& chunk : partition.chunks) entries.insert(entries.end(), chunk.begin(), chunk.end());
    budget_->bytes_used -= partition.in_memory * sizeof(Entry);
    partition.in_memory = 0;
    partition.chunks = {};
    return entries;
  }

 private:
  struct Partition {
    std::mutex mutex;
    std::vector<std::vector<Entry>> chunks;
    std::size_t in_memory = 0;
    SpillFile file;
  };

  void put(std::size_t index, std::vector<Entry>& chunk) {
    if (chunk.empty()) return;
    Partition& partition = partitions_[index];
    const std::size_t bytes = chunk.size() * sizeof(Entry);
    const std::lock_guard lock(partition.mutex);
    if (budget_->bytes_used + bytes > budget_->bytes_max) {
      partition.file.append(folder_ / ("events-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)) + "-" +
                                       std::to_string(index) + ".run"),
                            chunk.data(), bytes);
      chunk.clear();
      return;
    }
    budget_->bytes_used += bytes;
    partition.in_memory += chunk.size();
    partition.chunks.push_back(std::move(chunk));
    chunk = {};
  }

  std::filesystem::path folder_;
  std::vector<Partition> partitions_;
  std::vector<std::vector<std::vector<Entry>>> open_;
  MemoryBudget* budget_;
};

}  // namespace kennis
