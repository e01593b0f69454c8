/// @file
#include "searcher/view_cache.h"

#include <algorithm>

namespace kennis {

std::shared_ptr<const View> ViewCache::view(const std::shared_ptr<const LiveState>& state, Node searcher, Days today) {
  const Key key{searcher, today};
  const auto known = kept(key);
  if (known && known->state->position == state->position) return known;
  auto view = known ? carried_over(*known, state) : nullptr;
  if (!view) view = compute(state, searcher, today);
  keep(key, view);
  return view;
}

std::shared_ptr<const View> ViewCache::with_documents(const std::shared_ptr<const View>& view,
                                                      const std::optional<TermHashes>& terms) {
  auto seen = live_->with_documents(view->state, view->viewer.private_scopes(), terms);
  if (seen == view->state) return view;
  const Network& network = seen->network;
  auto made = std::make_shared<const View>(View{std::move(seen), view->viewer.over(network), view->shared_reach});
  keep({view->viewer.searcher(), view->viewer.today()}, made);
  return made;
}

std::shared_ptr<const View> ViewCache::kept(const Key& key) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found == places_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found->second);
  return found->second->view;
}

std::shared_ptr<const View> ViewCache::carried_over(const View& view,
                                                    const std::shared_ptr<const LiveState>& state) const {
  if (view.state->position > state->position) return nullptr;
  // The reach is reckoned from the ties and rights of the searcher and of those who are reached, and of nobody else; reports on a team
  // from those of colleagues too.
  const auto colleagues = view.viewer.colleagues();
  const bool is_concerned = live_->concerned(view.state->position, state->position, [&](Node node) {
    return node == view.viewer.searcher() || view.reach().of(node).degree != 0 ||
           std::binary_search(colleagues.begin(), colleagues.end(), node);
  });
  if (is_concerned) return nullptr;
  auto seen = live_->for_members(state, view.viewer.private_scopes(), view.state.get());
  const Network& network = seen->network;
  return std::make_shared<View>(View{std::move(seen), view.viewer.over(network), view.shared_reach});
}

std::vector<Node> ViewCache::recent_searchers(Days today) {
  const std::lock_guard lock(mutex_);
  std::vector<Node> searchers;
  for (auto kept = kept_.rbegin(); kept != kept_.rend(); ++kept) {
    if (kept->key.second == today) searchers.push_back(kept->key.first);
  }
  return searchers;
}

std::shared_ptr<const View> ViewCache::compute(const std::shared_ptr<const LiveState>& state, Node searcher,
                                               Days today) {
  std::unique_ptr<ReachComputer> computer;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      computer = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (!computer) computer = std::make_unique<ReachComputer>();
  Viewer viewer(state->network, searcher, today);
  auto reach = std::make_shared<const ReachMap>(computer->compute(viewer));
  auto seen = live_->for_members(state, viewer.private_scopes());
  const Network& network = seen->network;
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(computer));
  return std::make_shared<View>(View{std::move(seen), viewer.over(network), std::move(reach)});
}

void ViewCache::keep(const Key& key, const std::shared_ptr<const View>& view) {
  constexpr std::size_t kDocumentBytes = 16 << 10;
  const LiveState& state = *view->state;
  const auto documents = std::count_if(state.of_members.begin(), state.of_members.end(),
                                       [](const auto& made) { return made.second.document != nullptr; });
  const std::size_t talk_bytes = state.talk ? state.talk->size() * sizeof(LiveState::Talk) : 0;
  const std::size_t bytes = std::size_t{view->viewer.people().node_max()} + view->reach().nodes.size() * 13 +
                            static_cast<std::size_t>(documents) * kDocumentBytes + talk_bytes + 256;
  const std::lock_guard lock(mutex_);
  if (const auto known = places_.find(key); known != places_.end()) {
    if (known->second->view->state->position > view->state->position) return;  // somebody was quicker, and later
    bytes_ -= known->second->bytes;
    kept_.erase(known->second);
  }
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
