/// @file
#include "searcher/top_k.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "searcher/matcher.h"

namespace kennis {
namespace {

/// How many more than wanted are ranked by fit, so that hits ranked up by reach still have a rank by fit.
constexpr std::size_t kMargin = 64;
/// The clock is looked at after so many phrases that were looked up: a millisecond or two.
constexpr std::size_t kLookUpsBetween = 512;

/// The best so many of what is offered.
class Best {
 public:
  explicit Best(std::size_t count) : count_(count), floor_(count > 0 ? -1 : std::numeric_limits<double>::infinity()) {}

  /// False for what is certainly not among the best.
  [[nodiscard]] bool wants(double score) const { return score > floor_; }
  /// Up to here nothing is wanted.
  [[nodiscard]] double floor() const { return floor_; }
  void offer(const Candidate& candidate) {
    if (found_.size() == count_) {
      if (!ranks_before(candidate, found_.front())) return;
      std::pop_heap(found_.begin(), found_.end(), ranks_before);
      found_.back() = candidate;
    } else {
      found_.push_back(candidate);
    }
    std::push_heap(found_.begin(), found_.end(), ranks_before);
    constexpr double kNano = 1e-9;
    if (found_.size() == count_) floor_ = static_cast<double>(found_.front().score - 1) * kNano;
  }
  [[nodiscard]] bool full() const { return found_.size() == count_; }
  [[nodiscard]] std::vector<Candidate>& found() { return found_; }

 private:
  std::size_t count_;
  double floor_;  ///< once there are enough, a billionth below the worst, so that rounding decides nothing
  std::vector<Candidate> found_;  ///< a heap, the worst in front
};

/// The closeness of the documents of a window.
class ReachWindow {
 public:
  explicit ReachWindow(const ReachMap& map) : map_(map) {}

  void go_to(Node begin) {
    reached_.for_each([&](std::uint32_t place) {
      closeness_[place] = 0;
      return true;
    });
    reached_.clear();
    while (at_ < map_.nodes.size() && map_.nodes[at_] < begin) ++at_;
    for (; at_ < map_.nodes.size() && map_.nodes[at_] - begin < kWindow; ++at_) {
      reached_.add(map_.nodes[at_] - begin);
      closeness_[map_.nodes[at_] - begin] = map_.closeness[at_];
    }
  }
  [[nodiscard]] const DocumentSet& reached() const { return reached_; }
  [[nodiscard]] double closeness(std::uint32_t place) const { return closeness_[place]; }

 private:
  const ReachMap& map_;
  std::size_t at_ = 0;
  DocumentSet reached_;
  std::array<double, kWindow> closeness_{};
};

Candidate with_fit_score(Candidate candidate) {
  candidate.score = to_nano(candidate.fit);
  return candidate;
}

/// For each hit, what rank fit alone gives it: one more than how many of `ranked`, in any order, rank before it. Cost: a search
/// among the hits for each of `ranked`, which is less than to sort them.
std::vector<std::uint64_t> ranks_among(const std::vector<Candidate>& ranked, const std::vector<Candidate>& hits) {
  std::vector<std::pair<Candidate, std::size_t>> by_fit;
  for (const Candidate& hit : hits) by_fit.emplace_back(with_fit_score(hit), by_fit.size());
  std::sort(by_fit.begin(), by_fit.end(), [](const auto& a, const auto& b) { return ranks_before(a.first, b.first); });
  std::vector<std::uint64_t> before(hits.size() + 1,
                                    0);  // how many rank right before the hit at that place, and behind the one before
  for (const Candidate& each : ranked) {
    const Candidate one = with_fit_score(each);
    const auto place = std::upper_bound(by_fit.begin(), by_fit.end(), one,
                                        [](const Candidate& a, const auto& b) { return ranks_before(a, b.first); });
    ++before[static_cast<std::size_t>(place - by_fit.begin())];
  }
  std::vector<std::uint64_t> ranks(hits.size());
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < by_fit.size(); ++i) {
    sum += before[i];
    ranks[by_fit[i].second] = sum + 1;
  }
  return ranks;
}

class TopKFinder {
 public:
  TopKFinder(const Xapian::Database& database, const ProfileWords& words, const MatchPlan& plan, const ReachMap& reach,
             const TopKRequest& request)
      : plan_(plan),
        request_(request),
        last_(database.get_lastdocid()),
        matcher_(database, words, plan, request.postings),
        reach_(reach),
        by_score_(request.count),
        by_fit_(request.count + kMargin) {}

  Result<TopK> find() {
    for (Node begin = 1; begin <= last_; begin += kWindow) {
      const Node next = matcher_.next(begin);
      if (next > last_) break;
      begin += (next - begin) / kWindow * kWindow;
      reach_.go_to(begin);
      if (is_late() || !look_at(begin)) {
        return Error{
            ErrorCode::kTimeout,
            "the search took longer than it may: ask for fewer or rarer words, fewer phrases, or allow it more time",
            {}};
      }
    }
    // After the database: where only reach and id count, who follows in the order of ids is passed over once the page is full.
    for (const Candidate& candidate : request_.live) {
      const bool counts = counts_exactly();
      ++total_;
      take(candidate, counts);
    }
    TopK top;
    top.total = is_total_known_ ? total_ : std::max<std::uint64_t>(request_.scan_max, request_.count);
    top.total_exact = is_total_known_;
    std::vector<Candidate>& hits = by_score_.found();
    std::sort(hits.begin(), hits.end(), ranks_before);
    const bool knows_all = request_.exact || (is_total_known_ && total_ <= request_.scan_max);
    const std::vector<Candidate>& ranked = knows_all ? all_ : by_fit_.found();
    const std::vector<std::uint64_t> ranks = ranks_among(ranked, hits);
    for (std::size_t i = 0; i < hits.size(); ++i) {
      const bool known = knows_all || ranks[i] <= ranked.size();
      top.hits.push_back({hits[i], ranks[i], known});
    }
    return top;
  }

