/// @file
/// What a searcher is told of the network itself: referrers, dormant ties, a team's coverage, what would leave, and the own contacts.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "searcher/answer.h"

namespace kennis {

struct ReferrersRequest {
  std::string query;                ///< at most kQueryBytesMax
  std::string as;                   ///< who asks: id, address, number or link
  std::size_t limit = 10;           ///< referrers wanted, 0 to kHitsMax
  std::size_t candidates = 3;       ///< shown for each, 0 to 20
  std::optional<Days> rights_date;  ///< none: today
};

/// When two persons were at the same organisation.
struct SharedTime {
  std::string organisation;
  Days from = 0;
  Days to = 0;               ///< the last day; of two who are there still, the as-of day
  std::uint32_t months = 0;  ///< whole ones
};

struct ShownReferral {
  ShownPerson person;
  std::string headline;
  double fit = 0;    ///< of a query that scores nothing 1
  double known = 0;  ///< the strength of your own tie
  double share = 0;  ///< δ of the step over `tie`; 0 if nobody goes over it
  double chance =
      0;  ///< that the introduction works: 1 − Π (1 − ask · attention · w), w being strength · share of the tie, and each context's strength
  double worth = 0;  ///< fit · (1 − known) · chance; all add up to the referrer's `expected`
  std::vector<std::string> matched;
  std::vector<std::string> missing;
  ShownTie tie;                           ///< from the referrer
  std::optional<SharedTime> shared_time;  ///< the longest
};

/// How somebody stands to the searcher.
enum class Relation : std::uint8_t { kContact, kMember, kAlumnus };
[[nodiscard]] constexpr std::string_view name_of(Relation relation) {
  return relation == Relation::kMember ? "member" : relation == Relation::kAlumnus ? "alumnus" : "contact";
}

struct ShownReferrer {
  ShownPerson person;
  Relation relation = Relation::kContact;
  double ask = 0;                    ///< how likely the referrer does it for the searcher
  double attention = 0;              ///< κ
  double expected = 0;               ///< number of good introductions
  std::size_t candidates_total = 0;  ///< who match and could be introduced
  std::optional<ShownTie> tie;       ///< from the searcher; none: a colleague who is not in the searcher's log
  std::vector<ShownReferral> candidates;
};

struct ReferrersAnswer {
  std::string query;
  std::string parsed;
  double took_ms = 0;
  Provenance provenance;
  std::vector<ShownReferrer> referrers;
};

struct ShownDormantTie {
  ShownPerson person;
  std::string headline;
  double strength = 0;  ///< now
  double awake = 0;     ///< what it would be without silence
  ShownTie tie;
};

struct DormantAnswer {
  std::size_t total = 0;
  Provenance provenance;
  std::vector<ShownDormantTie> ties;
};

/// How many of some persons the members of a team know.
struct CoverageCounts {
  std::uint64_t total = 0;
  std::uint64_t known = 0;   ///< by any member
  std::uint64_t by_one = 0;  ///< by one member only; these are among `known`
  [[nodiscard]] std::uint64_t address_only() const { return total - known; }
};

struct CoverageAnswer {
  struct At {
    Days day = 0;
    std::size_t members = 0;  ///< on the roster that day
    CoverageCounts counts;
  };
  struct Of {
    std::string skill;  ///< a query
    CoverageCounts counts;
  };
  struct By {
    ShownPerson member;
    bool shares = true;  ///< false: the searcher may not use this member's ties, which count for nothing here
    std::uint64_t known = 0;
    std::uint64_t by_one = 0;  ///< whom no other member knows
  };
  std::string team;
  Provenance provenance;
  std::vector<At> over_time;  ///< the last is of the rights date
  std::vector<Of> by_skill;
  std::vector<By> by_member;
};

struct CoverageRequest {
  std::string team;
  std::string as;
  std::size_t quarters = 8;         ///< how far back, 0 to 40
  std::vector<std::string> skills;  ///< queries; none: the commonest skills
  std::optional<Days> rights_date;
};

struct DepartureRequest {
  std::string person;
  std::string team;  ///< empty: the one team of both
  std::string as;
  std::size_t limit = 10;  ///< persons named
  std::optional<Days> rights_date;
};

/// What would leave a team and the searcher with a person.
struct DepartureAnswer {
  struct Lost {
    ShownPerson person;
    std::string headline;
    double before = 0;  ///< the searcher's reach now
    double after = 0;   ///< and once the person has left
  };
  std::string team;
  ShownPerson person;
  std::optional<Days> since;     ///< the first day of the stay that would end, if it has one
  bool self = false;             ///< the person is the searcher, whose own ties go along: nothing is counted
  bool goes_on = false;          ///< the person shares with everyone, chosen before: nothing leaves
  std::uint64_t ties_total = 0;  ///< direct ties that stop carrying the searcher
  std::uint64_t only_known = 0;  ///< whom no other member of the team knows
  std::uint64_t unreached = 0;   ///< whom the searcher reaches over this person only
  std::uint64_t weakened = 0;    ///< whom the searcher reaches less well without
  std::vector<Lost> lost;        ///< of these, those with the most to lose
  Provenance provenance;
};

/// One of a person's own contacts, as the person may take them along.
struct Contact {
  ShownPerson person;
  std::string headline;
  std::string organisation;  ///< of the present position
  std::string title;
  /// As the profile has them; of a person without one the id, where it is an address, a number or a link.
  std::vector<std::string> emails;
  std::vector<std::string> phones;
  std::vector<std::string> links;
  ShownTie tie;
};

struct ContactsAnswer {
  ShownPerson person;
  Provenance provenance;
  std::vector<Contact> contacts;  ///< by falling strength
};

}  // namespace kennis
