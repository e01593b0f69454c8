/// @file
#include "indexer/incremental/run_changes.h"

#include <fmt/format.h>

#include "schema/fields.h"

namespace kennis {

void RunChanges::add(const Profile& profile, int sign) {
  if (!counts_.all_are_known() || profile.contact_policy == ContactPolicy::kDoNotContact) return;
  runs_.clear();
  for (const Skill& skill : profile.skills) reader_.read(skill.name, runs_);
  for (const Position& position : profile.positions) reader_.read(position.title, runs_);
  for (const std::string& run : runs_) changes_[run] += sign;
}

WholeBuildReason RunChanges::fault(std::size_t profiles) const {
  if (counts_.all_are_known() && profiles >= limit::kKnownRunsSample) return "there are many more profiles than before";
  for (const auto& [run, change] : changes_) {
    const std::int64_t was = counts_.of(run);
    if ((was == 0) != (was + change == 0)) return fmt::format("\"{}\" is new in skills and titles, or gone", run);
  }
  return std::nullopt;
}

}  // namespace kennis
