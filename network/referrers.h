/// @file
/// Referrers: who, of those whose ties a searcher may use, could introduce the most and the best of the people who match.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "network/shared_context.h"
#include "network/viewer.h"

namespace kennis {

/// Somebody whom a referrer could introduce.
struct ReferredCandidate {
  Node node = kNoPerson;
  double strength = 0;  ///< of the tie from referrer to candidate; 0 if they share contexts alone
  double share = 0;     ///< δ, of the step over that tie; 0 if its chance counts as none
  double chance = 0;    ///< p: how likely the introduction works, by the tie and by every context that both share
  double known = 0;     ///< t(s,c): the strength of the searcher's own tie to the candidate
  double worth = 0;     ///< merit · (1 − known) · chance
};

struct Referrer {
  Node node = kNoPerson;
  double strength = 0;               ///< of the searcher's tie to the referrer; 0 for a colleague without one
  double ask = 0;                    ///< ask(r)
  double attention = 0;              ///< κ(r)
  bool over_contexts = false;        ///< contexts that the referrer shares with candidates count
  double expected = 0;               ///< Σ worth over everybody who matches, a multiple of 2^-44
  std::size_t candidates_total = 0;  ///< who match and could be introduced
  std::vector<ReferredCandidate> best;
};

/// How well a colleague without a logged tie can be asked: a present member of a team of the searcher's, or an alumnus, who shares.
/// Source: our choice, below what a single mail of last month gives.
inline constexpr double kColleagueStrength = 0.1;

/// The expected number of good introductions by a referrer r:
///
///     Σ over who match  merit(c) · (1 − t(s,c)) · ask(r) · κ(r) · t(r,c)        ask(r) = t(s,r), for colleagues at least kColleagueStrength
///
/// The chance is that of a path over one person, whose last step counts less where r never acted towards c; below kChanceMin it counts as none. Contexts that r and c share are further paths with their
/// own t, by the rules of reach, and join it as independent chances. Whom the searcher knows already counts the less, the better.
/// Threads: one a thread. Cost: proportional to the referrers' ties with a chance ≥ kChanceMin, and to the members of their contexts.
class ReferrerFinder {
 public:
  explicit ReferrerFinder(const Viewer& viewer);

  /// Everybody with a profile whom some referrer could introduce, by rising node.
  [[nodiscard]] std::vector<Node> candidates() const;

  /// The best `referrers_max` with something to expect, each with the best `best_max` candidates: by falling expectation or worth, then node.
  /// `merits` are by node, in [0, 1], 0 for whoever does not match. Needs: one for each person, and for kNoPerson.
  [[nodiscard]] std::vector<Referrer> rank(std::vector<double> merits, std::size_t referrers_max,
                                           std::size_t best_max) const;

 private:
  struct Asked {
    Node node;
    double strength;
    double ask;
    double start;        ///< ask · κ
    bool over_contexts;  ///< a colleague, or one of the strongest direct ties
  };
  /// Room for one referrer's candidates, used again and again.
  struct Met {
    std::vector<double> fails;  ///< by node: the chance that no way to them works; 1 for whom there is none
    std::vector<Node> nodes;
  };
  template <typename Use>
  void for_each_met_over_contexts(const Asked& asked, const Use& use) const;
  void meet(const Asked& asked, const std::vector<double>* merits, Met& met) const;
  void forget(Met& met) const;
  void find_best(Referrer& referrer, const Asked& asked, const std::vector<double>& merits, std::size_t best_max,
                 Met& met) const;
  void tell_known(std::vector<Referrer>& referrers) const;

  const Viewer* viewer_;
  std::vector<Asked> asked_;  ///< by node
};

}  // namespace kennis
