/// @file
#include "searcher/order_keys.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace kennis {
namespace {

/// Between the names of two ranks there is room for so many new ones.
constexpr Nano kRoom = Nano{1} << 24U;
/// Before all times there are; a little less is still a number.
constexpr Nano kNever = std::numeric_limits<Nano>::min() / 2;

Nano key_of_time(Seconds updated) { return updated == kNeverUpdated ? kNever : updated; }
Nano key_of_months(std::uint16_t months) { return months == kNoMonths ? -1 : Nano{months}; }

}  // namespace

Nano OrderKeys::of(Node node) const {
  if (order_ == Order::kName) return -Nano{columns_.name_ranks()[node - 1]} * kRoom;
  if (order_ == Order::kUpdated) return key_of_time(columns_.updated()[node - 1]);
  return key_of_months(columns_.experience()[node - 1]);
}

Nano OrderKeys::of(const ProfileNumbers& numbers) const {
  return order_ == Order::kUpdated ? key_of_time(numbers.updated) : key_of_months(numbers.experience);
}

void OrderKeys::place(std::vector<Candidate>& live, const std::function<const OwnValues&(Node)>& values) const {
  if (order_ == Order::kName) {
    place_by_name(live, values);
    return;
  }
  for (Candidate& candidate : live) candidate.score = of(values(candidate.node).numbers);
}

/// A name that the generation has shares its rank; a new one comes right before the next larger name, and new ones among themselves in order.
void OrderKeys::place_by_name(std::vector<Candidate>& live, const std::function<const OwnValues&(Node)>& values) const {
  std::vector<std::pair<std::string_view, Candidate*>> named;
  for (Candidate& candidate : live) named.emplace_back(values(candidate.node).name_key, &candidate);
  std::sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  Nano before = 0;
  std::string_view last;
  for (const auto& [name, candidate] : named) {
    const Nano rank = columns_.rank_of_name(name);
    const bool is_known = columns_.has_name_at(static_cast<std::uint32_t>(rank), name);
    if (before == 0 || name != last) ++before;
    last = name;
    candidate->score = -rank * kRoom + (is_known ? 0 : before);
  }
}

}  // namespace kennis
