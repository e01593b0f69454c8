/// @file
#include "journal/copy.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <vector>

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "journal/readable_name.h"
#include "journal/store.h"
#include "journal/tombstones.h"
#include "journal/without_erased.h"
#include "schema/fields.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyMs = 5000;
/// Looked at when two journals are compared: from the end of the shorter one.
constexpr JournalPosition kComparedMax = 1000;

Error damaged(const fs::path& index, const std::string& fault) {
  return {ErrorCode::kInvalidRequest,
          fmt::format("{}: is damaged, restore it from a backup or move it away: {}", (index / file::kJournal).string(),
                      fault),
          {}};
}

/// What was erased in one of the two is the same as what stands there in the other; a name may be a pseudonym in one, and what was written about
/// somebody empty.
bool is_same(const JournalEntry& a, const JournalEntry& b) {
  const auto is_erased = [](const JournalEntry& entry) {
    return entry.draft.kind == RecordKind::kErasure || entry.draft.record.find(kErasedName) != std::string::npos;
  };
  if (is_erased(a) || is_erased(b)) return a.position == b.position && a.at == b.at;
  const auto compared = [](const JournalEntry& entry) {
    const bool may_be_emptied = entry.draft.kind == RecordKind::kIntroduction;
    return may_be_emptied ? without_free_text(entry.draft.kind, entry.draft.record) : entry.draft.record;
  };
  return a.position == b.position && a.at == b.at && a.draft.kind == b.draft.kind && a.draft.key == b.draft.key &&
         compared(a) == compared(b);
}

/// The last entries up to a place.
std::vector<JournalEntry> entries_before(const JournalStore& store, JournalPosition upto) {
  std::vector<JournalEntry> entries;
  store.read(upto - std::min(upto, kComparedMax), upto, [&](const JournalEntry& entry) { entries.push_back(entry); });
  return entries;
}

/// True if one of the two begins with all of the other.
bool go_together(const JournalStore& a, const JournalStore& b) {
  const JournalPosition upto = std::min(a.last(), b.last());
  const auto of_a = entries_before(a, upto);
  const auto of_b = entries_before(b, upto);
  return std::equal(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), is_same);
}

/// SQLite's own copy: one transaction of the target, over one moment of the source.
void copy_pages(const fs::path& from, const fs::path& to) {
  SQLite::Database source(readable_name(from), SQLite::OPEN_READONLY | SQLite::OPEN_URI, kBusyMs);
  SQLite::Database target(to.string(), SQLite::OPEN_READWRITE, kBusyMs);
  target.exec("PRAGMA synchronous = FULL");
  SQLite::Backup backup(target, source);
  backup.executeStep(-1);
}

}  // namespace

Result<JournalCopy> copy_journal(const fs::path& from, const fs::path& to) {
  if (!has_journal(from)) return JournalCopy::kNone;
  const auto source = JournalStore::open(from, JournalStore::Access::kRead);
  if (!source) return source.error();
  if (const std::string fault = source.value()->fault(); !fault.empty()) return damaged(from, fault);
  const bool was_there = has_journal(to);
  const auto target = JournalStore::open(to, JournalStore::Access::kWrite);
  if (!target) return target.error();
  if (was_there) {
    if (const std::string fault = target.value()->fault(); !fault.empty()) return damaged(to, fault);
    if (!go_together(*source.value(), *target.value())) {
      return Error{ErrorCode::kInvalidRequest,
                   fmt::format("{}: is another journal than {}, with entries of its own: move it away first, or give "
                               "another folder",
                               (to / file::kJournal).string(), (from / file::kJournal).string()),
                   {}};
    }
    if (target.value()->last() >= source.value()->last()) return JournalCopy::kKept;
  }
  try {
    copy_pages(from / file::kJournal, to / file::kJournal);
  } catch (const std::exception& error) {
    return Error{ErrorCode::kNotWritten,
                 fmt::format("{}: {}: free space or mend the rights of the folder, then try again",
                             (to / file::kJournal).string(), error.what()),
                 {}};
  }
  return JournalCopy::kCopied;
}

std::string fault_of_journal(const fs::path& index) {
  if (!has_journal(index)) return "";
  const std::string path = (index / file::kJournal).string();
  try {
    const auto store = JournalStore::open(index, JournalStore::Access::kRead);
    if (!store) return store.error().message;
    const std::string fault = store.value()->fault();
    return fault.empty() ? "" : path + ": " + fault;
  } catch (const std::exception& error) {
    return path + ": " + error.what();
  }
}

}  // namespace kennis
