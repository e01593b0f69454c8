/// @file
/// The viewers and reach of recent searchers, kept between requests.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "network/reach.h"
#include "network/viewer.h"
#include "searcher/live.h"

namespace kennis {

/// One viewer with whom it reaches: all that a request needs of the network, at one place of the journal.
struct View {
  std::shared_ptr<const LiveState> state;  ///< as the viewer sees it, with the members' documents asked for so far
  Viewer viewer;
  std::shared_ptr<const ReachMap> shared_reach;

  [[nodiscard]] const ReachMap& reach() const { return *shared_reach; }
};

/// Keeps the most recently used views of one generation, up to a number of bytes. What happened since a view was made and does not concern
/// whom it reaches leaves it in use.
/// Threads: any number; a view that is being computed holds up nobody else.
class ViewCache {
 public:
  ViewCache(Live& live, std::size_t bytes_max) : live_(&live), bytes_max_(bytes_max) {}

  /// The view of a searcher on a day, at a state of the journal. Cost: a look-up, or computing the reach.
  [[nodiscard]] std::shared_ptr<const View> view(const std::shared_ptr<const LiveState>& state, Node searcher,
                                                 Days today);

  /// The same view with the documents that a question needs, as Live::with_documents has it; kept in its place.
  [[nodiscard]] std::shared_ptr<const View> with_documents(const std::shared_ptr<const View>& view,
                                                           const std::optional<TermHashes>& terms);

  /// Whose views of that day it holds, the most recently used last.
  [[nodiscard]] std::vector<Node> recent_searchers(Days today);

 private:
  using Key = std::pair<Node, Days>;
  struct Kept {
    Key key;
    std::shared_ptr<const View> view;
    std::size_t bytes;
  };
  [[nodiscard]] std::shared_ptr<const View> kept(const Key& key);
  /// The same view at a later state, if nothing that happened in between concerns it; else nothing.
  [[nodiscard]] std::shared_ptr<const View> carried_over(const View& view,
                                                         const std::shared_ptr<const LiveState>& state) const;
  [[nodiscard]] std::shared_ptr<const View> compute(const std::shared_ptr<const LiveState>& state, Node searcher,
                                                    Days today);
  void keep(const Key& key, const std::shared_ptr<const View>& view);

  Live* live_;
  std::size_t bytes_max_;
  std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::list<Kept> kept_;  ///< most recently used first
  std::map<Key, std::list<Kept>::iterator> places_;
  std::vector<std::unique_ptr<ReachComputer>> idle_;
};

}  // namespace kennis
