/// @file
#include "indexer/incremental/base_generation.h"

#include <utility>

#include "schema/fields.h"

namespace kennis {

BaseGeneration::BaseGeneration(std::filesystem::path path, Manifest its_manifest)
    : folder(std::move(path)),
      manifest(std::move(its_manifest)),
      whole(whole_build_of(manifest)),
      people(folder / file::kPeople, folder / file::kIdentifiers),
      records(folder),
      lines(folder / file::kRecordLines),
      events(folder / file::kEvents),
      rosters(folder / file::kRosters) {
  std::uint32_t index = 0;
  for (const std::string_view id : rosters.group_ids()) groups_.emplace(id, index++);
  if (!manifest.whole) return;
  for (HeldPerson& person : read_generation_changes(folder / file::kChanges).new_persons) {
    held_since.emplace(std::move(person.id), person.since);
  }
}

Node BaseGeneration::document_of(std::string_view id) const {
  const Node node = people.find_exactly(id);
  return node != kNoPerson && node <= people.profile_count() && people.id(node) == id ? node : kNoPerson;
}

bool BaseGeneration::is_public(const std::string& group, Seconds at) const {
  if (group.empty()) return true;
  const auto known = groups_.find(group);
  if (known == groups_.end()) return false;
  return rosters.kind_of_group(known->second) == GroupKind::kOpen && at >= rosters.group_open_since(known->second);
}

}  // namespace kennis
