/// @file
#include "journal/books.h"

#include <stdexcept>

namespace kennis {
namespace {

/// The saved search that an entry removes; empty if it does not.
std::string removed_search(const Books& books, const JournalEntry& entry) {
  const bool was_there =
      entry.draft.kind == RecordKind::kSavedSearch && books.searches.find(entry.draft.key) != nullptr;
  return was_there ? entry.draft.key : std::string();
}

void take(Books& books, const JournalEntry& entry) {
  std::optional<Error> passed_over;  // damaged, or against the rules: it counts as if it were not there
  switch (entry.draft.kind) {
    case RecordKind::kIntroduction:
      passed_over = books.introductions.take(entry);
      break;
    case RecordKind::kRefusal:
      passed_over = books.refusals.take(entry);
      break;
    case RecordKind::kSavedSearch: {
      const std::string before = removed_search(books, entry);
      passed_over = books.searches.take(entry);
      if (!before.empty() && books.searches.find(before) == nullptr) books.alerts.forget(before);
      break;
    }
    case RecordKind::kAlert:
      passed_over = books.alerts.take(entry);
      break;
    case RecordKind::kDelivery:
      passed_over = books.alerts.take_delivery(entry);
      break;
    case RecordKind::kPool:
      passed_over = books.pools.take(entry);
      break;
    default:
      break;
  }
}

}  // namespace

void Books::catch_up(const JournalStore& store) {
  const JournalPosition last = store.last();
  if (last <= position) return;
  bool was_erased = false;
  store.read_others(position, last, [&](const JournalEntry& entry) {
    was_erased = was_erased || entry.draft.kind == RecordKind::kErasure;
    take(*this, entry);
  });
  if (was_erased && position > 0) {  // what was read before may have been blanked since
    *this = Books{};
    store.read_others(0, last, [&](const JournalEntry& entry) { take(*this, entry); });
  }
  position = last;
}

void LiveBooks::read(const std::function<void(const Books&)>& use) {
  const std::lock_guard lock(mutex_);
  if (!store_ && has_journal(index_)) {
    auto store = JournalStore::open(index_, JournalStore::Access::kRead);
    if (!store) throw std::runtime_error(store.error().message);
    store_ = std::move(store).value();
  }
  if (store_) books_.catch_up(*store_);
  use(books_);
}

Result<std::vector<JournalPosition>> LiveBooks::append(Journal& journal, const Decision& decide) {
  return journal.append_decided([&](const JournalStore& store) {
    const std::lock_guard lock(mutex_);
    books_.catch_up(store);
    return decide(books_);
  });
}

}  // namespace kennis
