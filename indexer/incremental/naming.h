/// @file
/// Whether the events of a whole build mean the same persons after profiles have changed.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "indexer/incremental/base_generation.h"
#include "network/graph.h"
#include "network/ties.h"
#include "schema/records.h"

namespace kennis {

/// Events were folded by the persons that their names meant. A profile that changes its names may change whom an event of long ago is of, which its tie does
/// not tell; then a whole build is needed. It is not
/// - where a name that is given up is in no log, or is the only one by which logs know the person: then the ties stay with that name;
/// - where persons whom logs know by other names turn out to be one, unless an event may be of two of them: of whom both have a tie with somebody, or
///   with each other, or something in private groups, or a place in a roster.
/// Threads: one at a time. Cost: a binary search a name.
class Naming {
 public:
  /// `barred`: who must not be contacted, by names in normal form. Needs: both live longer.
  Naming(const BaseGeneration& base, const std::set<std::string>& barred);
  /// Names that are given up, or taken up by somebody who is known: what says something of them may be of somebody else now.
  [[nodiscard]] const std::set<IdentifierHash>& renamed() const { return renamed_; }

  /// Of a profile that is new (`before` null) or changes. `left_as`: if not empty, the name that keeps what logs know of the person: who has the profile
  /// from here on is somebody of whom they know nothing.
  [[nodiscard]] WholeBuildReason put(const Profile* before, const Profile& after, std::string& left_as);
  /// Of a profile that the input deletes.
  [[nodiscard]] WholeBuildReason remove(const Profile& before);
  /// Once all profiles were asked about: the identifiers that more than one claims now, which name neither of them.
  [[nodiscard]] WholeBuildReason contested(std::vector<std::string>& identifiers) const;
  /// Of a profile that is not in the input any more; `known_as` is the name, in normal form, by which logs know the person: empty if by none.
  [[nodiscard]] WholeBuildReason forget(const Profile& before, std::string& known_as);

 private:
  struct Name {
    IdentifierHash hash;
    std::string text;  ///< in normal form
    bool is_id = false;
  };
  [[nodiscard]] static std::vector<Name> names_of(const Profile& profile);
  [[nodiscard]] const IdentifierEntry* entry_of(const IdentifierHash& hash) const;
  [[nodiscard]] bool is_in_logs(const Name& name) const;
  [[nodiscard]] WholeBuildReason give_up(const std::vector<Name>& names, const std::vector<Name>& kept,
                                         const std::string& id);
  [[nodiscard]] std::set<std::string> names_in_logs(const std::vector<Name>& names) const;
  [[nodiscard]] WholeBuildReason join(const std::vector<Node>& persons, const std::string& id) const;
  [[nodiscard]] bool is_id_of(const IdentifierEntry& entry, const Name& name) const;

  [[nodiscard]] bool is_barred(const std::vector<Name>& names) const;

  const BaseGeneration& base_;
  const std::set<std::string>& barred_;
  Graph graph_;
  Ties ties_;
  std::map<IdentifierHash, std::string> taken_;  ///< names that are taken up, and by whose profile
  std::map<IdentifierHash, std::string>
      contested_;  ///< of these, those that somebody else has or takes up too, as text
  std::set<IdentifierHash> given_up_;
  std::set<IdentifierHash> renamed_;
};

}  // namespace kennis
