/// @file
/// Composing profiles: each part draws from the same stream, in the order of the line.
#include "generator/profile_writer.h"

#include <array>
#include <optional>

#include <fmt/format.h>

#include "generator/team_plan.h"
#include "schema/records.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, 4> kSkillLevels = {"beginner", "intermediate", "advanced", "expert"};
constexpr std::array<std::string_view, 4> kLanguageLevels = {"A2", "B1", "B2", "C1"};
constexpr std::array<std::string_view, 4> kSources = {"import", "application", "referral", "event"};

std::size_t index_of(Tongue tongue) { return static_cast<std::size_t>(tongue); }

/// None for nearly half: they never chose.
std::optional<Sharing> draw_sharing(Random& random) {
  const std::uint32_t draw = random.below(100);
  if (draw < 45) {
    return std::nullopt;
  }
  return draw < 75   ? Sharing::kContacts
         : draw < 82 ? Sharing::kNobody
         : draw < 90 ? Sharing::kTeam
                     : Sharing::kEveryone;
}

}  // namespace

void ProfileLineWriter::write(Slot slot) {
  const Person person = people_.at(slot);
  if (!person.has_profile) {
    return;
  }
  Random random(people_.seed(), Stream::kProfile, slot);
  const std::vector<std::string_view> skills = people_.skills_of(person);
  const std::vector<Job> jobs = career_of(people_, person);
  const ProseContext context{people_.vocabulary(),
                             person.tongue,
                             skills,
                             people_.field_of(person).names[index_of(person.tongue)],
                             jobs.front().title,
                             jobs.front().employer.name,
                             people_.place_of(person).name};
  line_.begin();
  line_.text("id", people_.id_of(slot));
  line_.text("name", people_.name_of(person));
  write_texts(person, context, random);
  write_location(person, random);
  write_career(person, jobs, skills, random);
  write_education(person, jobs.back().from, random);
  write_abilities(person, skills, random);
  write_identifiers(person, random);
  write_choices(person, jobs.front().to != 0, random);
  line_.end(file_);
}

void ProfileLineWriter::write_texts(const Person& person, const ProseContext& context, Random& random) {
  const Vocabulary& vocabulary = people_.vocabulary();
  text_.clear();
  append_sentence(text_, vocabulary.headlines[index_of(person.tongue)].any(random), context, random);
  line_.text("headline", text_);
  text_.clear();
  append_paragraph(text_, vocabulary.summaries[index_of(person.tongue)], random.between(3, 6), context, random);
  line_.text("summary", text_);
}

void ProfileLineWriter::write_location(const Person& person, Random& random) {
  const Vocabulary& vocabulary = people_.vocabulary();
  const bool elsewhere = random.percent(12);
  const Place& place = elsewhere ? vocabulary.places[vocabulary.place_weights.draw(random)] : people_.place_of(person);
  line_.open_object("location");
  line_.text("name", place.name);
  line_.text("country", place.country);
  line_.digits("lat", place.lat);
  line_.digits("lon", place.lon);
  line_.close_object();
}

void ProfileLineWriter::write_career(const Person& person, const std::vector<Job>& jobs,
                                     const std::vector<std::string_view>& skills, Random& random) {
  const Vocabulary& vocabulary = people_.vocabulary();
  const std::string_view field = people_.field_of(person).names[index_of(person.tongue)];
  line_.open_array("positions");
  for (const Job& job : jobs) {
    const std::string_view city = vocabulary.places[job.employer.place].name;
    const ProseContext context{vocabulary, person.tongue, skills, field, job.title, job.employer.name, city};
    text_.clear();
    append_paragraph(text_, vocabulary.tasks[index_of(person.tongue)], random.between(2, 4), context, random);
    line_.open_object();
    line_.text("title", job.title);
    line_.text("organisation", job.employer.name);
    line_.text("organisation_id", job.employer.id);
    line_.date("from", job.from);
    if (job.to != 0) {
      line_.date("to", job.to);
    }
    line_.text("description", text_);
    line_.text("location", city);
    line_.close_object();
  }
  line_.close_array();
}

