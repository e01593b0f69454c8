/// @file
/// Who is known by what in a generation, with what has changed since the build whose files it shares.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "journal/generation_changes.h"
#include "journal/live_network.h"
#include "network/network.h"
#include "network/people.h"
#include "network/statements.h"
#include "schema/generation_lease.h"
#include "schema/profile_lines.h"
#include "schema/profile_records.h"

namespace kennis {

/// Threads: one at a time. Cost: where it shares files, replays what has changed, some 0.1 ms a profile. Errors: as opening its parts.
class GenerationPeople {
 public:
  explicit GenerationPeople(const std::filesystem::path& generation);

  [[nodiscard]] const People& people() const { return replay_ ? replay_->now->people() : people_; }
  /// Whether several profiles claim the name, which names none of them.
  [[nodiscard]] bool is_contested(const std::string& name) const;
  /// Whether what has changed since the build names one of these. Cost: a search of all its texts.
  [[nodiscard]] bool changes_name(const std::set<std::string>& names) const;
  /// The record of a profile; empty of whoever has none.
  [[nodiscard]] std::string record(Node node) const {
    return replay_ ? replay_->live->record(node) : std::string(records_.of(node));
  }

 private:
  struct Replay {
    Replay(const std::filesystem::path& generation, const ProfileRecords& records);
    Network network;
    Statements statements;
    std::unique_ptr<LiveNetwork> live;
    std::unique_ptr<const Network> now;
    std::vector<Change> changes;
  };

  GenerationLease lease_;
  People people_;
  ProfileRecords records_;
  ProfileLines lines_;
  std::unique_ptr<Replay> replay_;  ///< none: nothing has changed
};

}  // namespace kennis
