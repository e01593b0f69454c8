/// @file
#include "network/shared_context.h"

#include <algorithm>

namespace kennis {
namespace {

constexpr double kUnknown = -1;

template <typename Stays, typename Others>
MonthSpan last_common(const Stays& stays, const Others& others) {
  MonthSpan common{1, 0};
  for (const auto& stay : stays) {
    for (const auto& other : others) {
      const MonthSpan both{std::max(stay.span.from, other.span.from), std::min(stay.span.to, other.span.to)};
      if (both.from <= both.to && (common.from > common.to || both.to > common.to)) common = both;
    }
  }
  return common;
}

}  // namespace

void ContextStrengths::set_context(ContextIndex context) {
  kind_ = viewer_->context_kind(context);
  size_ = viewer_->context_size(context);
  known_.clear();
}

double ContextStrengths::of(Month last) {
  const unsigned silence = last >= as_of_ ? 0U : static_cast<unsigned>(as_of_ - last);
  if (silence >= known_.size()) known_.resize(silence + std::size_t{1}, kUnknown);
  double& strength = known_[silence];
  if (strength == kUnknown) {
    const TieModel& model = viewer_->network().tie_model();
    strength = value_of(strength_of_evidence(evidence_of_context(model, kind_, size_, silence)));
  }
  return strength;
}

MonthSpan common_span(std::span<const ContextStay> stays, std::span<const ContextMember> others) {
  return last_common(stays, others);
}

std::span<const ContextStay> stays_in(std::span<const ContextStay> stays, ContextIndex context) {
  const auto first =
      std::lower_bound(stays.begin(), stays.end(), context,
                       [](const ContextStay& stay, ContextIndex wanted) { return stay.context < wanted; });
  const auto last = std::find_if(first, stays.end(), [&](const ContextStay& stay) { return stay.context != context; });
  return {first, last};
}

std::vector<SharedContext> shared_contexts(const Viewer& viewer, Node a, Node b) {
  std::vector<SharedContext> shared;
  const std::span<const ContextStay> stays = viewer.stays(a);
  ContextStrengths strengths(viewer);
  for (auto first = stays.begin(); first != stays.end();) {
    const ContextIndex context = first->context;
    const std::span<const ContextStay> own = stays_in({first, stays.end()}, context);
    first += static_cast<std::ptrdiff_t>(own.size());
    const std::span<const ContextStay> others = stays_in(viewer.stays(b), context);
    const MonthSpan common = last_common(own, others);
    if (common.from > common.to || !viewer.may_know_of(context)) continue;
    strengths.set_context(context);
    shared.push_back({context, common, strengths.of(common.to)});
  }
  return shared;
}

}  // namespace kennis
