/// @file
#include "searcher/live.h"

#include <algorithm>
#include <future>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "journal/change_replay.h"
#include "schema/event_hash.h"

namespace kennis {
namespace {

/// More changes than this are not looked at one by one: to reckon the reach anew costs less.
constexpr std::ptrdiff_t kChangesMax = 4096;

}  // namespace

Live::Live(LiveBase base)
    : base_(std::move(base)),
      replay_({base_.network, base_.statements, [this](Node node) { return std::string(base_.records->of(node)); },
               [this](const Interaction& event) {
                 const std::uint64_t hash = hash_of_event(event);
                 return in_changes_.contains(hash) || base_.events->has(hash);
               }}),
      erased_(base_.tombstones),
      maker_(base_.document_context(), base_.columns),
      state_(std::make_shared<const LiveState>(LiveState{base_.position, *base_.network, {}, {}, postings_})) {
  if (const Tombstones all = Tombstones::of(base_.index); !all.empty()) (void)replay_.erase(all, {});
  open_store();
}

/// Once: over whom the generation knows must not be contacted, and under what the journal says of introductions. What has changed is taken as the
/// generation has it; whoever was erased since is taken away then.
void Live::begin_generation() {
  if (std::exchange(has_begun_, true)) return;
  if (!base_.changes.empty()) take_generation_changes();
  look_at_tombstones();
  auto masked = state_->masked;
  take_changes(base_.position, masked);
  if (base_.changes.empty() && erased_ == base_.tombstones) return;
  state_ = std::make_shared<const LiveState>(
      LiveState{state_->position, replay_.network(), documents_.snapshot(), std::move(masked), postings_});
}

void Live::take_generation_changes() {
  const GenerationChanges all = read_generation_changes(base_.changes);
  std::unordered_set<std::uint64_t> events;
  replay_changes(replay_, all.changes, [&](const ReadChange& change, const std::optional<Error>& error) {
    if (error && base_.warn) base_.warn(fmt::format("a change of the generation is passed over: {}", error->message));
    if (error || change.change->kind != ChangeKind::kInteraction || change.interaction->deleted) return;
    events.insert(hash_of_event(*change.interaction));
  });
  in_changes_ = std::move(events);  // what the generation has of an event it keeps, as of one of its files
}

/// Whoever was erased since is not there, in whatever generation.
std::vector<std::string> Live::look_at_tombstones() {
  const Tombstones all = Tombstones::of(base_.index);
  if (all.mark() == erased_) return all.empty() ? std::vector<std::string>() : replay_.erase(all, {});
  std::vector<std::string> events = replay_.erase(all, all.behind(erased_));
  erased_ = all.mark();
  return events;
}

/// Who was said to be left alone before the generation was built: its profiles do not say so.
void Live::remember_bars() {
  store_->read_others(0, base_.position, [&](const JournalEntry& entry) {
    if (entry.draft.kind != RecordKind::kDoNotContact) return;
    if (const auto error = replay_.remember(entry); error && base_.warn) base_.warn(error->message);
  });
}

void Live::open_store() {
  if (!has_journal(base_.index)) return begin_generation();
  auto store = JournalStore::open(base_.index, JournalStore::Access::kRead);
  if (!store) throw std::runtime_error(store.error().message);
  store_ = std::move(store).value();
  remember_bars();
  begin_generation();
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
      LiveState{base_.position, replay_.network(), documents_.snapshot(), state_->masked, postings_});
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

/// An event that somebody erased had taken over is what it was before.
void Live::take_erasure(JournalPosition position) {
  for (const std::string& event : look_at_tombstones()) {
    store_->read_of(RecordKind::kInteraction, event, base_.position, position,
                    [this](const JournalEntry& before) { take(before); });
  }
}

void Live::catch_up(JournalPosition upto) {
  std::vector<JournalEntry> entries;
  store_->read(state_->position, upto, [&](const JournalEntry& entry) { entries.push_back(entry); });
  auto masked = state_->masked;
  for (const JournalEntry& entry : entries) {
    if (entry.draft.kind == RecordKind::kErasure) take_erasure(entry.position);
    take(entry);
    take_changes(entry.position, masked);
  }
  state_ = std::make_shared<const LiveState>(
      LiveState{upto, replay_.network(), documents_.snapshot(), std::move(masked), postings_});
}

void Live::take_changes(JournalPosition position, std::vector<Node>& masked) {
  LiveNetwork::Changes changes = replay_.take_changes();
  for (const Node node : changes.ties) changes_.emplace_back(position, node);
  if (changes.rosters) rosters_changed_ = position;
  if (changes.documents.empty()) return;
  take_documents(changes.documents);
  for (const Node node : changes.documents) {
    if (node <= base_.network->people().profile_count()) masked.push_back(node);
  }
  std::sort(masked.begin(), masked.end());
  masked.erase(std::unique(masked.begin(), masked.end()), masked.end());
}

/// Many are made by several threads: each by one of them, and they are put in their order.
void Live::take_documents(const std::vector<Node>& nodes) {
  constexpr std::size_t kFew = 64;
  if (nodes.size() < kFew) {
    for (const Node node : nodes) {
      auto document = make(replay_.source(node), maker_);
      if (document) postings_->add(node, document);
      documents_.put(node, std::move(document));
    }
    return;
  }
  std::vector<std::shared_ptr<const LiveDocument>> all(nodes.size());
  const std::size_t parts = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::future<void>> making;
  for (std::size_t part = 0; part < parts; ++part) {
    making.push_back(std::async(std::launch::async, [&all, &nodes, part, parts, this] {
      DocumentMaker maker(base_.document_context(), base_.columns);
      for (std::size_t i = part; i < all.size(); i += parts) all[i] = make(replay_.source(nodes[i]), maker);
    }));
  }
  for (std::future<void>& one : making) one.get();
  std::vector<LivePostings::Entry> entries;
  entries.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i]) entries.emplace_back(nodes[i], all[i]);
    documents_.put(nodes[i], std::move(all[i]));
  }
  postings_->add_all(std::move(entries));
}