 private:
  [[nodiscard]] bool scores() const { return !plan_.units.empty(); }
  [[nodiscard]] double score(double fit, double reach) const {
    return scores() ? score_of(fit, reach, request_.lambda) : reach;
  }
  [[nodiscard]] bool is_late() const {
    return request_.deadline && std::chrono::steady_clock::now() >= *request_.deadline;
  }
  [[nodiscard]] bool counts_exactly() const { return request_.exact || total_ <= request_.scan_max; }

  /// False if it is too late.
  bool look_at(Node begin) {
    DocumentSet within = DocumentSet::everything();
    if (!scores() && !counts_exactly() && !has_facets() && request_.keys == nullptr &&
        by_score_.full()) {  // ordered by reach, then id: of those who follow, the reached count
      is_total_known_ = false;
      within = reach_.reached();
    }
    hide_masked(begin, within);
    if (within.empty()) return true;
    DocumentSet matches = matcher_.match(begin, within);
    const bool counts = counts_exactly();
    if (request_.refinement != nullptr && !matches.empty()) matches = refined(begin, matches, counts);
    if (matcher_.is_sure() && !counts && request_.keys == nullptr) {
      pick(begin, matches);
      return true;
    }
    return matches.for_each([&](std::uint32_t place) {
      const double reach = reach_.closeness(place);
      if (!matcher_.is_sure()) {
        if (!counts && request_.keys == nullptr && !wants(matcher_.fit_max(place), reach)) {
          is_total_known_ = false;
          return true;
        }
        if (++look_ups_ % kLookUpsBetween == 0 && is_late()) return false;
        if (!matcher_.meets(place)) return true;
      }
      ++total_;
      take({begin + place, matcher_.fit(place), reach, request_.keys == nullptr ? 0 : request_.keys->of(begin + place)},
           counts);
      return true;
    });
  }

  [[nodiscard]] bool has_facets() const { return request_.refinement != nullptr && request_.refinement->has_facets(); }

  /// Those who meet every filter; counts the facets. Where phrases decide and not everybody is looked up, facets miss some.
  DocumentSet refined(Node begin, const DocumentSet& matches, bool counts) {
    const Refinement::Refined refined = request_.refinement->refine(begin, matches);
    if (!has_facets()) return refined.hits;
    DocumentSet sure = refined.wanted;
    if (!matcher_.is_sure()) {
      sure.clear();
      if (!counts) request_.refinement->miss_some();
      refined.wanted.for_each([&](std::uint32_t place) {
        if (counts && matcher_.meets(place)) sure.add(place);
        return true;
      });
    }
    request_.refinement->count(begin, refined, sure);
    return refined.hits;
  }

  /// Of matches that are sure and need only be counted, those that may change the answer. This is the loop that a common word runs.
  void pick(Node begin, const DocumentSet& matches) {
    const double fit_floor = std::min(by_fit_.floor(), unreached_floor());
    matcher_.hope_for(fit_floor);
    total_ += matches.count();
    matches.for_each([&](std::uint32_t place) {
      const double reach = reach_.closeness(place);
      if (reach == 0 && !matcher_.is_hopeful(place)) return true;
      const double fit = matcher_.fit(place);
      if (fit > fit_floor || reach > 0) take({begin + place, fit, reach}, false);
      return true;
    });
  }

  /// Up to which fit somebody out of reach is not among the best.
  [[nodiscard]] double unreached_floor() const {
    if (by_score_.floor() < 0) return by_score_.floor();
    const double share = scores() ? 1 - request_.lambda : 0;
    return share > 0 ? by_score_.floor() / share : std::numeric_limits<double>::infinity();
  }

  [[nodiscard]] bool wants(double fit, double reach) const {
    return by_score_.wants(score(fit, reach)) || by_fit_.wants(fit);
  }

  void hide_masked(Node begin, DocumentSet& within) {
    while (next_masked_ < request_.masked.size() && request_.masked[next_masked_] < begin) ++next_masked_;
    for (; next_masked_ < request_.masked.size() && request_.masked[next_masked_] - begin < kWindow; ++next_masked_) {
      within.remove(request_.masked[next_masked_] - begin);
    }
  }

  void take(Candidate candidate, bool remembers) {
    if (remembers) all_.push_back(candidate);
    if (by_fit_.wants(candidate.fit)) by_fit_.offer(with_fit_score(candidate));
    if (request_.keys == nullptr) {
      const double its_score = score(candidate.fit, candidate.reach);
      if (!by_score_.wants(its_score)) return;
      candidate.score = to_nano(its_score);
    }
    if (request_.count == 0 || (request_.after && is_up_to(*request_.after, candidate))) return;
    by_score_.offer(candidate);
  }

  const MatchPlan& plan_;
  const TopKRequest& request_;
  Node last_;
  Matcher matcher_;
  ReachWindow reach_;
  Best by_score_;
  Best by_fit_;
  std::vector<Candidate> all_;  ///< as long as all are counted
  std::uint64_t total_ = 0;
  std::size_t look_ups_ = 0;
  std::size_t next_masked_ = 0;
  bool is_total_known_ = true;
};

}  // namespace

Result<TopK> find_top_k(const Xapian::Database& database, const ProfileWords& words, const MatchPlan& plan,
                        const ReachMap& reach, const TopKRequest& request) {
  return TopKFinder(database, words, plan, reach, request).find();
}

}  // namespace kennis
