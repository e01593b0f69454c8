/// @file
#include "searcher/top_k.h"

#include <algorithm>
#include <array>
#include <unordered_map>

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
  explicit Best(std::size_t count) : count_(count) {}

  /// False for what is certainly not among the best.
  [[nodiscard]] bool wants(double score) const { return count_ > 0 && (found_.size() < count_ || score > floor_); }
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
  double floor_ = 0;              ///< a billionth below the worst, so that rounding decides nothing
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

class TopKFinder {
 public:
  TopKFinder(const Xapian::Database& database, const MatchPlan& plan, const ReachMap& reach, const TopKRequest& request)
      : plan_(plan),
        request_(request),
        last_(database.get_lastdocid()),
        matcher_(database, plan),
        reach_(reach),
        by_score_(request.count),
        by_fit_(request.count + kMargin) {}

  Result<TopK> find() {
    for (Node begin = 1; begin <= last_; begin += kWindow) {
      reach_.go_to(begin);
      if (is_late() || !look_at(begin)) {
        return Error{
            ErrorCode::kTimeout,
            "the search took longer than it may: ask for fewer or rarer words, fewer phrases, or allow it more time",
            {}};
      }
    }
    // After the database: where only reach and id count, who follows in the order of ids is passed over once the page is full.
    for (Candidate candidate : request_.live) {
      ++total_;
      take(candidate);
    }
    TopK top;
    top.total = is_total_known_ ? total_ : std::max<std::uint64_t>(request_.scan_max, request_.count);
    top.total_exact = is_total_known_;
    const bool all_known = knows_all();
    std::vector<Candidate>& ranked = all_known ? all_ : by_fit_.found();
    std::sort(ranked.begin(), ranked.end(), ranks_before);
    std::unordered_map<Node, std::uint64_t> ranks;
    std::vector<Candidate>& hits = by_score_.found();
    std::sort(hits.begin(), hits.end(), ranks_before);
    for (const Candidate& hit : hits) {
      const Candidate by_fit = with_fit_score(hit);
      const auto place = std::lower_bound(ranked.begin(), ranked.end(), by_fit, ranks_before);
      const bool known = place != ranked.end() && place->node == hit.node;
      top.hits.push_back({hit, static_cast<std::uint64_t>(place - ranked.begin()) + 1, known});
    }
    return top;
  }

 private:
  [[nodiscard]] bool scores() const { return !plan_.units.empty(); }
  [[nodiscard]] double score(double fit, double reach) const {
    return scores() ? score_of(fit, reach, request_.lambda) : reach;
  }
  static Candidate with_fit_score(Candidate candidate) {
    candidate.score = to_nano(candidate.fit);
    return candidate;
  }

  [[nodiscard]] bool is_late() const {
    return request_.deadline && std::chrono::steady_clock::now() >= *request_.deadline;
  }
  [[nodiscard]] bool knows_all() const { return request_.exact || (is_total_known_ && total_ <= request_.scan_max); }
  [[nodiscard]] bool counts_exactly() const { return request_.exact || total_ <= request_.scan_max; }

  /// False if it is too late.
  bool look_at(Node begin) {
    DocumentSet within = DocumentSet::everything();
    if (!scores() && !counts_exactly() &&
        by_score_.full()) {  // ordered by reach, then id: of those who follow, the reached count
      is_total_known_ = false;
      within = reach_.reached();
    }
    hide_masked(begin, within);
    if (within.empty()) return true;
    const DocumentSet matches = matcher_.match(begin, within);
    return matches.for_each([&](std::uint32_t place) {
      const double reach = reach_.closeness(place);
      if (!matcher_.is_sure()) {
        if (!counts_exactly() && !wants(matcher_.fit_max(place), reach)) {
          is_total_known_ = false;
          return true;
        }
        if (++look_ups_ % kLookUpsBetween == 0 && is_late()) return false;
        if (!matcher_.meets(place)) return true;
      }
      ++total_;
      take({begin + place, std::min(1.0, matcher_.fit(place)), reach});
      return true;
    });
  }

  [[nodiscard]] bool wants(double fit, double reach) const {
    return by_score_.wants(score(fit, reach)) || by_fit_.wants(fit);
  }

  void hide_masked(Node begin, DocumentSet& within) {
    for (; next_masked_ < request_.masked.size() && request_.masked[next_masked_] - begin < kWindow; ++next_masked_) {
      within.remove(request_.masked[next_masked_] - begin);
    }
  }

  void take(Candidate candidate) {
    const double fit = candidate.fit;
    if (const double its_score = score(fit, candidate.reach); by_score_.wants(its_score)) {
      candidate.score = to_nano(its_score);
      by_score_.offer(candidate);
    }
    if (counts_exactly()) {
      all_.push_back(with_fit_score(candidate));
    }
    if (by_fit_.wants(fit)) by_fit_.offer(with_fit_score(candidate));
  }

  const MatchPlan& plan_;
  const TopKRequest& request_;
  Node last_;
  Matcher matcher_;
  ReachWindow reach_;
  Best by_score_;
  Best by_fit_;
  std::vector<Candidate> all_;  ///< by fit, as long as all are counted
  std::uint64_t total_ = 0;
  std::size_t look_ups_ = 0;
  std::size_t next_masked_ = 0;
  bool is_total_known_ = true;
};

}  // namespace

Result<TopK> find_top_k(const Xapian::Database& database, const MatchPlan& plan, const ReachMap& reach,
                        const TopKRequest& request) {
  return TopKFinder(database, plan, reach, request).find();
}

}  // namespace kennis
