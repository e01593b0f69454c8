/// @file
#include "journal/scrub.h"

#include <optional>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "journal/entry_fields.h"
#include "journal/store.h"
#include "journal/without_erased.h"

namespace kennis {
namespace {

/// How the last scrub ended: `{"upto":…,"tombstones":…}`.
std::string state_of(JournalPosition upto, const Tombstones& tombstones) {
  return fmt::format(R"({{"upto":{},"tombstones":"{}"}})", upto, tombstones.mark().xxh3);
}

/// Up to where these tombstones were applied before.
JournalPosition done_before(const JournalStore& store, const Tombstones& tombstones) {
  JournalPosition done = 0;
  store.read_others(0, store.last(), [&](const JournalEntry& entry) {
    if (entry.draft.kind != RecordKind::kErasure) return;
    const std::string& record = entry.draft.record;
    const bool is_same = record.ends_with(fmt::format(R"("tombstones":"{}"}})", tombstones.mark().xxh3));
    if (record.starts_with(R"({"upto":)")) done = is_same ? std::stoull(record.substr(8)) : 0;
  });
  return done;
}

/// The alert that an entry is about; empty if it is about none.
std::string alert_of(const EntryDraft& draft) {
  if (draft.kind != RecordKind::kAlert && draft.kind != RecordKind::kDelivery) return {};
  const auto fields = EntryFields::read(draft.record);
  return fields ? fields.value().text(draft.kind == RecordKind::kAlert ? "id" : "alert") : std::string();
}

/// What was found to be about them so far.
struct AboutErased {
  std::set<std::string> alerts;         ///< with these goes what became of them
  std::set<std::string> introductions;  ///< with these goes what was written about them, by whomever
};

/// The entry as it is to be, if it names one of them or is of something that is about them.
std::optional<EntryDraft> replacement(const JournalEntry& entry, const Tombstones& tombstones,
                                      const Pseudonyms& pseudonyms, AboutErased& about) {
  const EntryDraft& draft = entry.draft;
  const std::string alert = alert_of(draft);
  std::set<std::string>& gone = about.alerts;
  if (draft.kind == RecordKind::kErasure) return std::nullopt;
  const bool by_them = !draft.author.empty() && tombstones.has(draft.author) && !draft.author.starts_with(kErasedName);
  const RecordWithout without = without_erased(draft.kind, draft.record, tombstones, pseudonyms);
  const bool is_introduction = draft.kind == RecordKind::kIntroduction;
  if (is_introduction && (by_them || !without.fields.empty())) about.introductions.insert(draft.key);
  if (is_introduction && about.introductions.contains(draft.key)) {
    EntryDraft changed{draft.kind, by_them ? pseudonyms.of(draft.author) : draft.author, draft.key,
                       without_free_text(draft.kind, without.record)};
    const bool is_other = changed.record != draft.record || by_them;
    return is_other ? std::optional(std::move(changed)) : std::nullopt;
  }
  if (!by_them && without.fields.empty() && !gone.contains(alert)) return std::nullopt;
  EntryDraft changed = draft;
  if (by_them) changed.author = pseudonyms.of(draft.author);
  if (is_about_erased(draft.kind, without) || gone.contains(alert)) {
    if (!alert.empty()) gone.insert(alert);
    return EntryDraft{RecordKind::kErasure, changed.author, "", "{}"};
  }
  changed.record = without.record;
  if (!is_input(draft.kind) && tombstones.has(draft.key)) changed.key = pseudonyms.of(draft.key);
  return changed;
}

}  // namespace

Result<ScrubReport> scrub_journal(const std::filesystem::path& index, const Tombstones& tombstones, bool announce) {
  ScrubReport report;
  if (!has_journal(index) && !announce) return report;
  const auto opened = JournalStore::open(index, JournalStore::Access::kWrite);
  if (!opened) return opened.error();
  JournalStore& store = *opened.value();
  const JournalPosition upto = store.last();
  const Pseudonyms pseudonyms;
  std::vector<JournalEntry> entries;
  AboutErased about;
  store.read(done_before(store, tombstones), upto, [&](const JournalEntry& entry) {
    auto changed = replacement(entry, tombstones, pseudonyms, about);
    if (!changed) return;
    (changed->kind == RecordKind::kErasure ? report.blanked : report.changed) += 1;
    entries.push_back({entry.position, entry.at, std::move(*changed)});
  });
  if (entries.empty() && !announce) return report;
  const auto position = store.replace(entries, {RecordKind::kErasure, "", "", state_of(upto, tombstones)}, now());
  if (!position) return position.error();
  report.erasure = position.value();
  return report;
}

}  // namespace kennis
