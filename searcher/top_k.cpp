/// @file
#include "searcher/top_k.h"

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "searcher/indexed_evidence.h"
#include "searcher/level_weight.h"
#include "searcher/reach_source.h"

namespace kennis {
namespace {

/// How many more than wanted are fetched, so that scores that differ by less than a billionth, which count as equal, are ordered by id.
constexpr std::size_t kMargin = 64;
/// Where Xapian's weights are not to be believed, more are fetched and evaluated by hand.
constexpr std::size_t kDoubtfulMargin = 1000;

struct Scored {
  Node node;
  double weight;
};

/// Remembers what is matched, up to a bound.
class Collector : public Xapian::MatchSpy {
 public:
  explicit Collector(std::size_t bound) : bound_(bound) {}
  void operator()(const Xapian::Document& document, double weight) override {
    if (found_.size() <= bound_) found_.push_back({document.get_docid(), weight});
  }
  [[nodiscard]] std::vector<Scored>& found() { return found_; }

 private:
  std::size_t bound_;
  std::vector<Scored> found_;
};

/// A posting list that stands behind every document and never ends.
class Afterwards : public Xapian::PostingSource {
 public:
  [[nodiscard]] Xapian::doccount get_termfreq_min() const override { return 0; }
  [[nodiscard]] Xapian::doccount get_termfreq_est() const override { return 1; }
  [[nodiscard]] Xapian::doccount get_termfreq_max() const override { return 1; }
  [[nodiscard]] Xapian::docid get_docid() const override { return std::numeric_limits<Xapian::docid>::max(); }
  [[nodiscard]] bool at_end() const override { return false; }
  void next(double) override {}
  void skip_to(Xapian::docid, double) override {}
  void init(const Xapian::Database&) override {}
  [[nodiscard]] Afterwards* clone() const override { return new Afterwards; }
};

/// The same query, with a root that Xapian does not replace while it matches. It replaces an OR by what is left of it, asks the new root for its
/// largest weight, and only then whether that has ended; an OP_MAX that has ended looks into memory that it has freed (1.4.22: seen as a crash
/// once a million persons were asked for three common words). Cost: a comparison a match.
Xapian::Query with_lasting_root(const Xapian::Query& query) {
  Afterwards nobody;
  return {Xapian::Query::OP_AND_NOT, query, Xapian::Query(&nobody)};
}

std::vector<Scored> scored_of(const Xapian::MSet& set) {
  std::vector<Scored> scored;
  for (auto hit = set.begin(); hit != set.end(); ++hit) scored.push_back({*hit, hit.get_weight()});
  return scored;
}

class TopKFinder {
 public:
  TopKFinder(const Xapian::Database& database, const MatchPlan& plan, const ReachMap& reach, const TopKRequest& request)
      : database_(database), plan_(plan), reach_(reach), request_(request) {}

  TopK find() {
    const std::size_t all = database_.get_doccount();
    const auto bound =
        static_cast<Xapian::doccount>(request_.exact ? std::max(all, request_.scan_max) : request_.scan_max);
    const auto wanted = static_cast<Xapian::doccount>(fetched());
    Collector collector(bound);
    Xapian::Enquire enquire(database_);
    enquire.set_query(with_lasting_root(plan_.xapian_query));
    enquire.set_weighting_scheme(LevelWeight(std::make_shared<LevelTable>(plan_, 1)));
    enquire.add_matchspy(&collector);
    const Xapian::MSet by_fit = enquire.get_mset(0, wanted, bound + 1);
    if (collector.found().size() <= bound && by_fit.get_matches_lower_bound() <= bound) {
      return from_all(collector.found());
    }
    return from_best(scored_of(by_fit));
  }

 private:
  [[nodiscard]] std::size_t fetched() const {
    return request_.count + (plan_.credits_phrases_wrongly ? kDoubtfulMargin : kMargin);
  }
  [[nodiscard]] bool scores_fit() const { return !plan_.units.empty() && request_.lambda < 1; }

  Candidate candidate(Node node, double fit) const {
    Candidate made;
    made.node = node;
    made.fit = std::min(1.0, fit);
    made.reach = reach_.of(node).closeness;
    made.score = to_nano(plan_.units.empty() ? made.reach : score_of(made.fit, made.reach, request_.lambda));
    return made;
  }

