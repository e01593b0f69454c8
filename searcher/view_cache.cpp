/// @file
#include "searcher/view_cache.h"

namespace kennis {

std::shared_ptr<const View> ViewCache::view(Node searcher, Days today) {
  const Key key{searcher, today};
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = places_.find(key); found != places_.end()) {
      kept_.splice(kept_.begin(), kept_, found->second);
      return found->second->view;
    }
  }
  auto view = compute(searcher, today);
  keep(key, view);
  return view;
}

std::vector<Node> ViewCache::recent_searchers(Days today) {
  const std::lock_guard lock(mutex_);
  std::vector<Node> searchers;
  for (auto kept = kept_.rbegin(); kept != kept_.rend(); ++kept) {
    if (kept->key.second == today) searchers.push_back(kept->key.first);
  }
  return searchers;
}

std::shared_ptr<const View> ViewCache::compute(Node searcher, Days today) {
  std::unique_ptr<ReachComputer> computer;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      computer = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!computer) computer = std::make_unique<ReachComputer>();
  Viewer viewer(*network_, searcher, today);
  ReachMap reach = computer->compute(viewer);
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(computer));
  return std::make_shared<View>(View{std::move(viewer), std::move(reach)});
}

void ViewCache::keep(const Key& key, const std::shared_ptr<const View>& view) {
  const std::size_t bytes = std::size_t{network_->people().node_max()} + view->reach.nodes.size() * 13 + 256;
  const std::lock_guard lock(mutex_);
  if (places_.contains(key)) return;
  kept_.push_front({key, view, bytes});
  places_[key] = kept_.begin();
  bytes_ += bytes;
  while (bytes_ > bytes_max_ && kept_.size() > 1) {
    bytes_ -= kept_.back().bytes;
    places_.erase(kept_.back().key);
    kept_.pop_back();
  }
}

}  // namespace kennis
