/// @file
#include "searcher/reach_source.h"

#include <algorithm>

#include "schema/evidence.h"

namespace kennis {

ReachPostings::ReachPostings(const ReachMap& map, Node profile_count, double lambda) {
  const auto end =
      static_cast<std::size_t>(std::upper_bound(map.nodes.begin(), map.nodes.end(), profile_count) - map.nodes.begin());
  documents.assign(map.nodes.begin(), map.nodes.begin() + static_cast<std::ptrdiff_t>(end));
  weights.reserve(end);
  for (std::size_t i = 0; i < end; ++i) {
    weights.push_back(on_grid(lambda * map.closeness[i]));
    weight_max = std::max(weight_max, weights.back());
  }
}

void ReachSource::init(const Xapian::Database&) {
  at_ = 0;
  started_ = false;
  set_maxweight(postings_->weight_max);
}

void ReachSource::pass_weak(double weight_min) {
  while (!at_end() && postings_->weights[at_] < weight_min) ++at_;
}

void ReachSource::next(double weight_min) {
  if (started_) ++at_;
  started_ = true;
  pass_weak(weight_min);
}

void ReachSource::skip_to(Xapian::docid document, double weight_min) {
  started_ = true;
  const auto& documents = postings_->documents;
  std::size_t step = 1;
  std::size_t low = at_;
  while (low + step < documents.size() && documents[low + step] < document) {
    low += step;
    step *= 2;
  }
  const auto begin = documents.begin() + static_cast<std::ptrdiff_t>(std::min(low, documents.size()));
  const auto end = documents.begin() + static_cast<std::ptrdiff_t>(std::min(low + step + 1, documents.size()));
  at_ = static_cast<std::size_t>(std::lower_bound(begin, end, document) - documents.begin());
  pass_weak(weight_min);
}

}  // namespace kennis
