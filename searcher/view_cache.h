/// @file
/// The viewers and reach of recent searchers, kept between requests.
#pragma once

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "network/reach.h"
#include "network/viewer.h"

namespace kennis {

/// One viewer with whom it reaches: all that a request needs of the network.
struct View {
  Viewer viewer;
  ReachMap reach;
};

/// Keeps the most recently used views of one network, up to a number of bytes.
/// Threads: any number; a view that is being computed holds up nobody else.
class ViewCache {
 public:
  ViewCache(const Network& network, std::size_t bytes_max) : network_(&network), bytes_max_(bytes_max) {}

  /// The view of a searcher on a day. Cost: a look-up, or computing the reach.
  [[nodiscard]] std::shared_ptr<const View> view(Node searcher, Days today);

  /// Whose views of that day it holds, the most recently used last.
  [[nodiscard]] std::vector<Node> recent_searchers(Days today);

 private:
  using Key = std::pair<Node, Days>;
  struct Kept {
    Key key;
    std::shared_ptr<const View> view;
    std::size_t bytes;
  };
  [[nodiscard]] std::shared_ptr<const View> compute(Node searcher, Days today);
  void keep(const Key& key, const std::shared_ptr<const View>& view);

  const Network* network_;
  std::size_t bytes_max_;
  std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::list<Kept> kept_;  ///< most recently used first
  std::map<Key, std::list<Kept>::iterator> places_;
  std::vector<std::unique_ptr<ReachComputer>> idle_;
};

}  // namespace kennis
