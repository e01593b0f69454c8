/// @file
#include "journal/change_replay.h"

#include <algorithm>
#include <future>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace kennis {
namespace {

constexpr std::size_t kChunkChanges = 2048;
constexpr std::size_t kChunkBytes = 32U << 20U;

using Chunk = std::vector<ReadChange>;

Chunk read_part(const LiveNetwork& network, std::span<const Change> changes) {
  RecordReader reader;
  Chunk read;
  read.reserve(changes.size());
  for (const Change& change : changes) read.push_back(network.read(change, reader));
  return read;
}

/// How many of the changes are a chunk.
std::size_t chunk_size(std::span<const Change> changes) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  while (count < std::min(kChunkChanges, changes.size()) && bytes < kChunkBytes) bytes += changes[count++].text.size();
  return count;
}

/// A chunk in parts, which are being read.
std::vector<std::future<Chunk>> begin_to_read(const LiveNetwork& network, std::span<const Change> changes) {
  const std::size_t threads = std::max(2U, std::thread::hardware_concurrency()) - 1;  // one takes what was read
  const std::size_t part = changes.size() / threads + 1;
  std::vector<std::future<Chunk>> parts;
  for (std::size_t begin = 0; begin < changes.size(); begin += part) {
    parts.push_back(std::async(std::launch::async, read_part, std::cref(network),
                               changes.subspan(begin, std::min(part, changes.size() - begin))));
  }
  return parts;
}

}  // namespace

void replay_changes(LiveNetwork& network, std::span<const Change> changes,
                    const std::function<void(const ReadChange& change, const std::optional<Error>& error)>& taken) {
  const auto read_next = [&] {
    const std::size_t size = chunk_size(changes);
    std::vector<std::future<Chunk>> parts = begin_to_read(network, changes.first(size));
    changes = changes.subspan(size);
    return parts;
  };
  for (std::vector<std::future<Chunk>> next = read_next(); !next.empty();) {
    std::vector<std::future<Chunk>> parts = std::exchange(next, read_next());
    for (std::future<Chunk>& part : parts) {
      for (ReadChange& change : part.get()) {
        const std::optional<Error> error = network.take(change);
        if (taken) taken(change, error);
      }
    }
  }
}

}  // namespace kennis
