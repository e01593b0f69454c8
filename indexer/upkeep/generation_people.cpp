/// @file
#include "indexer/upkeep/generation_people.h"

#include "journal/generation_changes.h"
#include "schema/fields.h"

namespace kennis {

GenerationPeople::Replay::Replay(const std::filesystem::path& generation, const ProfileRecords& records)
    : network(generation), statements(generation / file::kStatements) {
  live = std::make_unique<LiveNetwork>(
      ReplayBase{&network, &statements, [&records](Node node) { return std::string(records.of(node)); }, {}});
  for (const Change& change : read_generation_changes(generation / file::kChanges).changes) {
    (void)live->take(change);  // what nobody can read is passed over by all
    if (change.kind == ChangeKind::kContested) contested.insert(change.text);
  }
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
  return lines_.is_contested({hash.high, hash.low}) || (replay_ && replay_->contested.contains(name));
}

}  // namespace kennis
