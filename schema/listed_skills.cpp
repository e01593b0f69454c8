/// @file
#include "schema/listed_skills.h"

#include <algorithm>
#include <utility>

#include <strings.h>

namespace kennis {
namespace {

bool is_same_name(const std::string& a, const std::string& b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace

void merge_listed_twice(std::vector<Skill>& skills) {
  auto kept = skills.begin();
  for (Skill& skill : skills) {
    const auto before =
        std::find_if(skills.begin(), kept, [&](const Skill& one) { return is_same_name(one.name, skill.name); });
    if (before != kept) {
      before->years = std::max(before->years, skill.years);
      continue;
    }
    if (&*kept != &skill) *kept = std::move(skill);
    ++kept;
  }
  skills.erase(kept, skills.end());
}

}  // namespace kennis
