/// @file
/// Small worlds told in sentences, and what their searcher sees of them.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "network/reach.h"
#include "network/viewer.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {

/// A world told in sentences. Person 0 is the searcher "me".
class Story {
 public:
  Story() { person("me"); }
  std::size_t person(const std::string& id, Sharing sharing = Sharing::kContacts, std::optional<Days> set = {}) {
    world.persons.push_back({id, true, sharing, set, ContactPolicy::kOpen});
    return world.persons.size() - 1;
  }
  std::size_t stranger(const std::string& address) {
    world.persons.push_back({"mailto:" + address, false, Sharing::kContacts, {}, ContactPolicy::kOpen});
    return world.persons.size() - 1;
  }
  std::size_t group(GroupKind kind) {
    world.groups.push_back({"g" + std::to_string(world.groups.size()), kind});
    return world.groups.size() - 1;
  }
  void mail(std::size_t from, std::size_t to, Days days_ago = 1, std::optional<std::size_t> group = {}) {
    world.events.push_back({from, {to}, world.as_of - days_ago * kSecondsPerDay, Channel::kEmail, group});
  }
  void mails(std::size_t a, std::size_t b, std::optional<std::size_t> group = {}) {
    for (Days day = 1; day <= 3; ++day) {
      mail(a, b, day, group);
      mail(b, a, day, group);
    }
  }
  void in_team(std::size_t person, std::size_t team, Days from, std::optional<Days> to = {}) {
    world.team_count = std::max(world.team_count, team + 1);
    world.roster.push_back({person, team, from, to});
  }
  void in_group(std::size_t person, std::size_t group, Days from, std::optional<Days> to = {}) {
    world.memberships.push_back({person, group, from, to});
  }

  reference::World world{{}, {}, 0, {}, {}, {}, Seconds{kToday} * kSecondsPerDay};
};

/// What a story's searcher sees on a day.
class View {
 public:
  explicit View(const Story& story, Days today = kToday, std::size_t searcher = 0) : nodes_(nodes_of(story.world)) {
    write_generation(story.world, folder_.path());
    network_.emplace(folder_.path());
    viewer_.emplace(*network_, nodes_[searcher], today);
    reach_ = ReachComputer().compute(*viewer_);
  }
  [[nodiscard]] bool may_carry(std::size_t person) const { return viewer_->may_carry(nodes_[person]); }
  [[nodiscard]] bool may_see(std::size_t person) const { return viewer_->may_see(nodes_[person]); }
  [[nodiscard]] bool is_direct(std::size_t person) const { return viewer_->is_direct(nodes_[person]); }
  [[nodiscard]] ReachMap::Entry reach(std::size_t person) const { return reach_.of(nodes_[person]); }
  [[nodiscard]] double attention(std::size_t person) const { return viewer_->attention(nodes_[person]); }
  [[nodiscard]] std::vector<ChannelCounts> counts(std::size_t a, std::size_t b) const {
    return viewer_->counts(nodes_[a], nodes_[b]);
  }
  [[nodiscard]] std::size_t tie_count(std::size_t person) const { return viewer_->arcs(nodes_[person]).size(); }
  [[nodiscard]] double strength(std::size_t a, std::size_t b) const {
    for (const Arc& arc : viewer_->arcs(nodes_[a])) {
      if (arc.to == nodes_[b]) return arc.strength();
    }
    return 0;
  }

 private:
  ScratchFolder folder_;
  std::vector<Node> nodes_;
  std::optional<Network> network_;
  std::optional<Viewer> viewer_;
  ReachMap reach_;
};

}  // namespace kennis
