/// @file
/// From options to five files: check, write beside, publish together.
#include "generator/world.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "generator/group_writer.h"
#include "generator/interaction_writer.h"
#include "generator/profile_writer.h"

namespace kennis {
namespace {

constexpr std::array<std::string_view, 5> kFiles = {"profiles.ndjson", "interactions.ndjson", "groups.ndjson",
                                                    "memberships.ndjson", "teams.ndjson"};
constexpr std::string_view kMark = "generated-world.txt";
constexpr std::uint64_t kProgressStep = 2048;

std::optional<Error> refuse(std::string message) {
  return Error{ErrorCode::kInvalidRequest, std::move(message), std::nullopt};
}

std::optional<Error> check_options(const WorldOptions& options) {
  if (options.people > kWorldPeopleMax) {
    return refuse(fmt::format("people is {}: at most {}", options.people, kWorldPeopleMax));
  }
  if (options.contacts_mean < 1 || options.contacts_mean > kContactsMeanMax) {
    return refuse(fmt::format("contacts mean is {}: 1 to {}", options.contacts_mean, kContactsMeanMax));
  }
  if (options.events_mean < 1 || options.events_mean > kEventsMeanMax) {
    return refuse(fmt::format("events mean is {}: 1 to {}", options.events_mean, kEventsMeanMax));
  }
  if (options.as_of < kWorldAsOfMin || options.as_of > kWorldAsOfMax) {
    return refuse("as-of date: 1990-01-01 to 9999-12-31");
  }
  return std::nullopt;
}

bool is_ndjson(std::string_view name) {
  return name.ends_with(".ndjson") || name.ends_with(".ndjson.gz") || name.ends_with(".ndjson.zst");
}

std::optional<Error> check_folder(const std::filesystem::path& out) {
  if (!std::filesystem::exists(out)) {
    return std::nullopt;
  }
  if (!std::filesystem::is_directory(out)) {
    return refuse(out.string() + " is not a folder; name another one");
  }
  const bool marked = std::filesystem::exists(out / kMark);
  for (const auto& entry : std::filesystem::directory_iterator(out)) {
    const std::string name = entry.path().filename().string();
    const bool named_so = std::find(kFiles.begin(), kFiles.end(), name) != kFiles.end();
    if (is_ndjson(name) && !(named_so && marked)) {
      return refuse(entry.path().string() +
                    " was not made by the generator, and an invented world must not mix with it; "
                    "name another folder");
    }
  }
  return std::nullopt;
}

void write_mark(const WorldOptions& options, const std::filesystem::path& out) {
  OutputFile mark(out / kMark);
  mark.write_line(
      "An invented world, made by the generator of Kennis, which replaces the files here when run "
      "again.");
  mark.write_line(fmt::format("people {}, seed {}, as of {}, contacts mean {}, events mean {}", options.people,
                              options.seed, format_instant(options.as_of), options.contacts_mean, options.events_mean));
  mark.finish();
  mark.publish();
}

/// Runs `step` for 0 … total - 1 and tells `progress` now and then.
template <typename Step>
void for_each(std::string_view file, std::uint64_t total, const ProgressFunction& progress, const Step& step) {
  for (std::uint64_t index = 0; index < total; ++index) {
    if (progress && index % kProgressStep == 0) {
      progress({file, index, total});
    }
    step(static_cast<std::uint32_t>(index));
  }
  if (progress) {
    progress({file, total, total});
  }
}

WorldSummary write_files(const WorldOptions& options, const std::filesystem::path& out,
                         const ProgressFunction& progress) {
  const Vocabulary vocabulary;
  const Layout layout(options, vocabulary);
  const People people(options, layout, vocabulary);
  OutputFile profiles(out / kFiles[0]);
  OutputFile interactions(out / kFiles[1]);
  OutputFile groups(out / kFiles[2]);
  OutputFile memberships(out / kFiles[3]);
  OutputFile teams(out / kFiles[4]);
  JsonLine line;
  ProfileLineWriter profile_writer(people, profiles);
  for_each(kFiles[0], layout.people(), progress, [&](Slot slot) {
    profile_writer.write(slot);
    write_team_place(people, slot, line, teams);
  });
  InteractionWriter interaction_writer(options, people, interactions);
  for_each(kFiles[1], layout.people(), progress, [&](Slot slot) { interaction_writer.write_contacts(slot); });
  for_each(kFiles[2], group_count(people), progress, [&](std::uint32_t index) {
    const GroupPlan group = plan_group(people, index);
    write_group(group, line, groups);
    write_memberships(people, group, line, memberships);
    interaction_writer.write_group(group, index);
  });

  const std::array<OutputFile*, 5> files = {&profiles, &interactions, &groups, &memberships, &teams};
  WorldSummary summary{profiles.lines(), interactions.lines(), groups.lines(), memberships.lines(), teams.lines(), 0};
  std::for_each(files.begin(), files.end(), [&](OutputFile* file) {
    file->finish();
    summary.bytes += file->bytes();
  });
  write_mark(options, out);
  std::for_each(files.begin(), files.end(), [](OutputFile* file) { file->publish(); });
  return summary;
}

}  // namespace

Result<WorldSummary> generate_world(const WorldOptions& options, const std::filesystem::path& out,
                                    const ProgressFunction& progress) {
  if (const std::optional<Error> error = check_options(options)) {
    return *error;
  }
  if (const std::optional<Error> error = check_folder(out)) {
    return *error;
  }
  std::filesystem::create_directories(out);
  return write_files(options, out, progress);
}

}  // namespace kennis
