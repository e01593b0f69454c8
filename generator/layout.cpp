/// @file
/// Cutting the row of slots into communities.
#include "generator/layout.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace kennis {
namespace {

constexpr std::uint32_t kCommunityMin = 40;
constexpr std::uint32_t kCommunitySpread = 560;

}  // namespace

Layout::Layout(const WorldOptions& options, const Vocabulary& vocabulary)
    : people_(static_cast<std::uint32_t>(options.people)), by_field_(vocabulary.fields.size()) {
  Random random(options.seed, Stream::kLayout, 0);
  // In a small world communities are small too, so that it has several fields.
  const std::uint32_t largest = people_ / 12 + 4;
  for (Slot first = 0; first < people_;) {
    Community community;
    community.first = first;
    community.size = std::min(kCommunityMin + random.skewed(kCommunitySpread, 3), largest);
    community.size = std::min(community.size, people_ - first);
    const std::size_t field = vocabulary.field_weights.draw(random);
    community.field = first == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(field);
    community.place = static_cast<std::uint16_t>(vocabulary.place_weights.draw(random));
    community.staff = 6 + random.skewed(50, 2);
    by_field_[community.field].push_back(static_cast<std::uint32_t>(communities_.size()));
    communities_.push_back(community);
    first += community.size;
  }
  // The golden section spreads neighbours far apart; prime to the number of people, it makes a
  // permutation.
  multiplier_ = std::max(1U, static_cast<std::uint32_t>(std::uint64_t{people_} * 618 / 1000));
  while (people_ > 0 && std::gcd(multiplier_, people_) != 1) {
    ++multiplier_;
  }
  offset_ = random.below(people_);
  for (std::uint32_t rest = people_ / 1'000'000; rest > 0; rest /= 10) {
    ++width_;
  }
}

std::uint32_t Layout::community_of(Slot slot) const {
  assert(slot < people_);
  const auto after = std::upper_bound(communities_.begin(), communities_.end(), slot,
                                      [](Slot value, const Community& community) { return value < community.first; });
  return static_cast<std::uint32_t>(after - communities_.begin()) - 1;
}

std::uint32_t Layout::number_of(Slot slot) const {
  return static_cast<std::uint32_t>((std::uint64_t{slot} * multiplier_ + offset_) % people_);
}

}  // namespace kennis
