/// @file
#include "indexer/held_since.h"

#include <exception>
#include <span>
#include <string_view>
#include <vector>

#include "journal/generation_changes.h"
#include "schema/fields.h"
#include "schema/manifest.h"
#include "schema/mapped_file.h"

namespace kennis {
namespace {

std::string_view id_of(const PeopleColumns& people, Node node) {
  return std::string_view(people.id_bytes)
      .substr(people.id_offsets[node], people.id_offsets[node + 1] - people.id_offsets[node]);
}

/// Both are sorted by id: one pass.
void carry_on(const std::filesystem::path& before, const PeopleColumns& people, std::vector<Days>& since) {
  const People old_people(before / file::kPeople, before / file::kIdentifiers);
  const ArrayFile file(before / file::kHeldSince);
  const auto old_since = file.section<Days>("since");
  if (old_since.size() != old_people.profile_count()) return;
  Node old_node = 1;
  for (Node node = 1; node <= since.size(); ++node) {
    const std::string_view id = id_of(people, node);
    while (old_node <= old_people.profile_count() && old_people.file_id(old_node) < id) ++old_node;
    if (old_node > old_people.profile_count()) return;
    if (old_people.file_id(old_node) == id) since[node - 1] = old_since[old_node - 1];
  }
}

/// Of whom a generation has besides its files.
void carry_on_changes(const std::filesystem::path& before, const PeopleColumns& people, std::vector<Days>& since) {
  if (!std::filesystem::exists(before / file::kChanges)) return;
  const GenerationChanges changes = read_generation_changes(before / file::kChanges);
  auto known = changes.new_persons.begin();  // by rising id, as the nodes
  for (Node node = 1; node <= since.size() && known != changes.new_persons.end(); ++node) {
    const std::string_view id = id_of(people, node);
    while (known != changes.new_persons.end() && known->id < id) ++known;
    if (known != changes.new_persons.end() && known->id == id) since[node - 1] = known->since;
  }
}

}  // namespace

void write_held_since(const std::filesystem::path& index, const std::filesystem::path& building,
                      const PeopleColumns& people, Days today) {
  std::vector<Days> since(people.profile_count, today);
  const std::string current = current_generation(index);
  try {
    if (!current.empty()) {
      carry_on(index / file::kGenerations / current, people, since);
      carry_on_changes(index / file::kGenerations / current, people, since);
    }
  } catch (const std::exception&) {
    since.assign(people.profile_count, today);  // none in force, or of another format
  }
  ArrayFileWriter writer;
  writer.add("since", since);
  writer.write(building / file::kHeldSince);
}

}  // namespace kennis
