/// @file
/// How much a statement says about a person, by where it stands; and how evidence becomes a level.
///
/// Evidence is counted in points, kept in eighths of a point as whole numbers. A word's evidence is the sum over its mentions; schema/word_forms.h says
/// how it is stored.
#pragma once

#include <cstdint>

namespace kennis {

/// Source: our choice, by how deliberate a statement is: a title or a listed skill is said on purpose, a description in passing. On judged sets
/// (docs/BENCHMARKS.md) each can be halved or doubled without much change.
namespace evidence {
inline constexpr std::uint32_t kPoint = 8;  ///< stored units of a point
inline constexpr double kDescription = 1;
inline constexpr double kSummary = 2;
inline constexpr double kHeadline = 4;
inline constexpr double kTitle = 4;
inline constexpr double kSkill = 4;
inline constexpr double kSkillYearsMax = 10;  ///< each year of a listed skill adds one point, up to this
inline constexpr double kEndorsed = 3;        ///< by one person, who has the skill in full
inline constexpr double kUnproven =
    0.25;  ///< the share of it that counts whoever endorses; the rest by the endorser's own strength
inline constexpr double kTalked = 2;  ///< posts and comments in groups about it, however many: said, and not shown
inline constexpr double kEndorsing =
    10;  ///< each person whose skill one vouches for, where one has evidence of one's own
inline constexpr std::uint32_t kEndorsingMax = 10;  ///< so many persons count
inline constexpr std::uint32_t kField = kPoint;     ///< words of names and organisations, stored

/// What the word of somebody counts whose own strength in the skill (schema/own_words.h) is `strength`, at most kStrengthMax.
[[nodiscard]] double endorsement_points(std::uint32_t strength);

/// Points as they are stored: at least one unit, so that what is said is found.
[[nodiscard]] std::uint32_t stored(double points);
/// Stored evidence in points.
[[nodiscard]] constexpr double points(std::uint32_t stored) { return static_cast<double>(stored) / kPoint; }
}  // namespace evidence

/// What the level of a leaf is computed from: how many have it, and the most evidence that anyone has.
struct TermStatistics {
  std::uint32_t persons = 0;       ///< persons with any evidence
  std::uint32_t evidence_max = 0;  ///< the `E` of the level, stored
};

/// min(1, ln(1 + e) / ln(1 + E)) of points, given as they are stored; 0 where e is 0; 1 for the first who has any, where E is 0. Source: spec section 8.
[[nodiscard]] double level_of(std::uint32_t evidence, std::uint32_t evidence_max);

/// ln(1 + (N − n + ½) / (n + ½)), with n at least 1: rarer is more important, what everybody has says nothing, a leaf that nobody has counts as one
/// that one person has. N at least n. Source: the idf of BM25 (Robertson and Zaragoza, 2009), which is never negative in this form.
[[nodiscard]] double idf_of(std::uint32_t persons_with_it, std::uint32_t persons_all);

/// The largest multiple of 2^-44 that is not above `value`: sums of a few hundred such are exact and do not depend on their order.
[[nodiscard]] double on_grid(double value);

}  // namespace kennis
