/// @file
#include "indexer/upkeep/generation_people.h"

#include <algorithm>

#include "journal/change_replay.h"
#include "schema/fields.h"

namespace kennis {

GenerationPeople::Replay::Replay(const std::filesystem::path& generation, const ProfileRecords& records)
    : network(generation), statements(generation / file::kStatements) {
  live = std::make_unique<LiveNetwork>(
      ReplayBase{&network, &statements, [&records](Node node) { return std::string(records.of(node)); }, {}});
  changes = read_generation_changes(generation / file::kChanges).changes;
  replay_changes(*live, changes);  // what nobody can read is passed over by all
  now = std::make_unique<const Network>(live->network());
}

GenerationPeople::GenerationPeople(const std::filesystem::path& generation)
    : lease_(generation),
      people_(generation / file::kPeople, generation / file::kIdentifiers),
      records_(generation),
      lines_(generation / file::kRecordLines) {
  if (std::filesystem::exists(generation / file::kChanges)) replay_ = std::make_unique<Replay>(generation, records_);
}

bool GenerationPeople::is_contested(const std::string& name) const {
  if (people().has_profile(people().find_exactly(name))) return false;
  const IdentifierHash hash = hash_of_identifier(name);
  if (lines_.is_contested({hash.high, hash.low})) return true;
  return replay_ && std::any_of(replay_->changes.begin(), replay_->changes.end(), [&](const Change& change) {
           return change.kind == ChangeKind::kContested && change.text == name;
         });
}

bool GenerationPeople::changes_name(const std::set<std::string>& names) const {
  return replay_ && std::any_of(replay_->changes.begin(), replay_->changes.end(), [&](const Change& change) {
           return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
             return change.text.find('"' + name + '"') != std::string::npos;
           });
         });
}

}  // namespace kennis
