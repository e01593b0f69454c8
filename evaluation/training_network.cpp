/// @file
#include "evaluation/training_network.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <system_error>
#include <unistd.h>

#include "network/graph_writer.h"
#include "network/tie_constants.h"
#include "network/ties_writer.h"
#include "schema/fields.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// In memory where there is a file system for that: a fit opens hundreds of networks.
fs::path make_folder() {
  const fs::path memory = "/dev/shm";
  const fs::path parent = ::access(memory.c_str(), W_OK) == 0 ? memory : fs::temp_directory_path();
  std::string name = (parent / "kennis_evaluation_XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
  return name;
}

void write_everyone(const fs::path& folder, const EventLog& log) {
  PeopleColumns people;
  std::vector<IdentifierEntry> identifiers;
  for (Node node = 1; node <= log.node_max(); ++node) {
    people.add(log.persons[node], {Sharing::kEveryone, ContactPolicy::kOpen, true}, kNeverSet);
    identifiers.push_back({hash_of_identifier(log.persons[node]), node});
  }
  people.profile_count = log.node_max();
  write_people(folder / file::kPeople, people);
  write_identifiers(folder / file::kIdentifiers, std::move(identifiers));
  write_rosters(folder / file::kRosters, {});
}

}  // namespace

TrainingNetwork::TrainingNetwork(const EventLog& log, std::span<const LoggedEvent> events)
    : folder_(make_folder()), node_max_(log.node_max()), as_of_(events.back().at) {
  write_everyone(folder_, log);
  write_ties(folder_ / file::kTies,
             TiesPart(as_of_));  // reach reads what is counted inside groups alone, and there are none
  fold(events);
}

TrainingNetwork::~TrainingNetwork() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void TrainingNetwork::fold(std::span<const LoggedEvent> events) {
  std::map<std::pair<Node, Node>, std::vector<ChannelCounts>> pairs;
  for (const LoggedEvent& event : events) {
    for (const Node to : event.to) {
      ChannelCounts counts{event.channel, 0, 0, 0, 0, 0, 0};
      const bool forward = event.from < to;
      (forward ? counts.forward : counts.backward) = share_of_event(event.to.size());
      (forward ? counts.last_forward : counts.last_backward) = event.at;
      (forward ? counts.events_forward : counts.events_backward) = 1;
      add_counts(pairs[std::minmax(event.from, to)], {counts});
      ++by_channel_[static_cast<std::size_t>(event.channel)];
    }
  }
  ties_.reserve(pairs.size());
  for (auto& [pair, counts] : pairs) ties_.push_back({pair.first, pair.second, std::move(counts)});
}

const Network& TrainingNetwork::with(const TieModel& model) {
  std::vector<PairStrength> pairs;
  pairs.reserve(ties_.size());
  for (const Tie& tie : ties_) pairs.push_back(pair_strength(model, tie.low, tie.high, tie.counts, as_of_));
  network_.reset();
  write_graph(folder_ / file::kGraph, pairs, node_max_, model, as_of_);
  write_tie_model(folder_ / file::kConstants, model);
  network_.emplace(folder_);
  return *network_;
}

}  // namespace kennis
