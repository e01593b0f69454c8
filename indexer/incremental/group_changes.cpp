/// @file
#include "indexer/incremental/group_changes.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "indexer/block_source.h"
#include "indexer/directory.h"
#include "indexer/interaction_stage.h"
#include "indexer/roster_stage.h"
#include "schema/fields.h"
#include "schema/padded.h"

namespace kennis {
namespace {

/// The groups as a whole build would have them.
class Groups {
 public:
  /// Why a line is none.
  std::string take(std::string_view line) { return stage_.take_group(line); }
  [[nodiscard]] const GroupScopes& scopes() const { return scopes_; }

 private:
  Directory nobody_;
  GroupScopes scopes_;
  RosterStage stage_{nobody_, scopes_};
};

void read_all(const GroupInput& input, Groups& groups, GroupChanges& out) {
  BlockSource source(paths_of(input.files), kReadBlockBytes);
  Block block;
  while (source.next(block)) {
    for_each_line(block, [&](std::string_view line, std::uint64_t number) {
      ++out.read;
      std::string reason = block.overlong ? reason_of_overlong() : groups.take(line);
      if (reason.empty()) return;
      out.rejects.push_back({input.files[block.file].name, number, std::move(reason), std::string(line)});
    });
  }
  if (input.journal == nullptr) return;
  input.journal->read(0, input.journal_end, [&](const JournalEntry& entry) {
    if (entry.draft.kind == RecordKind::kGroup) (void)groups.take(Padded(entry.draft.record).line());
  });
}

}  // namespace

WholeBuildReason find_group_changes(const BaseGeneration& base, const GroupInput& input, GroupChanges& out) {
  Groups groups;
  read_all(input, groups, out);
  const GroupScopes& now = groups.scopes();
  std::map<std::string, std::size_t> indexes;
  for (std::size_t i = 0; i < now.ids().size(); ++i) indexes.emplace(now.ids()[i], i);
  std::set<std::string> known;
  std::uint32_t number = 0;
  for (const std::string_view name : base.rosters.group_ids()) {
    const std::string& id = *known.emplace(name).first;
    const GroupKind kind = base.rosters.kind_of_group(number);
    const Seconds open_since = base.rosters.group_open_since(number++);
    const auto found = indexes.find(id);
    const bool is_described = found != indexes.end();
    const GroupKind kind_now = is_described ? now.kinds()[found->second] : GroupKind::kClosed;
    const Seconds open_since_now = is_described ? now.open_since()[found->second] : kAlwaysOpen;
    if (kind_now != kind || (kind == GroupKind::kOpen && open_since_now != open_since)) {
      return fmt::format("the group \"{}\" is not what it was", id);
    }
  }
  for (const auto& [id, index] : indexes) {
    if (!known.contains(id)) return fmt::format("the group \"{}\" is new", id);
  }
  return std::nullopt;
}

}  // namespace kennis
