/// @file
/// Persons as lines of profiles.ndjson.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "generator/career.h"
#include "generator/json_line.h"
#include "generator/people.h"
#include "generator/prose.h"

namespace kennis {

/// Threads: one a thread. Cost: some 20 µs and 2 kB of output a person.
class ProfileLineWriter {
 public:
  ProfileLineWriter(const People& people, OutputFile& file) : people_(people), file_(file) {}

  /// Writes nothing for a person without a profile.
  void write(Slot slot);

 private:
  void write_texts(const Person& person, const ProseContext& context, Random& random);
  void write_location(const Person& person, Random& random);
  void write_career(const Person& person, const std::vector<Job>& jobs, const std::vector<std::string_view>& skills,
                    Random& random);
  void write_education(const Person& person, Days career_start, Random& random);
  void write_abilities(const Person& person, const std::vector<std::string_view>& skills, Random& random);
  void write_identifiers(const Person& person, Random& random);
  void write_choices(const Person& person, bool between_jobs, Random& random);

  const People& people_;
  OutputFile& file_;
  JsonLine line_;
  std::string text_;  ///< reused
};

}  // namespace kennis
