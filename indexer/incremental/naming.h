/// @file
/// Whom the events and rosters of a whole build mean after profiles have changed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "indexer/incremental/base_generation.h"
#include "network/graph.h"
#include "network/ties.h"
#include "schema/read_record.h"
#include "schema/records.h"

namespace kennis {

/// Events were folded by the persons that their names meant, and a tie does not say which of its events named a person by which name. So where a profile
/// changes its names,
/// - ties stay with the name where a name that is given up is the only one by which logs know the person, and nobody takes it;
/// - ties are added up where persons whom logs know by other names turn out to be one, unless an event may be of two of them: of whom both have a tie
///   with somebody, or with each other, or something in private groups;
/// - otherwise the persons are *told anew*: their ties are dropped, and the events that name them read again.
/// A name that several claimed is the last one's as soon as the others give it up. Who must not be contacted, a name of a deleted profile, and a name that
/// somebody takes of which others know need a whole build.
/// Threads: one at a time. Cost: a binary search a name.
class Naming {
 public:
  /// A profile that is new (`before` null), changes, is deleted by the input (`after` null) or is not in it any more.
  struct Renaming {
    std::string id;
    const Profile* before = nullptr;
    const Profile* after = nullptr;
  };
  /// `barred`: who must not be contacted, by names in normal form. Needs: both live longer.
  Naming(const BaseGeneration& base, const std::set<std::string>& barred);

  /// Of each that changes, before anything else is asked: which names go, and to whom.
  void foresee(const Renaming& renaming);

  /// Of a profile that is new or changes. `left_as`: if not empty, the name that keeps what logs know of the person: who has the profile from here on is
  /// somebody of whom they know nothing.
  [[nodiscard]] WholeBuildReason put(const Renaming& renaming, std::string& left_as);
  /// Of a profile that the input deletes.
  [[nodiscard]] WholeBuildReason remove(const Renaming& renaming);
  /// Of an id that the input deletes, of which the whole build has no profile. Needs: all profiles were asked about.
  [[nodiscard]] WholeBuildReason hide(const std::string& id) const;
  /// Of a profile that is not in the input any more; `known_as` is the name, in normal form, that the person keeps: empty if none.
  [[nodiscard]] WholeBuildReason forget(const Renaming& renaming, std::string& known_as);

  struct Outcome {
    std::map<IdentifierHash, Node> renamed;  ///< names that mean somebody else now: of the whole build, or kNoPerson
    bool any_in_rosters = false;             ///< a roster names somebody by one of these
    std::set<Node> told_anew;                ///< of the whole build
    std::vector<std::string> contested;      ///< identifiers that more than one claims now, which name neither of them
    std::vector<Change> given_up;            ///< what goes from one profile to another, as kGivenUp
    std::vector<Change> left_over;           ///< what is the last claimant's now, as kLeftOver
  };
  /// Once all were asked about. Gives the last reason, if there is one.
  [[nodiscard]] WholeBuildReason finish(Outcome& outcome);

 private:
  struct Name {
    IdentifierHash hash;
    std::string text;  ///< in normal form
    bool is_id = false;
  };
  [[nodiscard]] static std::vector<Name> names_of(const Profile& profile);
  [[nodiscard]] const IdentifierEntry* entry_of(const IdentifierHash& hash) const;
  [[nodiscard]] bool is_taken(const Name& name) const { return takers_.contains(name.hash); }
  [[nodiscard]] WholeBuildReason give_up(const std::vector<Name>& names, const std::vector<Name>& kept,
                                         const std::string& id);
  [[nodiscard]] WholeBuildReason take(const Name& name, const Profile& after, bool is_new, std::set<Node>& persons);
  [[nodiscard]] std::vector<Name> known_of(const std::vector<Name>& names, Node node) const;
  [[nodiscard]] WholeBuildReason leave_over(const IdentifierHash& hash, const std::string& text);
  [[nodiscard]] const Name* to_keep(const std::vector<Name>& known) const;
  [[nodiscard]] bool may_meet(const std::set<Node>& persons);
  [[nodiscard]] bool is_id_of(const IdentifierEntry& entry, const Name& name) const;
  [[nodiscard]] bool is_barred(const std::vector<Name>& names) const;

  const BaseGeneration& base_;
  const std::set<std::string>& barred_;
  Graph graph_;
  Ties ties_;
  std::map<IdentifierHash, std::set<std::string>> takers_;  ///< names that are taken up, and by whose profiles
  std::map<IdentifierHash, std::set<Node>> givers_;         ///< names that are given up, and by whose profiles
  std::set<std::string> moved_;                             ///< ids of whom what logs know stays with a name
  std::map<IdentifierHash, std::string>
      contested_before_;                             ///< names that several had, and of which one gives it up, as text
  std::map<IdentifierHash, std::string> contested_;  ///< names that several have now, as text
  std::map<std::string, std::set<Node>>
      joined_;                          ///< whom logs know as several and who are one, by the id of the profile
  std::vector<bool> has_private_ties_;  ///< by node, once it is asked for
  Outcome outcome_;
};

}  // namespace kennis
