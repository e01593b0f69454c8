/// @file
#include "searcher/live.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "schema/event_hash.h"

namespace kennis {
namespace {

/// More changes than this are not looked at one by one: to reckon the reach anew costs less.
constexpr std::ptrdiff_t kChangesMax = 4096;

}  // namespace

Live::Live(LiveBase base)
    : base_(std::move(base)),
      replay_({base_.network, base_.statements, [this](Node node) { return std::string(base_.records->of(node)); },
               [this](const Interaction& event) { return base_.events->has(hash_of_event(event)); }}),
      erased_(base_.tombstones),
      builder_(DocumentContext{base_.known_runs, day_of(base_.network->as_of()), base_.skills}),
      values_(base_.network->as_of()),
      state_(std::make_shared<const LiveState>(LiveState{base_.position, *base_.network, {}, {}})) {
  look_at_tombstones();
  std::vector<Node> masked;
  take_changes(base_.position, masked);
  if (erased_ != base_.tombstones) {
    state_ = std::make_shared<const LiveState>(
        LiveState{base_.position, replay_.network(), documents_.snapshot(), std::move(masked)});
  }
  open_store();
}

/// Whoever was erased since is not there, in whatever generation.
void Live::look_at_tombstones() {
  const Tombstones all = Tombstones::of(base_.index);
  if (all.mark() == erased_) {
    if (!all.empty()) replay_.erase(all, {});
    return;
  }
  replay_.erase(all, all.behind(erased_));
  erased_ = all.mark();
}

/// Who was said to be left alone before the generation was built: its profiles do not say so.
void Live::remember_bars() {
  store_->read_others(0, base_.position, [&](const JournalEntry& entry) {
    if (entry.draft.kind != RecordKind::kDoNotContact) return;
    if (const auto error = replay_.remember(entry); error && base_.warn) base_.warn(error->message);
  });
}

void Live::open_store() {
  if (!has_journal(base_.index)) return;
  auto store = JournalStore::open(base_.index, JournalStore::Access::kRead);
  if (!store) throw std::runtime_error(store.error().message);
  store_ = std::move(store).value();
  remember_bars();
  const JournalPosition last = store_->last();
  take_refusals(std::min(base_.position, last));
  if (last >= base_.position) return;
  if (base_.warn) {
    base_.warn(
        fmt::format("the journal ends at {}, the generation has it up to {}: it was lost or restored; what is written "
                    "from here on counts, what was lost is in the generation alone",
                    last, base_.position));
  }
  LiveState state = *state_;
  state.position = last;
  state_ = std::make_shared<const LiveState>(std::move(state));
}

void Live::take_refusals(JournalPosition upto) {
  bool any = false;
  store_->read_others(0, upto, [&](const JournalEntry& entry) {
    if (entry.draft.kind != RecordKind::kRefusal) return;
    any = true;
    take(entry);
  });
  (void)replay_.take_changes();
  if (!any) return;
  state_ = std::make_shared<const LiveState>(
      LiveState{base_.position, replay_.network(), documents_.snapshot(), state_->masked});
}

void Live::take(const JournalEntry& entry) {
  if (const auto error = replay_.take(entry); error && base_.warn) {
    base_.warn(fmt::format("entry {} of the journal is passed over: {}", entry.position, error->message));
  }
}

std::shared_ptr<const LiveState> Live::now() {
  const std::lock_guard lock(mutex_);
  if (!store_) open_store();
  if (!store_) return state_;
  const JournalPosition last = base_.stop ? std::min(*base_.stop, store_->last()) : store_->last();
  if (last > state_->position) catch_up(last);
  return state_;
}

void Live::catch_up(JournalPosition upto) {
  std::vector<JournalEntry> entries;
  store_->read(state_->position, upto, [&](const JournalEntry& entry) { entries.push_back(entry); });
  auto masked = state_->masked;
  for (const JournalEntry& entry : entries) {
    if (entry.draft.kind == RecordKind::kErasure) look_at_tombstones();
    take(entry);
    take_changes(entry.position, masked);
  }
  state_ =
      std::make_shared<const LiveState>(LiveState{upto, replay_.network(), documents_.snapshot(), std::move(masked)});
}

void Live::take_changes(JournalPosition position, std::vector<Node>& masked) {
  LiveNetwork::Changes changes = replay_.take_changes();
  for (const Node node : changes.ties) changes_.emplace_back(position, node);
  if (changes.rosters) rosters_changed_ = position;
  if (changes.documents.empty()) return;
  for (const Node node : changes.documents) {
    take_document(node);
    if (node <= base_.network->people().profile_count()) masked.push_back(node);
  }
  std::sort(masked.begin(), masked.end());
  masked.erase(std::unique(masked.begin(), masked.end()), masked.end());
}

void Live::take_document(Node node) {
  std::string record = replay_.record(node);
  if (record.empty()) {
    documents_.put(node, nullptr);
    return;
  }
  std::string text = record;
  text.append(simdjson::SIMDJSON_PADDING, '\0');
  auto profile = reader_.profile(std::string_view(text).substr(0, record.size()));
  if (!profile) throw std::runtime_error("a stored record cannot be read: " + profile.error().message);
  if (replay_.is_barred(node)) profile.value().contact_policy = ContactPolicy::kDoNotContact;
  values_.read(profile.value());
  builder_.build(profile.value(), replay_.statements(node), terms_);
  auto document = std::make_shared<const LiveDocument>(std::move(record), terms_, own_values(values_));
  postings_.add(node, document);
  documents_.put(node, std::move(document));
}

bool Live::concerned(JournalPosition from, JournalPosition to, const std::function<bool(Node)>& concerns) const {
  const std::lock_guard lock(mutex_);
  if (rosters_changed_ > from) return true;
  const auto behind = [](JournalPosition position, const auto& change) { return position < change.first; };
  const auto first = std::upper_bound(changes_.begin(), changes_.end(), from, behind);
  const auto last = std::upper_bound(first, changes_.end(), to, behind);
  return last - first > kChangesMax ||
         std::any_of(first, last, [&](const auto& change) { return concerns(change.second); });
}

}  // namespace kennis
