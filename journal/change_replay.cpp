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

constexpr std::size_t kChunk = 2048;

using Chunk = std::vector<ReadChange>;

Chunk read_part(const LiveNetwork& network, std::span<const Change> changes) {
  RecordReader reader;
  Chunk read;
  read.reserve(changes.size());
  for (const Change& change : changes) read.push_back(network.read(change, reader));
  return read;
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
  const auto chunk = [&](std::size_t begin) {
    return begin_to_read(network, changes.subspan(begin, std::min(kChunk, changes.size() - begin)));
  };
  std::vector<std::future<Chunk>> next = chunk(0);
  for (std::size_t begin = 0; begin < changes.size(); begin += kChunk) {
    std::vector<std::future<Chunk>> parts = std::move(next);
    next = begin + kChunk < changes.size() ? chunk(begin + kChunk) : std::vector<std::future<Chunk>>();
    for (std::future<Chunk>& part : parts) {
      for (ReadChange& change : part.get()) {
        const std::optional<Error> error = network.take(change);
        if (taken) taken(change, error);
      }
    }
  }
}

}  // namespace kennis
