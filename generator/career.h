/// @file
/// Where a person worked and learned: jobs at employers that colleagues share, with dates that
/// overlap theirs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "generator/people.h"

namespace kennis {

struct Employer {
  std::string id;
  std::string name;
  std::uint16_t place = 0;
};

/// One job; dates in days since 1970, `to` 0 while it lasts.
struct Job {
  Employer employer;
  std::string title;
  Days from = 0;
  Days to = 0;
};

/// The employer of the given offset within a community. One in seven is a large one, with sites in
/// many towns.
[[nodiscard]] Employer employer_at(const People& people, std::uint32_t community, std::uint32_t offset);

/// 1 to 6 jobs, the latest first; the first one is at the employer of the person's neighbours, and
/// for nine in ten lasts.
[[nodiscard]] std::vector<Job> career_of(const People& people, const Person& person);

}  // namespace kennis
