/// @file
/// What two persons have in common besides the log: where both were at the same time, and how much that says.
#pragma once

#include <span>
#include <vector>

#include "network/viewer.h"

namespace kennis {

/// A context that two persons share.
struct SharedContext {
  ContextIndex context = 0;
  MonthSpan span;       ///< when both were there, the last time; `to` may be kStillThere
  double strength = 0;  ///< 1 − exp(−evidence), a multiple of 2^-29
};

/// How strong a context makes ties, by the month in which two were last there together. Made for one context, asked for each of its members.
/// Threads: one. Cost: a logarithm and an exponential for each month that is asked for.
class ContextStrengths {
 public:
  explicit ContextStrengths(const Viewer& viewer)
      : viewer_(&viewer), as_of_(month_of(day_of(viewer.network().as_of()))) {}

  void set_context(ContextIndex context);
  /// Needs: set_context.
  [[nodiscard]] double of(Month last);

 private:
  const Viewer* viewer_;
  Month as_of_;
  ContextKind kind_ = ContextKind::kOrganisation;
  std::uint32_t size_ = 0;
  std::vector<double> known_;  ///< by months of silence; below 0: not asked for yet
};

/// When two were in a context together for the last time; from > to if they never were. Needs: both lists by month.
[[nodiscard]] MonthSpan common_span(std::span<const ContextStay> stays, std::span<const ContextMember> others);

/// The stays of one person in one context, of all of that person's. Needs: `stays` by context.
[[nodiscard]] std::span<const ContextStay> stays_in(std::span<const ContextStay> stays, ContextIndex context);

/// Every context that two persons share and the viewer may know of, by context. Cost: the stays of both.
[[nodiscard]] std::vector<SharedContext> shared_contexts(const Viewer& viewer, Node a, Node b);

/// Over contexts only so many of somebody's direct ties introduce others, the strongest: a hub of a hundred thousand could not be answered in time.
inline constexpr std::size_t kContextIntroducersMax = 1000;

/// True if somebody of that context may introduce others of it whom the log does not say they know. Needs: may_know_of(context).
[[nodiscard]] inline bool introduces(const Viewer& viewer, ContextIndex context) {
  return viewer.context_size(context) <= viewer.network().tie_model().context_size_max;
}

}  // namespace kennis
