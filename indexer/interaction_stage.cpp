/// @file
#include "indexer/interaction_stage.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "indexer/tie_fold.h"
#include "schema/event_hash.h"
#include "schema/fields.h"
#include "schema/said_skills.h"
#include "schema/text.h"

namespace kennis {

std::uint32_t SkillNames::index_of(const std::string& folded) {
  const std::lock_guard lock(mutex_);
  const auto [entry, is_new] = indexes_.try_emplace(folded, static_cast<std::uint32_t>(names_.size()));
  if (is_new) names_.push_back(&entry->first);
  return entry->second;
}

std::uint32_t GroupScopes::index_of(const std::string& group) {
  const auto [entry, is_new] = indexes_.try_emplace(group, static_cast<std::uint32_t>(ids_.size()));
  if (is_new) {
    ids_.push_back(group);
    kinds_.push_back(GroupKind::kClosed);
    open_since_.push_back(kAlwaysOpen);
  }
  return entry->second;
}

std::uint32_t GroupScopes::scope_of(const std::string& group, Seconds at) {
  if (group.empty()) return kPublicScope;
  const std::lock_guard lock(mutex_);
  const std::uint32_t index = index_of(group);
  return kinds_[index] == GroupKind::kOpen && at >= open_since_[index] ? kPublicScope : index + 1;
}

void GroupScopes::finish() {
  std::vector<std::uint32_t> order;
  for (std::size_t i = known_; i < ids_.size(); ++i) order.push_back(static_cast<std::uint32_t>(i));
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return ids_[a] < ids_[b]; });
  final_.resize(order.size());
  std::vector<std::string> sorted(ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(known_));
  for (const std::uint32_t index : order) {
    final_[index - known_] = static_cast<std::uint32_t>(sorted.size());
    sorted.push_back(ids_[index]);
  }
  ids_ = std::move(sorted);
  for (std::uint32_t i = 0; i < ids_.size(); ++i) indexes_[ids_[i]] = i;
}

void GroupScopes::set_kind(const std::string& group, GroupKind kind, Seconds open_since) {
  const std::uint32_t index = index_of(group);
  kinds_[index] = kind;
  open_since_[index] = open_since;
}

InteractionStage::InteractionStage(const Shared& shared, std::vector<std::string> file_names, std::size_t workers)
    : shared_(shared), file_names_(std::move(file_names)), workers_(workers) {}

std::unique_ptr<BlockResult> InteractionStage::work(const Block& block, std::size_t slot) {
  auto result = std::make_unique<Result>();
  Worker& worker = workers_[slot];
  struct Line {
    std::string_view text;
    std::uint64_t number;
  };
  const auto reject = [&](const Line& line, std::string reason) {
    result->rejects.push_back({file_names_[block.file], line.number, std::move(reason), std::string(line.text)});
  };
  std::optional<Line> at_hand;
  const auto take_at_hand = [&] {
    if (!at_hand) return;
    std::string reason = take(order_of(block.file, at_hand->number), slot, *result);
    if (!reason.empty()) reject(*at_hand, std::move(reason));
    at_hand.reset();
  };
  for_each_line(block, [&](std::string_view text, std::uint64_t number) {
    ++result->lines;
    std::string reason = block.overlong ? reason_of_overlong() : read_line(text, worker);
    take_at_hand();
    if (!reason.empty()) return reject({text, number}, std::move(reason));
    worker.second_is_next = !worker.second_is_next;
    at_hand = {text, number};
  });
  take_at_hand();
  return result;
}

std::string InteractionStage::read_line(std::string_view line, Worker& worker) const {
  Worker::Read& next = worker.next();
  const auto read = worker.reader.interaction(line, next.interaction);
  if (!read) return read.error().message;
  next.from = shared_.directory->look_ahead(next.interaction.from);
  next.to.clear();
  for (const std::string& to : next.interaction.to) next.to.push_back(shared_.directory->look_ahead(to));
  return {};
}

std::string InteractionStage::take(std::uint64_t order, std::size_t slot, Result& result) {
  Worker& worker = workers_[slot];
  const Seconds at = worker.interaction().at;
  if (at > shared_.latest_allowed) {
    return fmt::format("at: {} lies in the future of {}", format_instant(at),
                       format_instant(shared_.latest_allowed - kSecondsPerDay));
  }
  if (at > shared_.latest_counted) {
    ++result.left_out;
    return {};
  }
  if (!add_event(worker, order, slot)) ++result.erased;
  return {};
}

