/// @file
/// Drawing employers and jobs.
#include "generator/career.h"

#include <algorithm>

#include <fmt/format.h>

namespace kennis {
namespace {

constexpr std::uint32_t kLargeEmployersBase = 12;
constexpr std::uint32_t kPeoplePerLargeEmployer = 4000;

std::string title_of(const People& people, const Person& person, bool early, Random& random) {
  const auto tongue = static_cast<std::size_t>(person.tongue);
  const Vocabulary& vocabulary = people.vocabulary();
  const std::string_view title = people.field_of(person).titles[tongue].usual(random);
  const std::vector<std::string_view>& ranks = vocabulary.seniorities[tongue].words();
  const std::uint32_t last = static_cast<std::uint32_t>(ranks.size()) - 1;
  const std::string_view rank = ranks[early ? random.below(2) : random.between(1, last)];
  return rank == "-" ? std::string(title) : fmt::format("{} {}", rank, title);
}

/// A former employer: another one of the community, or of the same field elsewhere.
Employer former_employer(const People& people, const Person& person, Random& random) {
  const Layout& layout = people.layout();
  std::uint32_t community = person.community;
  if (random.percent(40)) {
    const auto& others = layout.communities_of(people.community_of(person).field);
    community = others[random.below(static_cast<std::uint32_t>(others.size()))];
  }
  return employer_at(people, community, random.below(layout.communities()[community].size));
}

}  // namespace

Employer employer_at(const People& people, std::uint32_t community, std::uint32_t offset) {
  const Community& home = people.layout().communities()[community];
  const std::uint32_t block = offset / home.staff;
  const Vocabulary& vocabulary = people.vocabulary();
  Random random(people.seed(), Stream::kEmployer, (std::uint64_t{community} << 20U) | block);
  Employer employer;
  employer.place = home.place;
  std::size_t tongue = static_cast<std::size_t>(vocabulary.places[home.place].tongue);
  const bool large = random.percent(14);
  const std::uint32_t which = random.below(kLargeEmployersBase + people.layout().people() / kPeoplePerLargeEmployer);
  if (large) {
    random = Random(people.seed(), Stream::kEmployer, (std::uint64_t{1} << 60U) | which);
    tongue = random.below(kTongueCount);
    employer.id = fmt::format("org-{}", which);
  } else {
    employer.id = fmt::format("org-{}-{}", community, block);
  }
  employer.name = vocabulary.organisation_fronts.any(random);
  employer.name.append(" ").append(vocabulary.organisation_ends[tongue].any(random));
  if (!large && random.percent(50)) {
    employer.name.append(" ").append(vocabulary.places[home.place].name);
  }
  return employer;
}

std::vector<Job> career_of(const People& people, const Person& person) {
  Random random(people.seed(), Stream::kCareer, person.slot);
  const Days today = static_cast<Days>(people.as_of() / kSecondsPerDay);
  const std::uint32_t count = 1 + random.skewed(6, 2);
  std::vector<Job> jobs;
  Days end = today;
  for (std::uint32_t index = 0; index < count; ++index) {
    Job job;
    job.employer = index == 0 ? employer_at(people, person.community, person.slot - people.community_of(person).first)
                              : former_employer(people, person, random);
    job.title = title_of(people, person, index + 1 == count, random);
    if (index > 0 || random.percent(10)) {
      job.to = end - static_cast<Days>(random.below(200));
    }
    job.from = (job.to == 0 ? today : job.to) - static_cast<Days>(200 + random.skewed(2600, 2));
    // One in eight began the next job before the last one ended.
    end = random.percent(12) ? job.from + 150 : job.from;
    jobs.push_back(std::move(job));
  }
  return jobs;
}

}  // namespace kennis
