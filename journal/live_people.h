/// @file
/// Who is who while a generation is in force: new persons, changed profiles, and the names they go by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "journal/tombstones.h"
#include "network/people.h"
#include "schema/records.h"

namespace kennis {

/// Keeps the persons of a generation up to date, by the rules of the build as far as the generation knows what they need.
///
/// What an identifier named in the generation it goes on naming until the next one, unless the profile gives it up, or that was a person known
/// from logs alone: a profile that claims it takes that person over.
/// Threads: one at a time.
class LivePeople {
 public:
  explicit LivePeople(const People& files);
  LivePeople(const LivePeople&) = delete;  // a view into itself
  LivePeople& operator=(const LivePeople&) = delete;

  /// The persons as they are now.
  [[nodiscard]] const People& now() const { return now_; }
  [[nodiscard]] PeopleOverlay& overlay() { return overlay_; }

  /// Whom a log names; somebody new if nobody has that name.
  [[nodiscard]] Node resolve(std::string_view name);
  /// The person that a profile of that id is of; kNoPerson if there is none yet.
  [[nodiscard]] Node owner_of(std::string_view id) const;

  struct Outcome {
    Node node = kNoPerson;
    std::vector<Node> absorbed;  ///< persons known from logs, who turn out to be this one
  };
  /// Takes in a profile; `known` are the identifiers that it claimed before.
  Outcome put(const Profile& profile, const std::vector<std::string>& known);
  /// Takes a profile away: the person is no longer shown, and lets nobody use anything.
  Node remove(std::string_view id);

  /// Takes from a person the names of `claims`, which no log names anybody by.
  void release(Node node, std::string_view id, const std::vector<std::string>& claims);
  /// Takes a profile away as if there had never been one: what is left is somebody whom logs know by `known_as`, in normal form, or, if it is empty,
  /// nobody. What logs say of whoever has another of these names must be said again.
  void forget(Node node, const std::vector<std::string>& names, std::string_view known_as);

  /// Gives a person a name that is nobody's, or that of somebody known from logs, who is given back: the two are one.
  Node take(Node node, std::string_view claim);
  /// Takes a name from a person: of those whose it is not nothing changes.
  void give_up(Node node, std::string_view identifier);

  /// Makes an identifier nobody's.
  void unname(std::string_view identifier) { name(identifier, kNoPerson); }

  /// What is said of whether a person may be contacted, beside the profile.
  void set_policy(Node node, ContactPolicy policy);

  /// Who of the files and of those met since is of these tombstones, rising.
  [[nodiscard]] std::vector<Node> erased_by(const Tombstones& tombstones) const;
  /// Nobody has that person's names any more, and nothing is known of the person. Needs: rising.
  void erase(const std::vector<Node>& persons);

 private:
  [[nodiscard]] Node add(ChangedPerson person);
  void name(std::string_view identifier, Node node);
  void give_up_claims(Node node, std::string_view id, const std::vector<std::string>& before,
                      const std::vector<std::string>& now);

  const People& files_;
  PeopleOverlay overlay_;
  People now_;
};

}  // namespace kennis
