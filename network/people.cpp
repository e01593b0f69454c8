/// @file
#include "network/people.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <xxhash.h>

#include "schema/identifier.h"

namespace kennis {

std::uint8_t Rights::packed() const {
  return static_cast<std::uint8_t>(static_cast<unsigned>(sharing) | static_cast<unsigned>(contact_policy) << 2U |
                                   (share_topics ? 16U : 0U));
}

Rights Rights::unpacked(std::uint8_t byte) {
  return {static_cast<Sharing>(byte & 3U), static_cast<ContactPolicy>(byte >> 2U & 3U), (byte & 16U) != 0};
}

Rights rights_of(const Profile& profile) {
  return {profile.sharing.value_or(Sharing::kContacts), profile.contact_policy, profile.share_topics};
}

Days sharing_set_of(const Profile& profile) {
  return profile.sharing && profile.updated_at ? day_of(*profile.updated_at) : kNeverSet;
}

IdentifierHash hash_of_identifier(std::string_view identifier) {
  const XXH128_hash_t hash = XXH3_128bits(identifier.data(), identifier.size());
  return {hash.high64, hash.low64};
}

PeopleColumns::PeopleColumns() {
  id_offsets.push_back(0);
  add("", {}, kNeverSet);
}

void PeopleColumns::add(std::string_view id, const Rights& rights_of_person, Days set) {
  id_bytes += id;
  id_offsets.push_back(id_bytes.size());
  rights.push_back(rights_of_person.packed());
  sharing_set.push_back(set);
}

void write_people(const std::filesystem::path& path, const PeopleColumns& columns) {
  const std::array<Node, 1> counts{columns.profile_count};
  ArrayFileWriter writer;
  writer.add("profile_count", std::span<const Node>(counts));
  writer.add("id_offsets", columns.id_offsets);
  writer.add_text("ids", columns.id_bytes);
  writer.add("rights", columns.rights);
  writer.add("sharing_set", columns.sharing_set);
  writer.write(path);
}

void write_identifiers(const std::filesystem::path& path, std::vector<IdentifierEntry> entries) {
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.hash < b.hash; });
  ArrayFileWriter writer;
  writer.add("entries", entries);
  writer.write(path);
}

People::People(const std::filesystem::path& people, const std::filesystem::path& identifiers)
    : people_file_(std::make_shared<ArrayFile>(people)),
      identifiers_file_(std::make_shared<ArrayFile>(identifiers)),
      id_offsets_(people_file_->section<std::uint64_t>("id_offsets")),
      ids_(people_file_->text_section("ids")),
      rights_(people_file_->section<std::uint8_t>("rights")),
      sharing_set_(people_file_->section<Days>("sharing_set")),
      identifiers_(identifiers_file_->section<IdentifierEntry>("entries")) {
  const auto profile_count = people_file_->section<Node>("profile_count");
  const bool whole = profile_count.size() == 1 && !rights_.empty() && id_offsets_.size() == rights_.size() + 1 &&
                     sharing_set_.size() == rights_.size() && profile_count[0] < rights_.size() &&
                     id_offsets_.back() == ids_.size() && std::is_sorted(id_offsets_.begin(), id_offsets_.end());
  if (!whole) throw std::runtime_error(people.string() + ": its lists do not fit together: run `kennis index` again");
  profile_count_ = profile_count[0];
}

Node People::find_exactly(std::string_view identifier) const {
  const IdentifierHash hash = hash_of_identifier(identifier);
  if (overlay_ != nullptr) {
    if (const Node* node = overlay_->identifiers.find(hash)) return *node;
  }
  const auto found = std::lower_bound(identifiers_.begin(), identifiers_.end(), hash,
                                      [](const auto& entry, const auto& wanted) { return entry.hash < wanted; });
  if (found == identifiers_.end() || found->hash != hash || found->person() > file_node_max()) return kNoPerson;
  return static_cast<Node>(found->node);
}

Node People::find(std::string_view name) const {
  const Node node = find_exactly(name);
  return node != kNoPerson ? node : find_exactly(normalise_identifier(name));
}

}  // namespace kennis
