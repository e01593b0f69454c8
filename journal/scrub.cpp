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
  std::set<std::string> introductions;  ///< of these nothing is kept that was written freely, by whomever
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

/// The same of an entry of an introduction: if it names one of them, or did before it was erased, nothing of what was said about it is kept.
std::optional<EntryDraft> introduction_without(const EntryDraft& draft, const Tombstones& tombstones,
                                               const Pseudonyms& pseudonyms, AboutErased& about) {
  const auto is_erased = [](std::string_view text) { return text.find(kErasedName) != std::string_view::npos; };
  const bool by_them = !draft.author.empty() && tombstones.has(draft.author) && !is_erased(draft.author);
  const RecordWithout without = without_erased(draft.kind, draft.record, tombstones, pseudonyms);
  if (by_them || is_erased(draft.author) || is_erased(without.record)) about.introductions.insert(draft.key);
  if (!about.introductions.contains(draft.key)) return std::nullopt;
  EntryDraft changed{draft.kind, by_them ? pseudonyms.of(draft.author) : draft.author, draft.key,
                     without_free_text(draft.kind, without.record)};
  const bool is_other = changed.record != draft.record || by_them;
  return is_other ? std::optional(std::move(changed)) : std::nullopt;
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
  store.read_others(0, upto, [&](const JournalEntry& entry) {  // of what was asked before, something may be said since
    if (entry.draft.kind != RecordKind::kIntroduction) return;
    auto changed = introduction_without(entry.draft, tombstones, pseudonyms, about);
    if (!changed) return;
    ++report.changed;
    entries.push_back({entry.position, entry.at, std::move(*changed)});
  });
  store.read(done_before(store, tombstones), upto, [&](const JournalEntry& entry) {
    if (entry.draft.kind == RecordKind::kIntroduction) return;
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
