/// @file
#include "network/graph_writer.h"

#include <algorithm>
#include <cassert>

namespace kennis {

TieLists lists_of(Node begin, std::size_t end, std::span<const OwnedArc> arcs, const TieModel& model) {
  const std::size_t persons = end - begin;
  TieLists lists{std::vector<std::uint64_t>(persons, 0), std::vector<Arc>(arcs.size()),
                 std::vector<double>(persons, 1.0)};
  for (const OwnedArc& arc : arcs) ++lists.ends[arc.owner - begin];
  std::uint64_t before = 0;
  for (std::uint64_t& at : lists.ends) {
    const std::uint64_t count = at;
    at = before;  // where the list begins, until its arcs are in it
    before += count;
  }
  for (const OwnedArc& arc : arcs) lists.arcs[lists.ends[arc.owner - begin]++] = arc.arc;
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < persons; ++i) {
    const std::span<Arc> list = std::span(lists.arcs).subspan(first, lists.ends[i] - first);
    std::sort(list.begin(), list.end(), stronger);
    std::uint64_t sum = 0;
    for (const Arc& arc : list) sum += arc.units();
    lists.attention[i] = attention_of(model, sum);
    first = lists.ends[i];
  }
  return lists;
}

GraphWriter::GraphWriter(const std::filesystem::path& path, Node node_max, Seconds as_of)
    : stream_(path, 4), as_of_(as_of) {
  offsets_.reserve(node_max + std::size_t{2});
  attention_.reserve(node_max + std::size_t{1});
  stream_.begin_section("arcs", sizeof(Arc));
}

void GraphWriter::append(const TieLists& lists) {
  const std::uint64_t before = offsets_.back();
  for (const std::uint64_t end : lists.ends) offsets_.push_back(before + end);
  attention_.insert(attention_.end(), lists.attention.begin(), lists.attention.end());
  stream_.write_elements(std::span<const Arc>(lists.arcs));
}

void GraphWriter::finish() {
  assert(offsets_.size() == attention_.size() + 1);
  stream_.add_section("offsets", std::span<const std::uint64_t>(offsets_));
  stream_.add_section("attention", std::span<const double>(attention_));
  stream_.add_section("as_of", std::span<const Seconds>(&as_of_, 1));
  stream_.finish();
}

void write_graph(const std::filesystem::path& path, const std::vector<PairStrength>& pairs, Node node_max,
                 const TieModel& model, Seconds as_of) {
  std::vector<OwnedArc> arcs;
  arcs.reserve(pairs.size() * 2);
  for (const PairStrength& pair : pairs) {
    arcs.push_back(arc_of_low(pair));
    arcs.push_back(arc_of_high(pair));
  }
  GraphWriter writer(path, node_max, as_of);
  writer.append(lists_of(0, node_max + std::size_t{1}, arcs, model));
  writer.finish();
}

}  // namespace kennis