std::shared_ptr<const LiveDocument> Live::make(DocumentSource source, DocumentMaker& maker) const {
  if (source.record.empty()) return nullptr;
  if (base_.made) {
    if (auto found = base_.made->find(hash_of(source))) {
      return std::make_shared<const LiveDocument>(std::move(source.record), found->view, std::move(found->values),
                                                  base_.made);
    }
  }
  MadeDocument made = maker.make(source);
  return std::make_shared<const LiveDocument>(std::move(source.record), std::move(made));
}

std::vector<Live::Concerned> Live::concerned(const LiveState& state, std::span<const std::uint32_t> scopes,
                                             const std::vector<Node>& nodes) const {
  const std::lock_guard lock(mutex_);
  const People& people = state.network.people();
  std::vector<Concerned> all;
  for (const Node node : nodes) {
    const bool is_known =
        people.has_profile(node) && people.rights(node).contact_policy != ContactPolicy::kDoNotContact;
    const auto* live = state.documents.find(node);
    const bool is_found = is_known && (live == nullptr || (*live && (*live)->is_searchable()));
    Concerned& one = all.emplace_back(Concerned{node, replay_.is_barred(node), {}});
    if (live != nullptr) one.made.base = *live;
    if (!is_found) continue;
    one.made.statements = replay_.statements(node, scopes);
    if (one.made.statements == replay_.statements(node)) one.made.statements.clear();
  }
  return all;
}

std::unique_ptr<DocumentMaker> Live::idle_maker() {
  const std::lock_guard lock(makers_mutex_);
  if (idle_makers_.empty()) return std::make_unique<DocumentMaker>(base_.document_context(), base_.columns);
  auto maker = std::move(idle_makers_.back());
  idle_makers_.pop_back();
  return maker;
}

