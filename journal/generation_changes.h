/// @file
/// What has changed between the input of a whole build and that of a generation that shares its files: replayed over them like a journal.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "schema/time.h"

namespace kennis {

enum class ChangeKind : std::uint8_t {
  kLeftGroup,  ///< what was said of a person in a group is other: the group's id, and behind `\n` the person's; lines that say it anew follow
  kLeftTeam,   ///< the same of a team
  kToldAnew,  ///< nodes of the whole build, with `\n` between them: what its events say of these persons is said anew by the kSaidAgain that follow
  kGone,  ///< a profile that is not in the input any more: the id, and behind `\n` the name by which logs know the person, if they do
  kDeleted,   ///< a profile that the input deletes: the line
  kGivenUp,   ///< a name that a profile gives up and another takes: the id, and behind `\n` the name, in normal form
  kProfile,   ///< a profile that is new or other than it was: the line
  kLeftOver,  ///< a name that several profiles claimed, and only this one still does: the id, and behind `\n` the name, in normal form
  kContested,     ///< an identifier that more than one profile claims now: it names neither
  kMembership,    ///< a line
  kTeam,          ///< a line
  kDoNotContact,  ///< a line
  kSaidAgain,     ///< an event that the whole build has, of whoever is told anew: the line
  kInteraction,   ///< an event that is new: the line
};

struct Change {
  ChangeKind kind = ChangeKind::kProfile;
  std::string text;
};

/// A person whose profile the whole build did not have, and since when it is held.
struct HeldPerson {
  std::string id;
  Days since = 0;
};

struct GenerationChanges {
  std::vector<Change> changes;          ///< in the order in which they are replayed
  std::vector<HeldPerson> new_persons;  ///< by rising id
};

/// Errors: as ArrayFileWriter.
void write_generation_changes(const std::filesystem::path& path, const GenerationChanges& changes);
/// Throws std::runtime_error if the file is damaged, std::system_error if it is not there.
[[nodiscard]] GenerationChanges read_generation_changes(const std::filesystem::path& path);

}  // namespace kennis