void ProfileLineWriter::write_education(const Person& person, Days career_start, Random& random) {
  const Vocabulary& vocabulary = people_.vocabulary();
  const std::uint32_t count = random.between(1, 2);
  Days end = career_start;
  line_.open_array("education");
  for (std::uint32_t index = 0; index < count; ++index) {
    const Place& place =
        random.percent(60) ? people_.place_of(person) : vocabulary.places[vocabulary.place_weights.draw(random)];
    const std::size_t tongue = index_of(place.tongue);
    const ProseContext context{vocabulary, place.tongue, {}, {}, {}, {}, place.name};
    text_.clear();
    append_sentence(text_, vocabulary.schools[tongue].any(random), context, random);
    const Days begin = end - static_cast<Days>(random.between(2, 5) * 365);
    line_.open_object();
    line_.text("school", text_);
    line_.text("degree", vocabulary.degrees[tongue].any(random));
    line_.text("field", people_.field_of(person).names[tongue]);
    line_.text("from", format_date(begin).substr(0, 4));
    line_.text("to", format_date(end).substr(0, 4));
    line_.close_object();
    end = begin;
  }
  line_.close_array();
}

void ProfileLineWriter::write_abilities(const Person& person, const std::vector<std::string_view>& skills,
                                        Random& random) {
  line_.open_array("skills");
  for (const std::string_view skill : skills) {
    if (random.percent(15)) {
      line_.element(skill);
      continue;
    }
    const std::uint32_t years = 1 + random.skewed(20, 2);
    line_.open_object();
    line_.text("name", skill);
    line_.number("years", years);
    line_.text("level", kSkillLevels[years > 10 ? 3 : years / 4]);
    line_.close_object();
  }
  line_.close_array();
  line_.open_array("languages");
  for (std::size_t index = 0; index < kTongueCount; ++index) {
    const auto tongue = static_cast<Tongue>(index);
    const bool own = tongue == person.tongue;
    if (own || random.percent(tongue == Tongue::kEnglish ? 80 : 25)) {
      line_.open_object();
      line_.text("code", code_of(tongue));
      line_.text("level", own ? "native" : kLanguageLevels[random.below(4)]);
      line_.close_object();
    }
  }
  line_.close_array();
  if (random.percent(30)) {
    line_.open_array("certifications");
    line_.element(people_.vocabulary().certificates.any(random));
    line_.close_array();
  }
}

void ProfileLineWriter::write_identifiers(const Person& person, Random& random) {
  line_.open_array("emails");
  line_.element(people_.email_of(person));
  line_.close_array();
  if (person.has_phone) {
    line_.open_array("phones");
    line_.element(people_.phone_of(person));
    line_.close_array();
  }
  if (random.percent(35)) {
    line_.open_array("links");
    line_.element(fmt::format("https://people.example/{}", people_.id_of(person.slot)));
    line_.close_array();
  }
  if (person.has_alias) {
    line_.open_array("aliases");
    line_.element(people_.alias_of(person));
    line_.close_array();
  }
}

void ProfileLineWriter::write_choices(const Person& person, bool between_jobs, Random& random) {
  if (between_jobs || random.percent(12)) {
    line_.flag("open_to_work", true);
  }
  const std::uint32_t policy = random.below(100);
  if (policy < 84) {
    if (policy < 20) {
      line_.text("contact_policy", name_of(ContactPolicy::kOpen));
    }
  } else {
    line_.text("contact_policy", name_of(policy < 96 ? ContactPolicy::kAskFirst : ContactPolicy::kDoNotContact));
  }
  std::optional<Sharing> sharing = draw_sharing(random);
  Seconds updated = people_.as_of() - kSecondsPerDay - Seconds{random.skewed(700 * 86400, 2)};
  const std::optional<TeamPlace> place = team_place_of(people_, person);
  if (place && place->to != 0) {
    // Who left before the last change of the profile chose the sharing anew; who did not, left it
    // as it was.
    const Seconds left = Seconds{place->to} * kSecondsPerDay;
    updated = place->alumnus ? left + 10 * kSecondsPerDay : left - 30 * kSecondsPerDay;
    if (place->alumnus) {
      sharing = Sharing::kEveryone;
    }
  }
  if (sharing) {
    line_.text("sharing", name_of(*sharing));
  }
  if (random.percent(15)) {
    line_.flag("share_topics", true);
  }
  line_.text("source", kSources[random.below(4)]);
  line_.instant("updated_at", updated);
}

}  // namespace kennis
