/// @file
/// splitmix64 and what is drawn with it.
#include "generator/random.h"

#include <algorithm>
#include <cassert>

namespace kennis {
namespace {

std::uint64_t scrambled(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9ULL;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebULL;
  return bits ^ (bits >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, Stream stream, std::uint64_t index)
    : state_(scrambled(scrambled(seed) ^ scrambled(static_cast<std::uint64_t>(stream) << 56U) ^
                       scrambled(index + 0x9e3779b97f4a7c15ULL))) {}

std::uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15ULL;
  return scrambled(state_);
}

std::uint32_t Random::below(std::uint32_t bound) {
  return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
}

std::uint32_t Random::between(std::uint32_t low, std::uint32_t high) {
  assert(low <= high);
  return low + below(high - low + 1);
}

bool Random::percent(std::uint32_t chance) { return below(100) < chance; }

std::uint32_t Random::skewed(std::uint32_t bound, int power) {
  const std::uint64_t uniform = next() >> 32U;
  std::uint64_t value = uniform;
  for (int factor = 1; factor < power; ++factor) {
    value = (value * uniform) >> 32U;
  }
  return static_cast<std::uint32_t>((value * bound) >> 32U);
}

std::uint32_t Random::heavy_tailed(std::uint32_t mean) {
  // 2^40 / r with r uniform in [1, 2^20] is 2^20 / u; its root is 2^10 · u^(-1/2).
  const std::uint64_t root = integer_root((1ULL << 40U) / (below(1U << 20U) + 1ULL));
  const std::uint64_t value = (root * mean + below(1U << 11U)) >> 11U;  // rounded up or down by chance
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(1, value));
}

std::uint64_t integer_root(std::uint64_t value) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = 1ULL << 31U; bit != 0; bit >>= 1U) {
    const std::uint64_t candidate = root | bit;
    if (candidate * candidate <= value) {
      root = candidate;
    }
  }
  return root;
}

WeightedChoice::WeightedChoice(const std::vector<std::uint32_t>& weights) {
  sums_.reserve(weights.size());
  std::uint32_t sum = 0;
  for (const std::uint32_t weight : weights) {
    sum += weight;
    sums_.push_back(sum);
  }
}

WeightedChoice WeightedChoice::zipf(std::size_t size) {
  std::vector<std::uint32_t> weights;
  weights.reserve(size);
  for (std::size_t rank = 0; rank < size; ++rank) {
    weights.push_back(static_cast<std::uint32_t>((1U << 24U) / (rank + 2)));
  }
  return WeightedChoice(weights);
}

std::size_t WeightedChoice::draw(Random& random) const {
  assert(!sums_.empty());
  const std::uint32_t point = random.below(sums_.back());
  return static_cast<std::size_t>(std::upper_bound(sums_.begin(), sums_.end(), point) - sums_.begin());
}

}  // namespace kennis
