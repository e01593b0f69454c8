/// @file
/// How strongly a person has a skill by what their own profile says: what that person's word about others is worth.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/records.h"

namespace kennis {

/// Strengths are whole numbers up to this, so that they are the same wherever they were reckoned.
inline constexpr std::uint32_t kStrengthMax = 255;

/// The words of one profile, folded, to look skills up in. A skill is said where its words stand in a row; each field that says it counts once, with the points of
/// evidence that it has there. Nothing that others say is looked at.
/// Cost: folds the profile; a look-up is a search for a substring. Threads: any number may look up.
class OwnWords {
 public:
  explicit OwnWords(const Profile& profile);

  /// kStrengthMax · min(1, ln(1 + points) / ln(1 + kPointsFull)). Needs: a skill as fold_case gives it.
  [[nodiscard]] std::uint32_t strength_in(std::string_view skill) const;

  /// Who lists a skill with ten years of it, has it in a title and in two descriptions needs no more to vouch for others. Source: our choice.
  static constexpr double kPointsFull = 20;

 private:
  void add(std::string_view text, double points);
  std::vector<std::pair<std::string, double>> texts_;
};

}  // namespace kennis
