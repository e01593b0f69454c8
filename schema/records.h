/// @file
/// The five kinds of record of the input as plain values: what a line says, checked and normalised, nothing resolved yet.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/time.h"

namespace kennis {

/// The first five are what files of the input hold and generations are built from; the others stand in the journal alone, and
/// generations have nothing of them.
enum class RecordKind : std::uint8_t {
  kProfile,
  kInteraction,
  kGroup,
  kMembership,
  kTeam,
  kIntroduction,  ///< journal/introduction_requests.h
  kRefusal,       ///< journal/refusals.h
  kSavedSearch,   ///< journal/saved_searches.h
  kAlert,         ///< journal/alerts.h
  kDelivery,      ///< journal/alerts.h
  kPool,          ///< journal/pools.h
  kErasure,       ///< that somebody was erased
  kDoNotContact,  ///< that somebody wants no contact, whatever the files say
  kInformed,      ///< that somebody was told what is held of them
};

/// `profile`, `interaction`, `group`, `membership`, `team`: also the stem of the input files' names, plus an s. Of the others, what the
/// journal calls them.
[[nodiscard]] std::string_view name_of(RecordKind kind);
[[nodiscard]] std::optional<RecordKind> record_kind_named(std::string_view name);
/// True for the kinds of which files of the input are.
[[nodiscard]] constexpr bool is_input(RecordKind kind) { return kind <= RecordKind::kTeam; }

enum class ContactPolicy : std::uint8_t { kOpen, kAskFirst, kDoNotContact };
enum class Sharing : std::uint8_t { kNobody, kContacts, kTeam, kEveryone };
enum class GroupKind : std::uint8_t { kOpen, kMembersOnly, kClosed };

[[nodiscard]] std::string_view name_of(ContactPolicy policy);
[[nodiscard]] std::string_view name_of(Sharing sharing);
[[nodiscard]] std::string_view name_of(GroupKind kind);

/// How two persons were in touch. The numbers are on disk: add at the end, never reuse.
enum class Channel : std::uint8_t {
  kMessage = 0,
  kEmail = 1,
  kCall = 2,
  kMeeting = 3,
  kConnection = 4,
  kInvitation = 5,
  kEndorsement = 6,
  kRecommendation = 7,
  kReferral = 8,
  kIntroduction = 9,
  kPost = 10,
  kComment = 11,
  kReaction = 12,
  kShare = 13,
  kEvent = 14,
};
inline constexpr std::size_t kChannelCount = 15;

[[nodiscard]] std::string_view name_of(Channel channel);
[[nodiscard]] std::optional<Channel> channel_named(std::string_view name);

struct Location {
  std::string name;
  std::string country;
  std::optional<double> lat;  ///< degrees, -90 to 90
  std::optional<double> lon;  ///< degrees, -180 to 180
};

struct Position {
  std::string title;
  std::string organisation;
  std::string organisation_id;
  std::optional<Days> from;
  std::optional<Days> to;  ///< none: still there
  std::string description;
  std::string location;
};

struct Education {
  std::string school;
  std::string degree;
  std::string field;
  std::optional<Days> from;
  std::optional<Days> to;
};

struct Skill {
  std::string name;
  std::optional<double> years;
  std::string level;
};

struct Language {
  std::string code;
  std::string level;
};

/// What is known of a person: a CV. Unknown fields are kept with the line itself, which is stored beside the terms.
struct Profile {
  std::string id;
  bool deleted = false;
  std::optional<Seconds> updated_at;
  std::string name;
  std::string headline;
  std::string summary;
  Location location;
  std::vector<Position> positions;
  std::vector<Education> education;
  std::vector<Skill> skills;
  std::vector<Language> languages;
  std::vector<std::string> certifications;
  std::vector<std::string> links;
  std::vector<std::string> emails;
  std::vector<std::string> phones;
  std::vector<std::string> aliases;
  bool open_to_work = false;
  ContactPolicy contact_policy = ContactPolicy::kOpen;
  std::optional<Sharing> sharing;  ///< none: never set, which counts as `contacts`
  bool share_topics = false;
  std::string source;
};

/// One timestamped event between persons, or of a person in a group. Persons are named as the log names them.
struct Interaction {
  std::string id;  ///< empty: the event is known by its content
  bool deleted = false;
  Seconds at = 0;
  std::string from;
  std::vector<std::string> to;
  Channel channel = Channel::kMessage;
  std::vector<std::string> topics;
  std::string subject;
  std::string text;
  std::string skill;  ///< of an endorsement or recommendation
  std::string group;  ///< empty: not in a group
};

struct Group {
  std::string id;
  bool deleted = false;
  std::optional<Seconds> updated_at;
  std::string name;
  std::string description;
  GroupKind kind = GroupKind::kClosed;
  std::vector<std::string> topics;
};

struct Membership {
  std::string group;
  std::string person;
  bool deleted = false;
  bool moderator = false;
  std::optional<Days> from;
  std::optional<Days> to;  ///< from this day on the person is no longer in it
};

/// One line of a team's roster.
struct TeamMember {
  std::string team;
  std::string person;
  bool deleted = false;
  std::string role;
  std::optional<Days> from;
  std::optional<Days> to;  ///< from this day on the person is an alumnus
};

/// That a person must not be contacted, whatever their profile says; `lifted`: so no longer.
struct ContactBar {
  std::string person;
  bool lifted = false;
};

/// That a person was told what is held about them (GDPR, art. 14).
struct InformedRecord {
  std::string person;
  Seconds at = 0;
};

}  // namespace kennis
