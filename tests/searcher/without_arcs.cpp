/// @file
#include "tests/searcher/without_arcs.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "network/network.h"
#include "network/viewer.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

fs::path generation_of(const fs::path& index) { return index / file::kGenerations / current_generation(index); }

}  // namespace

void delete_arcs(const fs::path& graph, const std::function<bool(Node, Node)>& goes) {
  const ArrayFile whole(graph);
  const auto offsets = whole.section<std::uint64_t>("offsets");
  const auto old = whole.section<Arc>("arcs");
  std::vector<Arc> arcs(old.begin(), old.end());
  for (std::size_t node = 0; node + 1 < offsets.size(); ++node) {
    const auto first = arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node]);
    const auto last = arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node + 1]);
    for (auto arc = first; arc != last; ++arc) {
      if (goes(static_cast<Node>(node), arc->to)) arc->packed = 0;
    }
    std::sort(first, last, stronger);
  }
  const fs::path changed = graph.string() + ".changed";
  ArrayFileWriter writer;
  writer.add("offsets", offsets);
  writer.add("arcs", arcs);
  writer.add("attention", whole.section<double>("attention"));
  writer.add("as_of", whole.section<Seconds>("as_of"));
  writer.write(changed);
  fs::rename(changed, graph);
}

std::set<Node> silent_for(const fs::path& index, const std::string& as, Days day) {
  const Network network(generation_of(index));
  const Viewer viewer(network, network.people().find(as), day);
  std::set<Node> silent;
  for (Node node = 1; node <= network.people().node_max(); ++node) {
    if (!viewer.may_carry(node)) silent.insert(node);
  }
  return silent;
}

void expect_same_without(const fs::path& index, const std::string& as, Asked asked, const std::set<Node>& silent) {
  const reference::TemporaryFolder copy;
  fs::copy(index, copy.path(), fs::copy_options::recursive);
  const fs::path graph = generation_of(copy.path()) / file::kGraph;
  const std::set<Node> useless = silent_for(index, as, asked.day);
  const auto is_silent = [&](Node node) { return silent.contains(node); };
  const auto is_useless = [&](Node node) { return silent.contains(node) || useless.contains(node); };
  delete_arcs(graph, [&](Node from, Node to) {
    return (is_silent(from) && is_useless(to)) || (is_silent(to) && is_useless(from));
  });
  asked.with_paths = true;
  ASSERT_EQ(every_answer(index, as, asked), every_answer(copy.path(), as, asked)) << "as " << as;
  delete_arcs(graph, [&](Node from, Node) { return is_silent(from); });
  asked.with_paths = false;
  ASSERT_EQ(every_answer(index, as, asked), every_answer(copy.path(), as, asked)) << "as " << as;
}

}  // namespace kennis
