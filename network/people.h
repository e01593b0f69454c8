/// @file
/// Who is in a generation: ids, the identifiers by which each is known, and what each lets others use.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "network/node.h"
#include "network/shared_table.h"
#include "schema/mapped_file.h"
#include "schema/records.h"

namespace kennis {

/// What a person lets others use, in one byte and a date.
struct Rights {
  Sharing sharing = Sharing::kContacts;
  ContactPolicy contact_policy = ContactPolicy::kOpen;
  bool share_topics = false;

  [[nodiscard]] std::uint8_t packed() const;
  [[nodiscard]] static Rights unpacked(std::uint8_t byte);
};

/// No date: `sharing` was never set by the person.
inline constexpr Days kNeverSet = -0x7FFFFFFF;

/// What a profile says of them.
[[nodiscard]] Rights rights_of(const Profile& profile);
[[nodiscard]] Days sharing_set_of(const Profile& profile);

/// Hash of an identifier in normal form, 128 bits: two never meet by chance.
struct IdentifierHash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const IdentifierHash&, const IdentifierHash&) = default;
};
[[nodiscard]] IdentifierHash hash_of_identifier(std::string_view identifier);

struct IdentifierEntry {
  IdentifierHash hash;
  std::uint64_t node = kNoPerson;  ///< in the lower half; above it what names somebody by it

  static constexpr std::uint64_t kInLogs = std::uint64_t{1} << 63U;     ///< an event or a roster does
  static constexpr std::uint64_t kInRosters = std::uint64_t{1} << 62U;  ///< a roster does
  [[nodiscard]] bool is_in_logs() const { return (node & kInLogs) != 0; }
  [[nodiscard]] bool is_in_rosters() const { return (node & kInRosters) != 0; }
  [[nodiscard]] std::uint64_t person() const { return node & ~(kInLogs | kInRosters); }
};

/// The columns of all persons by node; index 0 belongs to nobody.
struct PeopleColumns {
  PeopleColumns();
  void add(std::string_view id, const Rights& rights, Days sharing_set);

  std::vector<std::uint64_t> id_offsets;  ///< one more than there are nodes
  std::string id_bytes;
  std::vector<std::uint8_t> rights;
  std::vector<Days> sharing_set;  ///< the day on which `sharing` was last set, or kNeverSet
  Node profile_count = 0;         ///< nodes 1…profile_count have a profile
  [[nodiscard]] Node node_max() const { return static_cast<Node>(rights.size() - 1); }
};

void write_people(const std::filesystem::path& path, const PeopleColumns& columns);
/// Sorts the entries and writes them.
void write_identifiers(const std::filesystem::path& path, std::vector<IdentifierEntry> entries);

/// A person as the journal has changed or met them.
struct ChangedPerson {
  std::string id;
  Rights rights;
  Days sharing_set = kNeverSet;
  bool has_profile = false;
};

struct SpreadIdentifier {
  [[nodiscard]] std::uint64_t operator()(const IdentifierHash& hash) const { return hash.high; }
};

/// What happened since the files were written; nodes beyond theirs are persons met since.
struct PeopleOverlay {
  Node node_max = kNoPerson;
  SharedTable<Node, std::shared_ptr<const ChangedPerson>, SpreadNumber> persons;
  SharedTable<IdentifierHash, Node, SpreadIdentifier> identifiers;

  [[nodiscard]] PeopleOverlay snapshot() { return {node_max, persons.snapshot(), identifiers.snapshot()}; }
};

/// Copies share the files. Threads: any number may read.
class People {
 public:
  People() = default;
  People(const std::filesystem::path& people, const std::filesystem::path& identifiers);

  /// Of the files: the documents of the index.
  [[nodiscard]] Node profile_count() const { return profile_count_; }
  [[nodiscard]] Node node_max() const { return overlay_ != nullptr ? overlay_->node_max : file_node_max(); }
  [[nodiscard]] bool has_profile(Node node) const {
    if (const ChangedPerson* person = changed(node)) return person->has_profile;
    return node != kNoPerson && node <= profile_count_;
  }
  /// Needs: node ≤ node_max().
  [[nodiscard]] std::string_view id(Node node) const {
    if (const ChangedPerson* person = changed(node)) return person->id;
    return file_id(node);
  }
  /// As the files have it. Needs: node is of the files.
  [[nodiscard]] std::string_view file_id(Node node) const {
    return ids_.substr(id_offsets_[node], id_offsets_[node + 1] - id_offsets_[node]);
  }
  [[nodiscard]] Rights rights(Node node) const {
    if (const ChangedPerson* person = changed(node)) return person->rights;
    return Rights::unpacked(rights_[node]);
  }
  [[nodiscard]] Days sharing_set(Node node) const {
    if (const ChangedPerson* person = changed(node)) return person->sharing_set;
    return sharing_set_[node];
  }

  /// Whom an id, address, number or link names; kNoPerson if nobody, or if two profiles claim it. Cost: a binary search or two.
  [[nodiscard]] Node find(std::string_view name) const;

  /// Whom exactly this text names, without bringing it into normal form.
  [[nodiscard]] Node find_exactly(std::string_view identifier) const;

  /// Every identifier of the files, by hash.
  [[nodiscard]] std::span<const IdentifierEntry> file_identifiers() const { return identifiers_; }

  /// The same persons with what happened since, which must outlive it.
  [[nodiscard]] People with(const PeopleOverlay& overlay) const {
    People people = *this;
    people.overlay_ = &overlay;
    return people;
  }

 private:
  [[nodiscard]] Node file_node_max() const { return static_cast<Node>(rights_.size() - 1); }
  [[nodiscard]] const ChangedPerson* changed(Node node) const {
    if (overlay_ == nullptr) return nullptr;
    const auto* found = overlay_->persons.find(node);
    return found != nullptr ? found->get() : nullptr;
  }

  std::shared_ptr<const ArrayFile> people_file_;
  std::shared_ptr<const ArrayFile> identifiers_file_;
  std::span<const std::uint64_t> id_offsets_;
  std::string_view ids_;
  std::span<const std::uint8_t> rights_;
  std::span<const Days> sharing_set_;
  std::span<const IdentifierEntry> identifiers_;
  Node profile_count_ = 0;
  const PeopleOverlay* overlay_ = nullptr;
};

}  // namespace kennis