void InteractionStage::find_topics(Worker& worker) {
  worker.topics.clear();
  for (const std::string& topic : worker.interaction().topics) {
    if (worker.topics.size() == limit::kTopicsOfEventMax) return;
    std::string name(cut_text(topic, limit::kTopicBytesMax));
    if (name.empty()) continue;
    const auto known = worker.known_topics.find(name);
    if (known != worker.known_topics.end()) {
      worker.topics.push_back(known->second);
      continue;
    }
    const std::uint32_t index = shared_.topics->index_of(name) + 1;
    worker.known_topics.emplace(std::move(name), index);
    worker.topics.push_back(index);
  }
}

/// What a post or comment in a group is about, is evidence of who wrote it: for everybody where the group is open.
void InteractionStage::add_talk(Worker& worker, const EventEntry& entry, std::size_t slot, std::size_t partition) {
  for_each_talked(worker.interaction(), [&](std::string_view name) {
    const auto [known, is_new] = worker.known_skills.try_emplace(std::string(name), 0);
    if (is_new) known->second = shared_.skills->index_of(fold_case(name)) + 1;
    EventEntry talk = entry;
    talk.first = false;
    talk.about = known->second;
    talk.about_what = About::kTalk;
    shared_.events->add(slot, partition, talk);
  });
}

bool InteractionStage::add_event(Worker& worker, std::uint64_t order, std::size_t slot) {
  const Worker::Read& read = worker.at_hand();
  const Interaction& interaction = read.interaction;
  EventEntry entry;
  entry.event = hash_of_event(interaction);
  entry.check = check_of_event(interaction) & kEventCheckMask;
  entry.order = order;
  entry.at = interaction.at;
  entry.channel = interaction.channel;
  entry.deleted = interaction.deleted;
  const std::size_t partition = EventFold::partition_of(entry);
  worker.recipients.clear();
  std::size_t erased = 0;
  if (!interaction.deleted) {
    entry.from = shared_.directory->resolve(interaction.from, read.from);
    if (Directory::is_erased(entry.from)) return false;
    for (std::size_t i = 0; i < interaction.to.size(); ++i) {
      worker.recipients.push_back(shared_.directory->resolve(interaction.to[i], read.to[i]));
    }
    std::sort(worker.recipients.begin(), worker.recipients.end());
    worker.recipients.erase(std::unique(worker.recipients.begin(), worker.recipients.end()), worker.recipients.end());
    erased = static_cast<std::size_t>(
        std::count_if(worker.recipients.begin(), worker.recipients.end(), Directory::is_erased));
    worker.recipients.resize(worker.recipients.size() - erased);  // theirs are the largest
    if (erased > 0 && worker.recipients.empty() && !is_talk(interaction)) return false;
    entry.scope = shared_.groups->scope_of(interaction.group, interaction.at);
    worker.topics.clear();
    if (is_endorsement(interaction)) {
      entry.about = shared_.skills->index_of(fold_case(interaction.skill)) + 1;
    } else {
      find_topics(worker);
      entry.about = worker.topics.empty() ? 0 : worker.topics.front();
      entry.about_what = About::kTopic;
    }
    if (is_talk(interaction)) add_talk(worker, entry, slot, partition);
  }
  if (worker.recipients.empty()) {
    shared_.events->add(slot, partition, entry);
    return true;
  }
  const auto to_self = std::count(worker.recipients.begin(), worker.recipients.end(), entry.from);
  const std::size_t others = worker.recipients.size() + erased - static_cast<std::size_t>(to_self);
  entry.share = static_cast<std::uint32_t>(share_of_event(std::max<std::size_t>(1, others)));
  // Each entry is filled where it lies: see PartitionedStore::place.
  const auto place = [&](Node to) -> EventEntry& {
    EventEntry& placed = shared_.events->place(slot, partition);
    placed.event = entry.event;
    placed.order = entry.order;
    placed.at = entry.at;
    placed.from = entry.from;
    placed.to = to;
    placed.scope = entry.scope;
    placed.share = entry.share;
    placed.about = entry.about;
    placed.check = entry.check;
    placed.channel = entry.channel;
    placed.about_what = entry.about_what;
    return placed;
  };
  for (const Node& to : worker.recipients) {
    place(to).first = &to == worker.recipients.data();
    for (std::size_t i = 1; i < worker.topics.size(); ++i) {
      EventEntry& further = place(to);
      further.first = false;
      further.about = worker.topics[i];
      further.about_what = About::kFurtherTopic;
    }
  }
  return true;
}

}  // namespace kennis
