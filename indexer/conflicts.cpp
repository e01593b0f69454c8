/// @file
#include "indexer/conflicts.h"

#include <unordered_map>

#include <fmt/format.h>

#include "indexer/block_source.h"
#include "indexer/profile_stage.h"
#include "schema/identifier.h"

namespace kennis {
namespace {

using ByNode = std::unordered_map<Node, std::vector<IdentifierConflict*>>;

/// Finds the identifiers among what the second claimant's profile says.
void name_identifiers(const std::filesystem::path& sorted, const ByNode& by_node) {
  BlockSource source({sorted}, std::size_t{1} << 20U);
  RecordReader reader;
  Block block;
  while (source.next(block)) {
    for_each_line(block, [&](std::string_view line, std::uint64_t number) {
      const auto found = by_node.find(static_cast<Node>(number));
      if (found == by_node.end()) return;
      const auto profile = reader.profile(line);
      if (!profile) return;
      std::vector<std::string> names = claims_of(profile.value());
      names.push_back(profile.value().id);
      names.push_back(normalise_identifier(profile.value().id));
      for (const std::string& name : names) {
        for (IdentifierConflict* conflict : found->second) {
          if (hash_of_identifier(name) == conflict->hash) conflict->identifier = name;
        }
      }
    });
  }
}

}  // namespace

std::vector<std::string> explain_conflicts(const std::filesystem::path& sorted,
                                           std::vector<IdentifierConflict>& conflicts, const PeopleColumns& people) {
  std::vector<std::string> explained;
  if (conflicts.empty()) return explained;
  ByNode by_node;
  for (IdentifierConflict& conflict : conflicts) by_node[conflict.second].push_back(&conflict);
  name_identifiers(sorted, by_node);
  const auto id = [&](Node node) {
    return people.id_bytes.substr(people.id_offsets[node], people.id_offsets[node + 1] - people.id_offsets[node]);
  };
  for (const IdentifierConflict& conflict : conflicts) {
    if (explained.size() == kConflictsShownMax) break;
    explained.push_back(
        conflict.is_id ? fmt::format("{} is claimed by the profile {}: it stays the id of {}", conflict.identifier,
                                     id(conflict.second), id(conflict.first))
                       : fmt::format("{} is claimed by the profiles {} and {}: it names neither until one gives it up",
                                     conflict.identifier, id(conflict.first), id(conflict.second)));
  }
  return explained;
}

}  // namespace kennis