  /// Every match is known.
  TopK from_all(std::vector<Scored>& found) const {
    TopK top;
    top.total = found.size();
    std::vector<Candidate> candidates;
    candidates.reserve(found.size());
    std::vector<Candidate> by_fit;
    for (const Scored& scored : found) {
      candidates.push_back(candidate(scored.node, fit_of(scored)));
      by_fit.push_back(candidates.back());
      by_fit.back().score = to_nano(by_fit.back().fit);
    }
    keep_best(candidates, request_.count);
    std::sort(by_fit.begin(), by_fit.end(), ranks_before);
    for (const Candidate& hit : candidates) {
      const auto place = std::lower_bound(by_fit.begin(), by_fit.end(), with_fit_score(hit), ranks_before);
      top.hits.push_back({hit, static_cast<std::uint64_t>(place - by_fit.begin()) + 1, true});
    }
    return top;
  }

  static Candidate with_fit_score(Candidate candidate) {
    candidate.score = to_nano(candidate.fit);
    return candidate;
  }

  /// The best by fit alone are known; the best among the reached are looked for.
  TopK from_best(const std::vector<Scored>& by_fit) const {
    TopK top;
    top.total = request_.scan_max;
    top.total_exact = false;
    std::vector<Candidate> candidates;
    std::vector<Candidate> ranked;
    for (const Scored& scored : by_fit) {
      candidates.push_back(candidate(scored.node, fit_of(scored)));
      ranked.push_back(with_fit_score(candidates.back()));
    }
    std::sort(ranked.begin(), ranked.end(), ranks_before);
    std::unordered_map<Node, std::uint64_t> ranks;
    for (const Candidate& one : ranked) ranks.emplace(one.node, ranks.size() + 1);
    for (const Node node : best_reached()) {
      if (!ranks.contains(node)) candidates.push_back(candidate(node, fit_of(node)));
    }
    if (!scores_fit()) {
      for (const Node node : first_unreached()) {
        if (!ranks.contains(node)) candidates.push_back(candidate(node, fit_of(node)));
      }
    }
    keep_best(candidates, request_.count);
    for (const Candidate& hit : candidates) {
      const auto rank = ranks.find(hit.node);
      const bool known = rank != ranks.end() && !plan_.credits_phrases_wrongly;
      top.hits.push_back({hit, known ? rank->second : plan_.credits_phrases_wrongly ? 1 : ranks.size() + 1, known});
    }
    return top;
  }

  [[nodiscard]] std::vector<Node> nodes_of(const Xapian::Query& query, double factor) const {
    Xapian::Enquire enquire(database_);
    enquire.set_query(with_lasting_root(query));
    enquire.set_weighting_scheme(LevelWeight(std::make_shared<LevelTable>(plan_, factor)));
    const Xapian::MSet set = enquire.get_mset(0, static_cast<Xapian::doccount>(fetched()));
    std::vector<Node> nodes;
    for (auto hit = set.begin(); hit != set.end(); ++hit) nodes.push_back(*hit);
    return nodes;
  }

  [[nodiscard]] std::vector<Node> best_reached() const {
    const double lambda = plan_.units.empty() ? 1 : request_.lambda;
    if (lambda == 0) return {};
    const auto postings = std::make_shared<ReachPostings>(reach_, static_cast<Node>(database_.get_lastdocid()), lambda);
    if (postings->documents.empty()) return {};
    ReachSource source(postings);
    return nodes_of({Xapian::Query::OP_AND, plan_.xapian_query, Xapian::Query(&source)}, 1 - lambda);
  }

  /// Where fit does not count, the unreached come in the order of their ids.
  [[nodiscard]] std::vector<Node> first_unreached() const {
    const auto postings = std::make_shared<ReachPostings>(reach_, static_cast<Node>(database_.get_lastdocid()), 0);
    ReachSource source(postings);
    return nodes_of({Xapian::Query::OP_AND_NOT, plan_.xapian_query, Xapian::Query(&source)}, 0);
  }

  /// Xapian's weight, where it can be believed.
  [[nodiscard]] double fit_of(const Scored& scored) const {
    return plan_.credits_phrases_wrongly ? fit_of(scored.node) : scored.weight;
  }

  [[nodiscard]] double fit_of(Node node) const {
    IndexedEvidence document(database_, node);
    double fit = 0;
    for (const Unit& unit : plan_.units) fit += evaluate_unit(unit, document).fit;
    return fit;
  }

  const Xapian::Database& database_;
  const MatchPlan& plan_;
  const ReachMap& reach_;
  const TopKRequest& request_;
};

}  // namespace

TopK find_top_k(const Xapian::Database& database, const MatchPlan& plan, const ReachMap& reach,
                const TopKRequest& request) {
  return TopKFinder(database, plan, reach, request).find();
}

}  // namespace kennis
