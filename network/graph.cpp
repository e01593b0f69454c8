/// @file
#include "network/graph.h"

#include <algorithm>
#include <thread>

namespace kennis {
namespace {

/// Everyone's ties while they are made.
struct Lists {
  std::vector<std::uint64_t> offsets;
  std::vector<Arc> arcs;
  std::vector<double> attention;

  /// Sorts the lists of nodes begin…end-1 and computes their κ.
  void finish(const TieModel& model, std::size_t begin, std::size_t end) {
    for (std::size_t node = begin; node < end; ++node) {
      const auto first = arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node]);
      const auto last = arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node + 1]);
      std::sort(first, last, stronger);
      std::uint64_t sum = 0;
      for (auto arc = first; arc != last; ++arc) sum += arc->packed >> 2U;
      attention[node] = attention_of(model, sum);
    }
  }
};

}  // namespace

PairStrength pair_strength(const TieModel& model, Node low, Node high, std::span<const ChannelCounts> counts,
                           Seconds as_of) {
  PairStrength pair{low, high, strength_of_evidence(evidence_of_tie(model, counts, as_of)), false, false};
  for (const ChannelCounts& count : counts) {
    pair.low_acted = pair.low_acted || count.events_forward > 0;
    pair.high_acted = pair.high_acted || count.events_backward > 0;
  }
  return pair;
}

Graph::Graph(const std::filesystem::path& path)
    : file_(std::make_shared<ArrayFile>(path)),
      offsets_(file_->section<std::uint64_t>("offsets")),
      arcs_(file_->section<Arc>("arcs")),
      attention_(file_->section<double>("attention")) {
  const bool whole = !offsets_.empty() && offsets_.back() == arcs_.size() && attention_.size() + 1 == offsets_.size() &&
                     std::is_sorted(offsets_.begin(), offsets_.end());
  if (!whole) throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
}

void write_graph(const std::filesystem::path& path, const std::vector<PairStrength>& pairs, Node node_max,
                 std::size_t workers, const TieModel& model) {
  const std::size_t nodes = std::size_t{node_max} + 1;
  Lists lists{std::vector<std::uint64_t>(nodes + 1, 0), {}, std::vector<double>(nodes, 1.0)};
  std::vector<std::uint64_t>& offsets = lists.offsets;
  for (const PairStrength& pair : pairs) {
    ++offsets[pair.low + std::size_t{1}];
    ++offsets[pair.high + std::size_t{1}];
  }
  for (std::size_t i = 1; i < offsets.size(); ++i) offsets[i] += offsets[i - 1];
  lists.arcs.resize(offsets.back());
  std::vector<std::uint64_t> next(offsets.begin(), offsets.end() - 1);
  for (const PairStrength& pair : pairs) {
    lists.arcs[next[pair.low]++] = Arc::make(pair.high, pair.strength, pair.low_acted, pair.high_acted);
    lists.arcs[next[pair.high]++] = Arc::make(pair.low, pair.strength, pair.high_acted, pair.low_acted);
  }
  std::vector<std::jthread> threads;
  for (std::size_t w = 1; w < workers; ++w) {
    threads.emplace_back([&, w] { lists.finish(model, nodes * w / workers, nodes * (w + 1) / workers); });
  }
  lists.finish(model, 0, nodes / std::max<std::size_t>(1, workers));
  threads.clear();
  ArrayFileWriter writer;
  writer.add("offsets", offsets);
  writer.add("arcs", lists.arcs);
  writer.add("attention", lists.attention);
  writer.write(path);
}

}  // namespace kennis