void Live::give_back(std::unique_ptr<DocumentMaker> maker) {
  const std::lock_guard lock(makers_mutex_);
  idle_makers_.push_back(std::move(maker));
}

std::shared_ptr<const LiveState> Live::for_members(const std::shared_ptr<const LiveState>& state,
                                                   std::span<const std::uint32_t> scopes, const LiveState* earlier) {
  if (scopes.empty()) return state;
  auto maker = idle_maker();
  std::vector<LiveState::Talk> talk;
  {
    const std::lock_guard lock(mutex_);
    replay_.for_each_statement_in(scopes, [&](Node node, std::string_view skill) {
      talk.push_back({node, &statement_terms_.of(skill, *maker)});
    });
  }
  give_back(std::move(maker));
  if (talk.empty()) return state;
  std::sort(talk.begin(), talk.end(), [](const auto& a, const auto& b) { return a.node < b.node; });
  auto seen = std::make_shared<LiveState>(*state);
  seen->talk = std::make_shared<const std::vector<LiveState::Talk>>(std::move(talk));
  seen->members_postings = std::make_shared<LivePostings>(postings_.get());
  seen->postings = seen->members_postings;
  if (earlier == nullptr || earlier->of_members.empty()) return seen;
  std::vector<Node> nodes;
  for (const auto& [node, made] : earlier->of_members) nodes.push_back(node);
  std::vector<Concerned> all = concerned(*state, scopes, nodes);
  std::erase_if(all, [&](Concerned& one) {
    LiveState::MembersDocument& made = one.made;
    const LiveState::MembersDocument& before = earlier->of_members.at(one.node);
    if (before.base != made.base || before.statements != made.statements) return true;
    made.document = before.document;
    return false;
  });
  add_documents(std::move(all), *seen);
  return seen;
}

std::shared_ptr<const LiveState> Live::with_documents(const std::shared_ptr<const LiveState>& state,
                                                      std::span<const std::uint32_t> scopes,
                                                      const std::optional<TermHashes>& terms) {
  if (!state->talk || (terms && terms->empty())) return state;
  std::unordered_map<const StatementTerms*, bool> matters;
  std::vector<Node> nodes;
  for (const LiveState::Talk& talk : *state->talk) {
    if (!nodes.empty() && nodes.back() == talk.node) continue;
    const auto [known, is_new] = matters.try_emplace(talk.terms, true);
    if (is_new && terms) known->second = have_one_in_common(*talk.terms, *terms);
    if (known->second && !state->of_members.contains(talk.node)) nodes.push_back(talk.node);
  }
  if (nodes.empty()) return state;
  auto seen = std::make_shared<LiveState>(*state);
  std::vector<Concerned> all = concerned(*state, scopes, nodes);
  auto maker = idle_maker();
  for (auto& [node, is_barred, made] : all) {  // nobody waits for these: the journal goes on meanwhile
    if (made.statements.empty()) continue;
    std::string record = made.base ? made.base->record() : std::string(base_.records->of(node));
    made.document = make({std::move(record), is_barred, made.statements}, *maker);
  }
  give_back(std::move(maker));
  add_documents(std::move(all), *seen);
  return seen;
}

void Live::add_documents(std::vector<Concerned> all, LiveState& seen) const {
  (void)seen.documents.snapshot();  // what the copies share is not changed in place
  for (auto& [node, is_barred, made] : all) {
    if (made.document) {
      seen.members_postings->add(node, made.document);
      seen.documents.put(node, made.document);
      if (node <= base_.network->people().profile_count()) seen.masked.push_back(node);
    }
    seen.of_members.emplace(node, std::move(made));
  }
  std::sort(seen.masked.begin(), seen.masked.end());
  seen.masked.erase(std::unique(seen.masked.begin(), seen.masked.end()), seen.masked.end());
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
