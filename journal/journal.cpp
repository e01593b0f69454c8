/// @file
#include "journal/journal.h"

#include <cassert>
#include <utility>

#include "schema/fields.h"

namespace kennis {

Result<std::unique_ptr<Journal>> Journal::open(const std::filesystem::path& index, std::function<Seconds()> clock) {
  auto store = JournalStore::open(index, JournalStore::Access::kWrite);
  if (!store) return store.error();
  return std::unique_ptr<Journal>(new Journal(std::move(store).value(), std::move(clock)));
}

Journal::Journal(std::unique_ptr<JournalStore> store, std::function<Seconds()> clock)
    : store_(std::move(store)), clock_(std::move(clock)), writer_([this] { write(); }) {}

Journal::~Journal() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  work_.notify_one();
  writer_.join();
}

Result<std::vector<JournalPosition>> Journal::append(const std::vector<EntryDraft>& drafts) {
  assert(!drafts.empty());
  Waiting mine{&drafts, std::nullopt};
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  work_.notify_one();
  done_.wait(lock, [&] { return mine.outcome.has_value(); });
  return *mine.outcome;
}

void Journal::write() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::vector<Waiting*> batch;
    for (std::size_t entries = 0; !waiting_.empty() && entries < limit::kJournalCommitMax;) {
      entries += waiting_.front()->drafts->size();
      batch.push_back(waiting_.front());
      waiting_.pop_front();
    }
    lock.unlock();
    std::vector<const EntryDraft*> drafts;
    for (const Waiting* one : batch) {
      for (const EntryDraft& draft : *one->drafts) drafts.push_back(&draft);
    }
    const auto positions = store_->append(drafts, clock_());
    lock.lock();
    auto next = positions ? positions.value().begin() : std::vector<JournalPosition>::const_iterator();
    for (Waiting* one : batch) {
      if (!positions) {
        one->outcome = positions.error();
        continue;
      }
      const auto end = next + static_cast<std::ptrdiff_t>(one->drafts->size());
      one->outcome = std::vector<JournalPosition>(next, end);
      next = end;
    }
    done_.notify_all();
  }
}

}  // namespace kennis
