/// @file
#include "network/graph.h"

#include <algorithm>
#include <stdexcept>

namespace kennis {

PairStrength pair_strength(const TieModel& model, Node low, Node high, std::span<const ChannelCounts> counts,
                           Seconds as_of) {
  PairStrength pair{low, high, strength_of_evidence(evidence_of_tie(model, counts, as_of)), false, false};
  for (const ChannelCounts& count : counts) {
    pair.low_acted = pair.low_acted || count.events_forward > 0;
    pair.high_acted = pair.high_acted || count.events_backward > 0;
    const bool any = count.events_forward > 0 || count.events_backward > 0;
    pair.of_both = pair.of_both || (any && is_of_both(count.channel));
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
  const auto as_of = file_->section<Seconds>("as_of");
  if (!whole || as_of.size() != 1)
    throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
  as_of_ = as_of[0];
}

}  // namespace kennis
