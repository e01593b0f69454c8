/// @file
/// Who reaches whom, worked out the slow and obvious way, straight from spec sections 5, 6 and 8: no file, no graph, no cut lists.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "network/tie_model.h"
#include "schema/records.h"

namespace kennis::reference {

struct Person {
  std::string id;
  bool has_profile = true;
  Sharing sharing = Sharing::kContacts;
  std::optional<Days> sharing_set;  ///< the day on which the person set it; none: never
  ContactPolicy contact_policy = ContactPolicy::kOpen;
};

/// Persons and groups are named by their index in the world.
struct Event {
  std::size_t from = 0;
  std::vector<std::size_t> to;
  Seconds at = 0;
  Channel channel = Channel::kMessage;
  std::optional<std::size_t> group;
};

struct Group {
  std::string id;
  GroupKind kind = GroupKind::kOpen;
};

/// A stay in a group or a team: its first day, and the day on which it is over, if that is known.
struct Stay {
  std::size_t person = 0;
  std::size_t place = 0;
  Days from = 0;
  std::optional<Days> to;
};

struct World {
  std::vector<Person> persons;
  std::vector<Group> groups;
  std::size_t team_count = 0;
  std::vector<Event> events;
  std::vector<Stay> memberships;
  std::vector<Stay> roster;
  Seconds as_of = 0;
  TieModel model = default_tie_model();
  std::size_t organisation_count = 0;
  std::vector<Stay> employments = {};  ///< `to` is the last day, as in a profile
};

/// A way from the searcher to somebody, both included.
struct Way {
  std::vector<std::size_t> persons;
  double chance = 0;
  std::string context = {};  ///< of a last step over a context: its name
  bool counts = true;
};

/// A context that two persons share, and how strong it makes them.
struct Shared {
  std::string name;
  double strength = 0;
  bool introduces = false;
};

/// `Org 3`: what profiles call an organisation.
[[nodiscard]] std::string name_of_organisation(std::size_t organisation);

struct Answer {
  int degree = 0;  ///< 0: not reached
  double closeness = 0;
  std::vector<Way> ways;  ///< that are shown
};

/// Answers for one searcher on one day by trying everything.
///
/// Strengths are rounded to 2^-29 and an event's share among its recipients to 2^-16, as the files hold them: without that nothing could
/// be compared to 1e-9. Only the constants of network/tie_model.h are shared with what is tested.
/// Cost: events · pairs to make, persons² an answer.
class LinearReach {
 public:
  LinearReach(const World& world, std::size_t searcher, Days today);

  /// t(a, b) from what the searcher may know of; 0 if there is no tie.
  [[nodiscard]] double strength(std::size_t a, std::size_t b) const { return strengths_[a][b]; }
  /// κ(a).
  [[nodiscard]] double attention(std::size_t a) const;
  /// True if `a` has a direct tie with the searcher.
  [[nodiscard]] bool is_direct(std::size_t a) const;
  /// True if the searcher may go over `a`'s ties.
  [[nodiscard]] bool may_carry(std::size_t a) const;
  [[nodiscard]] Answer reach(std::size_t candidate) const;
  /// What a step that `a` takes towards `b` counts for: t, or δ of it if a never acted towards b.
  [[nodiscard]] double step(std::size_t a, std::size_t b) const;
  /// Where `a` and `b` were at the same time, as far as the searcher may know.
  [[nodiscard]] std::vector<Shared> shared(std::size_t a, std::size_t b) const;

 private:
  [[nodiscard]] Answer reach_over_ties(std::size_t candidate) const;
  [[nodiscard]] std::vector<Way> ways_over_two(std::size_t candidate) const;
  void add_contexts(std::size_t candidate, Answer& answer) const;
  [[nodiscard]] std::optional<Shared> shared_in(const std::vector<Stay>& stays, std::size_t place, std::size_t a,
                                                std::size_t b, ContextKind kind) const;
  [[nodiscard]] bool may_know_of(const Event& event) const;
  [[nodiscard]] bool is_in(const std::vector<Stay>& stays, std::size_t person, std::size_t place) const;
  [[nodiscard]] double strength_from_events(std::size_t a, std::size_t b) const;
  [[nodiscard]] bool has_acted(std::size_t a, std::size_t b) const;
  [[nodiscard]] bool has_left_without_sharing_again(std::size_t a) const;

  World world_;
  std::size_t searcher_;
  Days today_;
  std::vector<std::vector<double>> strengths_;
};

}  // namespace kennis::reference
