/// @file
/// The first part of a log as a network of the product's own: folded to ties once, then opened with any constants.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "evaluation/event_log.h"
#include "network/network.h"

namespace kennis {

/// Everyone in it shares with everyone.
/// Threads: one. Owns: a folder for temporary files, gone with it. Memory: the counts of all ties.
class TrainingNetwork {
 public:
  /// Silence is measured from the last of `events`. Needs: events by time, not empty.
  /// Throws std::system_error if no temporary file can be written.
  TrainingNetwork(const EventLog& log, std::span<const LoggedEvent> events);
  TrainingNetwork(const TrainingNetwork&) = delete;  // one folder, one owner
  TrainingNetwork& operator=(const TrainingNetwork&) = delete;
  ~TrainingNetwork();

  /// The network with ties reckoned by `model`; lives until the next call.
  [[nodiscard]] const Network& with(const TieModel& model);
  /// The events of each channel, each recipient counted.
  [[nodiscard]] const std::array<std::uint64_t, kChannelCount>& events_by_channel() const { return by_channel_; }

 private:
  struct Tie {
    Node low = kNoPerson;
    Node high = kNoPerson;
    std::vector<ChannelCounts> counts;  ///< forward from low
  };
  void fold(std::span<const LoggedEvent> events);

  std::filesystem::path folder_;
  Node node_max_;
  Seconds as_of_;
  std::vector<Tie> ties_;
  std::array<std::uint64_t, kChannelCount> by_channel_{};
  std::optional<Network> network_;
};

}  // namespace kennis
