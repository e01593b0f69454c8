/// @file
#include "indexer/incremental/event_changes.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "indexer/block_source.h"
#include "indexer/incremental/event_line.h"
#include "schema/event_hash.h"
#include "schema/fields.h"
#include "schema/padded.h"
#include "schema/said_skills.h"

namespace kennis {
bool EventChanges::is_of_erased(const Interaction& event) const {
  if (tombstones_.empty()) return false;
  const auto is_erased = [&](const std::string& name) { return tombstones_.has(name); };
  const bool is_to_them = !event.to.empty() && std::all_of(event.to.begin(), event.to.end(), is_erased);
  return is_erased(event.from) || (is_to_them && !is_talk(event));
}

/// Such a line would be kept as it is, with the name.
bool EventChanges::names_erased_beside_others() const {
  return !tombstones_.empty() && std::any_of(interaction_.to.begin(), interaction_.to.end(),
                                             [&](const std::string& name) { return tombstones_.has(name); });
}

WholeBuildReason EventChanges::look_at(const Interaction& event, const std::string& where, bool& is_new) {
  const std::uint64_t hash = hash_of_event(event);
  const auto check = base_.events.check_of(hash);
  is_new = !check;
  if (check && *check != check_of_event(event)) return where + ": an event that was there before is another now";
  if (is_new && deleted_.contains(hash)) return where + ": is an event that the journal deleted";
  if (is_new) events_[hash] = {event.at, base_.is_public(event.group, event.at), event.deleted};
  return std::nullopt;
}

WholeBuildReason EventChanges::take_files(const std::vector<NewEvents>& files, const std::vector<InputFile>& names,
                                          std::size_t changes_max) {
  for (const NewEvents& file : files) {
    BlockSource source({file.path}, kReadBlockBytes);
    Block block;
    WholeBuildReason reason;
    const auto take = [&](std::string_view line, std::uint64_t number) {
      ++lines_;
      const auto reject = [&](std::string why) {
        rejects_.push_back({names[file.file].name, number, std::move(why), std::string(line)});
      };
      if (block.overlong) return reject(reason_of_overlong());
      if (const auto read = reader_.interaction(line, interaction_); !read) return reject(read.error().message);
      if (interaction_.at > rules_.latest_allowed) {
        return reject(fmt::format("at: {} lies in the future of {}", format_instant(interaction_.at),
                                  format_instant(rules_.latest_allowed - kSecondsPerDay)));
      }
      if (interaction_.at > rules_.latest_counted) {
        ++left_out_;
      } else if (!interaction_.deleted && is_of_erased(interaction_)) {
        ++erased_;
      } else if (names_erased_beside_others()) {
        reason = fmt::format("{}:{}: names somebody who was erased beside others", names[file.file].name, number);
      } else {
        bool is_new = false;
        reason = look_at(interaction_, fmt::format("{}:{}", names[file.file].name, number), is_new);
        if (is_new) changes_.push_back({ChangeKind::kInteraction, line_without_text(interaction_)});
      }
    };
    while (!reason && source.next(block)) {
      for_each_line(block, [&](std::string_view line, std::uint64_t number) {
        if (!reason) take(line, file.lines_before + number);
      });
      if (changes_.size() > changes_max) return fmt::format("more than {} events are new", changes_max);
    }
    if (reason) return reason;
  }
  return std::nullopt;
}

bool EventChanges::read_entry(const JournalEntry& entry) {
  return static_cast<bool>(reader_.interaction(Padded(entry.draft.record).line(), interaction_));
}

void EventChanges::remember_deleted(const JournalEntry& entry) {
  if (read_entry(entry) && interaction_.deleted) deleted_.insert(hash_of_event(interaction_));
}

WholeBuildReason EventChanges::take_entry(const JournalEntry& entry) {
  if (!read_entry(entry)) return std::nullopt;  // passed over by all
  if (!interaction_.deleted && is_of_erased(interaction_)) return std::nullopt;
  const std::string where = fmt::format("entry {} of the journal", entry.position);
  if (interaction_.at > rules_.latest_counted) return where + ": lies behind what was asked for";
  bool is_new = false;
  auto reason = look_at(interaction_, where, is_new);
  if (is_new) changes_.push_back({ChangeKind::kInteraction, line_without_text(interaction_)});
  return reason;
}

std::uint64_t EventChanges::events() const {
  return static_cast<std::uint64_t>(
      std::count_if(events_.begin(), events_.end(), [](const auto& event) { return !event.second.deleted; }));
}

std::uint64_t EventChanges::ahead() const {
  return static_cast<std::uint64_t>(std::count_if(events_.begin(), events_.end(), [&](const auto& event) {
    return !event.second.deleted && event.second.at > rules_.now;
  }));
}

Seconds EventChanges::latest() const {
  Seconds latest = std::numeric_limits<Seconds>::min();
  for (const auto& [hash, event] : events_) {
    if (event.is_public && !event.deleted && event.at <= rules_.now) latest = std::max(latest, event.at);
  }
  return latest;
}

}  // namespace kennis
