/// @file
#include "network/introductions.h"

#include <algorithm>
#include <bitset>
#include <iterator>
#include <span>
#include <unordered_set>

namespace kennis {

namespace {

/// Paths that share an introducer with an earlier one go behind those that do not: who cannot ask one introducer is helped by another.
void put_new_introducers_first(std::vector<Path>& paths) {
  std::unordered_set<Node> named;
  std::vector<Path> first;
  std::vector<Path> behind;
  for (Path& path : paths) {
    const std::span<const Node> via = std::span(path.persons).subspan(1, path.persons.size() - 2);
    const bool is_new = std::none_of(via.begin(), via.end(), [&](Node person) { return named.contains(person); });
    if (is_new) named.insert(via.begin(), via.end());
    (is_new ? first : behind).push_back(std::move(path));
  }
  first.insert(first.end(), std::make_move_iterator(behind.begin()), std::make_move_iterator(behind.end()));
  paths = std::move(first);
}

/// From so many ties of the candidate on, unless the searcher has more, paths over two are walked from the searcher's end: with a hub of 100,000 at the
/// other end that is a pass over its list instead of over its contacts' lists, 2 ms instead of up to 200.
constexpr std::size_t kManyTies = 200;

/// Whom the searcher's direct ties lead to, and over whom.
struct Start {
  Node second;
  Node first;
  double direct;  ///< t(searcher, first)
  double middle;  ///< t(first, second)
  double chance;  ///< of getting as far as second
};

std::vector<Start> starts_of(const Viewer& viewer, Node candidate) {
  std::vector<Start> starts;
  for (const Arc& direct : viewer.arcs(viewer.searcher())) {
    if (direct.strength() < kTieMin) break;
    if (direct.to == candidate || !viewer.may_carry(direct.to)) continue;
    const double start = direct.strength() * viewer.attention(direct.to);
    for (const Arc& middle : viewer.arcs(direct.to)) {
      const double chance = start * middle.strength();
      if (chance < kChanceMin) break;
      if (middle.to == viewer.searcher() || middle.to == candidate) continue;
      starts.push_back({middle.to, direct.to, direct.strength(), middle.strength(), chance});
    }
  }
  std::sort(starts.begin(), starts.end(), [](const Start& a, const Start& b) { return a.second < b.second; });
  return starts;
}

/// What add_over_two finds, from the other end.
void add_over_two_to_many(const Viewer& viewer, Node candidate, std::vector<Path>& paths) {
  const std::vector<Start> starts = starts_of(viewer, candidate);
  constexpr std::size_t kBits = std::size_t{1} << 16U;
  std::bitset<kBits> known;  // most of the candidate's contacts are told apart from the seconds by this alone
  for (const Start& start : starts) known.set(start.second % kBits);
  for (const Arc& last : viewer.arcs(candidate)) {
    if (last.strength() < kChanceMin) break;
    if (!known.test(last.to % kBits)) continue;
    auto start = std::lower_bound(starts.begin(), starts.end(), last.to,
                                  [](const Start& one, Node wanted) { return one.second < wanted; });
    if (start == starts.end() || start->second != last.to || !viewer.may_carry(last.to)) continue;
    const double attention = viewer.attention(last.to);
    for (; start != starts.end() && start->second == last.to; ++start) {
      const double chance = start->chance * attention * last.strength();
      if (chance < kChanceMin) continue;
      paths.push_back({{viewer.searcher(), start->first, last.to, candidate},
                       {start->direct, start->middle, last.strength()},
                       chance,
                       {},
                       false});
    }
  }
}

}  // namespace

IntroductionFinder::IntroductionFinder(const Viewer& viewer) : viewer_(&viewer) {
  for (const Arc& arc : viewer.arcs(viewer.searcher())) {
    if (arc.strength() < kTieMin) break;
    direct_.push_back({arc.to, arc.strength(), direct_.size()});
  }
  std::sort(direct_.begin(), direct_.end(), [](const Direct& a, const Direct& b) { return a.to < b.to; });
}

const IntroductionFinder::Direct* IntroductionFinder::direct_to(Node node) const {
  if (!viewer_->is_direct(node)) return nullptr;
  const auto found = std::lower_bound(direct_.begin(), direct_.end(), node,
                                      [](const Direct& direct, Node wanted) { return direct.to < wanted; });
  return found != direct_.end() && found->to == node ? &*found : nullptr;
}

double IntroductionFinder::strength_to(Node node) const {
  const Direct* direct = direct_to(node);
  return direct != nullptr ? direct->strength : 0;
}

void IntroductionFinder::add_over_one(Node candidate, std::vector<Path>& paths) const {
  const Node searcher = viewer_->searcher();
  for (const Arc& last : viewer_->arcs(candidate)) {
    if (last.strength() < kChanceMin) break;
    const double first = strength_to(last.to);
    if (first == 0 || !viewer_->may_carry(last.to)) continue;
    const double chance = first * viewer_->attention(last.to) * last.strength();
    if (chance < kChanceMin) continue;
    paths.push_back({{searcher, last.to, candidate}, {first, last.strength()}, chance, {}, true});
  }
}

void IntroductionFinder::add_over_two(Node candidate, std::vector<Path>& paths) const {
  const Node searcher = viewer_->searcher();
  if (viewer_->arcs(candidate).size() > std::max(kManyTies, direct_.size())) {
    return add_over_two_to_many(*viewer_, candidate, paths);
  }
  for (const Arc& last : viewer_->arcs(candidate)) {
    if (last.strength() < kChanceMin) break;
    const Node second = last.to;
    if (second == searcher || !viewer_->may_carry(second)) continue;
    const double attention = viewer_->attention(second);
    for (const Arc& middle : viewer_->arcs(second)) {
      if (middle.strength() * attention * last.strength() < kChanceMin) break;
      const double first = strength_to(middle.to);
      if (first == 0 || middle.to == candidate || !viewer_->may_carry(middle.to)) continue;
      const double start = first * viewer_->attention(middle.to) * middle.strength();
      const double chance = start * attention * last.strength();
      if (start < kChanceMin || chance < kChanceMin) continue;
      paths.push_back(
          {{searcher, middle.to, second, candidate}, {first, middle.strength(), last.strength()}, chance, {}, false});
    }
  }
}

void IntroductionFinder::add_over_contexts(Node candidate, std::vector<Path>& paths) const {
  const Node searcher = viewer_->searcher();
  for (const SharedContext& shared : shared_contexts(*viewer_, searcher, candidate)) {
    if (shared.strength < kChanceMin) continue;
    paths.push_back({{searcher, candidate}, {shared.strength}, shared.strength, shared, true});
  }
  const std::span<const ContextStay> all = viewer_->stays(candidate);
  ContextStrengths strengths(*viewer_);
  for (std::size_t begin = 0; begin < all.size();) {
    const std::span<const ContextStay> stays = stays_in(all.subspan(begin), all[begin].context);
    begin += stays.size();
    const ContextIndex context = stays.front().context;
    if (!viewer_->may_know_of(context) || !introduces(*viewer_, context)) continue;
    strengths.set_context(context);
    viewer_->for_each_member(context, [&](Node introducer, std::span<const ContextMember> others) {
      const Direct* direct = introducer == candidate ? nullptr : direct_to(introducer);
      if (direct == nullptr || direct->rank >= kContextIntroducersMax || !viewer_->may_carry(introducer)) return;
      const MonthSpan common = common_span(stays, others);
      if (common.from > common.to) return;
      const double strength = strengths.of(common.to);
      const double chance = direct->strength * viewer_->attention(introducer) * strength;
      if (chance < kChanceMin) return;
      paths.push_back({{searcher, introducer, candidate},
                       {direct->strength, strength},
                       chance,
                       SharedContext{context, common, strength},
                       true});
    });
  }
}

Introductions IntroductionFinder::find(Node candidate, std::size_t path_max) const {
  Introductions found;
  if (candidate == viewer_->searcher()) return found;
  std::vector<Path>& paths = found.paths;
  if (const double direct = strength_to(candidate); direct > 0) {
    paths.push_back({{viewer_->searcher(), candidate}, {direct}, direct, {}, true});
  }
  add_over_one(candidate, paths);
  const bool nearer = !paths.empty();
  if (!nearer) add_over_two(candidate, paths);
  const auto better = [](const Path& a, const Path& b) {
    if (a.chance != b.chance) return a.chance > b.chance;
    if (a.persons != b.persons) return a.persons < b.persons;
    const auto rank = [](const Path& path) { return path.context ? path.context->context + std::uint64_t{1} : 0; };
    return rank(a) < rank(b);
  };
  std::sort(paths.begin(), paths.end(), better);
  if (!nearer && !paths.empty()) paths.front().counts = true;
  const std::size_t by_ties = paths.size();
  add_over_contexts(candidate, paths);
  if (paths.size() > by_ties) std::sort(paths.begin(), paths.end(), better);
  put_new_introducers_first(paths);
  for (const Path& path : paths) {
    if (!path.counts) continue;
    found.log_sum += log_sum_of(path.chance);
    ++found.counted_total;
  }
  if (paths.size() > path_max) paths.resize(path_max);
  return found;
}

}  // namespace kennis
