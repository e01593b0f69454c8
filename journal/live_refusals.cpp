/// @file
#include "journal/live_refusals.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace kennis {
namespace {

void set_member(std::vector<Node>& nodes, Node node, bool is_there) {
  const auto at = std::lower_bound(nodes.begin(), nodes.end(), node);
  const bool was_there = at != nodes.end() && *at == node;
  if (is_there && !was_there) nodes.insert(at, node);
  if (!is_there && was_there) nodes.erase(at);
}

}  // namespace

void LiveRefusals::put(Node refusing, Node asker, bool refused) {
  std::vector<Node>& nodes = refusing_[asker];
  set_member(nodes, refusing, refused);
  overlay_.refusing.put(asker, std::make_shared<const std::vector<Node>>(nodes));
}

void LiveRefusals::absorb(Node gone, Node into) {
  std::vector<std::pair<Node, Node>> moved;  // refusing, asker
  for (const auto& [asker, nodes] : refusing_) {
    for (const Node node : nodes) {
      if (node == gone || asker == gone) moved.emplace_back(node, asker);
    }
  }
  for (const auto& [refusing, asker] : moved) {
    put(refusing, asker, false);
    put(refusing == gone ? into : refusing, asker == gone ? into : asker, true);
  }
}

}  // namespace kennis
