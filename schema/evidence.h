/// @file
/// How much a mention of a word says about a person, by where it stands; and how evidence becomes a level.
#pragma once

#include <cstdint>

namespace kennis {

/// Points of evidence of one mention. A word's evidence is the sum over its mentions; it is stored as wdf.
/// Source: our choice, by how deliberate a statement is: a title or a listed skill is said on purpose, a description in passing.
namespace evidence {
inline constexpr std::uint32_t kDescription = 1;
inline constexpr std::uint32_t kSummary = 2;
inline constexpr std::uint32_t kHeadline = 3;
inline constexpr std::uint32_t kTitle = 3;
inline constexpr std::uint32_t kSkill = 5;
inline constexpr std::uint32_t kSkillYearsMax = 10;  ///< each year of a listed skill adds one, up to this
inline constexpr std::uint32_t kEndorsement = 1;     ///< of a skill, each endorser once
inline constexpr std::uint32_t kField = 1;           ///< words of names and organisations
}  // namespace evidence

/// What the level of a leaf is computed from: how many have it, and the most evidence that anyone has.
struct TermStatistics {
  std::uint32_t persons = 0;       ///< persons with any evidence
  std::uint32_t evidence_max = 0;  ///< the `E` of the level
};

/// min(1, ln(1 + e) / ln(1 + E)), 0 where e is 0; 1 for the first who has any, where E is 0. Source: spec section 8.
[[nodiscard]] double level_of(std::uint32_t evidence, std::uint32_t evidence_max);

/// ln(1 + N / max(1, n)): rarer is more important; a leaf that nobody has counts as one that one person has. N at least 1.
[[nodiscard]] double idf_of(std::uint32_t persons_with_it, std::uint32_t persons_all);

/// The largest multiple of 2^-44 that is not above `value`: sums of a few hundred such are exact and do not depend on their order.
[[nodiscard]] double on_grid(double value);

}  // namespace kennis
