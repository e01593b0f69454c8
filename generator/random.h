/// @file
/// Random numbers that are the same on every machine: integers only, and a stream of its own for
/// each thing decided.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kennis {

/// What a stream of numbers decides. Asking again with the same seed, stream and index gives the
/// same numbers, so that a fact about a person is computed where it is needed and never stored.
enum class Stream : std::uint64_t {
  kLayout = 1,
  kPerson,
  kSkills,
  kCareer,
  kProfile,
  kEmployer,
  kContacts,
  kEvents,
  kGroup,
  kGroupEvents,
  kTeam,
};

/// A small generator of 64 bits state. Threads: one a thread.
/// Source: splitmix64, Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014.
class Random {
 public:
  Random(std::uint64_t seed, Stream stream, std::uint64_t index);

  [[nodiscard]] std::uint64_t next();
  /// Uniform in [0, bound), 0 if bound is 0; the bias is below bound / 2^32.
  [[nodiscard]] std::uint32_t below(std::uint32_t bound);
  /// Uniform in [low, high]. Needs: low <= high.
  [[nodiscard]] std::uint32_t between(std::uint32_t low, std::uint32_t high);
  [[nodiscard]] bool percent(std::uint32_t chance);
  /// In [0, bound), small values more often: bound · u^power with u uniform. At power 3 the value
  /// of rank r is drawn in proportion to r^(-2/3), which gives hubs a degree distribution with the
  /// exponent 2.5.
  [[nodiscard]] std::uint32_t skewed(std::uint32_t bound, int power);
  /// A whole number with the mean `mean` (about, for mean >= 2) and a heavy tail of exponent 3:
  /// mean/2 · u^(-1/2). Range: at least 1, at most 512 · mean.
  [[nodiscard]] std::uint32_t heavy_tailed(std::uint32_t mean);

 private:
  std::uint64_t state_;
};

/// The largest r with r · r <= value.
[[nodiscard]] std::uint64_t integer_root(std::uint64_t value);

/// Draws a place in a list with the given weights. Cost: O(log size) a draw, 4 bytes an entry.
class WeightedChoice {
 public:
  WeightedChoice() = default;
  /// Needs: the weights' sum is below 2^32.
  explicit WeightedChoice(const std::vector<std::uint32_t>& weights);
  /// Zipf's law: the weight of rank r is 1 / (r + 2).
  [[nodiscard]] static WeightedChoice zipf(std::size_t size);

  /// Needs: at least one entry with a weight.
  [[nodiscard]] std::size_t draw(Random& random) const;

 private:
  std::vector<std::uint32_t> sums_;  ///< of the weights up to and with each entry
};

}  // namespace kennis
