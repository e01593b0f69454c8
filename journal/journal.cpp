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
  Waiting mine{.drafts = &drafts};
  return wait_for(mine);
}

Result<std::vector<JournalPosition>> Journal::append_decided(const Decision& decide) {
  Waiting mine{.decide = &decide};
  return wait_for(mine);
}

Result<std::vector<JournalPosition>> Journal::wait_for(Waiting& mine) {
  std::unique_lock lock(mutex_);
  waiting_.push_back(&mine);
  work_.notify_one();
  done_.wait(lock, [&] { return mine.is_done; });
  return *mine.outcome;
}

void Journal::write() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [&] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::vector<Waiting*> batch = take_batch();
    lock.unlock();
    write_batch(batch);
    lock.lock();
    for (Waiting* one : batch) one->is_done = true;
    done_.notify_all();
  }
}

std::vector<Journal::Waiting*> Journal::take_batch() {
  std::vector<Waiting*> batch;
  std::size_t entries = 0;
  while (!waiting_.empty() && entries < limit::kJournalCommitMax) {
    Waiting* next = waiting_.front();
    if (next->decide != nullptr && !batch.empty()) break;
    batch.push_back(next);
    waiting_.pop_front();
    if (next->decide != nullptr) break;
    entries += next->drafts->size();
  }
  return batch;
}

void Journal::write_batch(const std::vector<Waiting*>& batch) {
  if (batch.front()->decide != nullptr) {
    batch.front()->outcome = store_->append_decided([&] { return (*batch.front()->decide)(*store_); }, clock_());
    return;
  }
  std::vector<const EntryDraft*> drafts;
  for (const Waiting* one : batch) {
    for (const EntryDraft& draft : *one->drafts) drafts.push_back(&draft);
  }
  const auto positions = store_->append(drafts, clock_());
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
}

}  // namespace kennis
