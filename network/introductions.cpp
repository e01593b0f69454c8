/// @file
#include "network/introductions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>
#include <unordered_set>

#include "network/id_order.h"

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

}  // namespace

std::vector<double> shares_of(const Path& path, const Viewer& viewer) {
  std::vector<double> shares(path.strengths.size(), 1);
  const bool asks_first = path.persons.size() > 2;
  const std::size_t by_ties = path.strengths.size() - (path.context ? 1 : 0);
  for (std::size_t i = asks_first ? 1 : 0; i < by_ties; ++i) {
    const Node to = path.persons[i + 1];
    const std::span<const Arc> arcs = viewer.arcs(path.persons[i]);
    const auto arc =
        std::lower_bound(arcs.begin(), arcs.end(), path.strengths[i], [&](const Arc& one, double strength) {
          return one.strength() != strength ? one.strength() > strength : one.to < to;
        });
    if (arc != arcs.end() && arc->to == to) shares[i] = share_of_step(viewer.network().tie_model(), *arc);
  }
  return shares;
}

IntroductionFinder::IntroductionFinder(const Viewer& viewer) : viewer_(&viewer), model_(&viewer.network().tie_model()) {
  for (const Arc& arc : viewer.arcs(viewer.searcher())) {
    if (arc.strength() < kTieMin) break;
    direct_.push_back({arc.to, arc.strength(), arc.strength() * share_of_step(*model_, arc), direct_.size()});
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
    const double chance = first * viewer_->attention(last.to) * last.strength() * share_of_step_back(*model_, last);
    if (chance < kChanceMin) continue;
    paths.push_back({{searcher, last.to, candidate}, {first, last.strength()}, chance, {}, true});
  }
}

/// Whom the searcher's direct ties lead to, and over whom, by the former.
const IntroductionFinder::Starts& IntroductionFinder::starts() const {
  if (starts_) return *starts_;
  Starts& starts = starts_.emplace();
  for (const Arc& direct : viewer_->arcs(viewer_->searcher())) {
    if (direct.strength() < kTieMin) break;
    if (!viewer_->may_carry(direct.to)) continue;
    const double start = direct.strength() * viewer_->attention(direct.to);
    for (const Arc& middle : viewer_->arcs(direct.to)) {
      const double most = start * middle.strength();
      if (most < kChanceMin) break;
      const double chance = most * share_of_step(*model_, middle);
      if (chance < kChanceMin || middle.to == viewer_->searcher()) continue;
      starts.seconds.set(middle.to % starts.seconds.size());
      starts.by_second.push_back({middle.to, direct.to, direct.strength(), middle.strength(), chance});
    }
  }
  std::sort(starts.by_second.begin(), starts.by_second.end(),
            [](const Start& a, const Start& b) { return a.second < b.second; });
  return starts;
}

/// What add_over_two finds, from the other end.
void IntroductionFinder::add_over_two_to_many(Node candidate, std::vector<Path>& paths) const {
  const std::vector<Start>& starts = this->starts().by_second;
  for (const Arc& last : viewer_->arcs(candidate)) {
    if (last.strength() < kChanceMin) break;
    if (!this->starts().may_have(last.to)) continue;
    auto start = std::lower_bound(starts.begin(), starts.end(), last.to,
                                  [](const Start& one, Node wanted) { return one.second < wanted; });
    if (start == starts.end() || start->second != last.to || !viewer_->may_carry(last.to)) continue;
    const double attention = viewer_->attention(last.to);
    const double share = share_of_step_back(*model_, last);
    for (; start != starts.end() && start->second == last.to; ++start) {
      const double chance = start->chance * attention * last.strength() * share;
      if (chance < kChanceMin || start->first == candidate) continue;
      paths.push_back({{viewer_->searcher(), start->first, last.to, candidate},
                       {start->direct, start->middle, last.strength()},
                       chance,
                       {},
                       false});
    }
  }
}

void IntroductionFinder::add_over_two(Node candidate, std::vector<Path>& paths) const {
  const Node searcher = viewer_->searcher();
  if (viewer_->arcs(candidate).size() > std::max(kManyTies, direct_.size())) {
    return add_over_two_to_many(candidate, paths);
  }
  for (const Arc& last : viewer_->arcs(candidate)) {
    if (last.strength() < kChanceMin) break;
    const Node second = last.to;
    if (second == searcher || !viewer_->may_carry(second)) continue;
    const double attention = viewer_->attention(second);
    const double share = share_of_step_back(*model_, last);
    for (const Arc& middle : viewer_->arcs(second)) {
      if (middle.strength() * attention * last.strength() < kChanceMin) break;
      const double first = strength_to(middle.to);
      if (first == 0 || middle.to == candidate || !viewer_->may_carry(middle.to)) continue;
      const double start =
          first * viewer_->attention(middle.to) * middle.strength() * share_of_step_back(*model_, middle);
      const double chance = start * attention * last.strength() * share;
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

bool IntroductionFinder::are_told_before(const std::vector<Node>& a, const std::vector<Node>& b) const {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [&](Node one, Node other) {
    return is_told_before(viewer_->people(), one, other);
  });
}

/// Adds the paths over two persons to those over one, if together they say more: of each second person the best counts, and the others do not.
void IntroductionFinder::join_over_two(Node candidate, std::vector<Path>& paths) const {
  std::vector<Path> over_two;
  add_over_two(candidate, over_two);
  std::map<Node, Path*> best;
  for (Path& path : over_two) {
    Path*& of_second = best[path.persons[2]];
    const bool is_better = of_second == nullptr || path.chance > of_second->chance ||
                           (path.chance == of_second->chance && are_told_before(path.persons, of_second->persons));
    if (is_better) of_second = &path;
  }
  std::int64_t nearer = 0;
  std::int64_t joined = 0;
  for (const Path& path : paths) add_log_sum(nearer, log_sum_of(path.chance));
  for (const auto& [second, path] : best) add_log_sum(joined, log_sum_of(path->chance));
  if (joined <= nearer) return;
  for (Path& path : paths) path.counts = false;
  for (const auto& [second, path] : best) path->counts = true;
  paths.insert(paths.end(), std::make_move_iterator(over_two.begin()), std::make_move_iterator(over_two.end()));
}

Introductions IntroductionFinder::find(Node candidate, std::size_t path_max) const {
  Introductions found;
  if (candidate == viewer_->searcher()) return found;
  std::vector<Path>& paths = found.paths;
  const Direct* direct = direct_to(candidate);
  if (direct != nullptr) {
    paths.push_back({{viewer_->searcher(), candidate}, {direct->strength}, direct->chance, {}, true});
  }
  add_over_one(candidate, paths);
  join_over_two(candidate, paths);
  const auto better = [&](const Path& a, const Path& b) {
    if (a.chance != b.chance) return a.chance > b.chance;
    if (a.persons != b.persons) return are_told_before(a.persons, b.persons);
    const auto rank = [](const Path& path) { return path.context ? path.context->context + std::uint64_t{1} : 0; };
    return rank(a) < rank(b);
  };
  std::sort(paths.begin(), paths.end(), better);
  const std::size_t by_ties = paths.size();
  add_over_contexts(candidate, paths);
  if (paths.size() > by_ties) std::sort(paths.begin(), paths.end(), better);
  put_new_introducers_first(paths);
  for (const Path& path : paths) {
    if (!path.counts) continue;
    add_log_sum(found.log_sum, log_sum_of(path.chance));
    ++found.counted_total;
  }
  if (paths.size() > path_max) paths.resize(path_max);
  return found;
}

}  // namespace kennis
