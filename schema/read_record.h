/// @file
/// One line of NDJSON in, one record out: checked field by field, with the field named in every refusal.
#pragma once

#include <string_view>

#include <simdjson.h>

#include "schema/records.h"
#include "schema/result.h"

namespace kennis {

/// Reads lines; keeps its buffers between them.
///
/// Errors:  kInvalidRecord with the field, what was found and what is wanted. `null` counts as absent, unknown fields are ignored.
/// Needs:   simdjson::SIMDJSON_PADDING readable bytes behind every line.
/// Threads: one reader a thread.
/// Cost:    about one pass over the line; no allocation for an interaction whose lists and texts are no longer than earlier ones.
class RecordReader {
 public:
  [[nodiscard]] Result<Profile> profile(std::string_view line);
  /// Overwrites `out`, whose memory is used again: for whoever reads many. Returns out's address; after an error out is of no use but for that.
  [[nodiscard]] Result<const Profile*> profile(std::string_view line, Profile& out);
  /// Who a profile is: id, names to be known by, and rights; the rest is neither read nor checked. Half the time of profile().
  [[nodiscard]] Result<const Profile*> profile_identity(std::string_view line, Profile& out);
  [[nodiscard]] Result<Group> group(std::string_view line);
  [[nodiscard]] Result<Membership> membership(std::string_view line);
  [[nodiscard]] Result<TeamMember> team_member(std::string_view line);
  [[nodiscard]] Result<ContactBar> do_not_contact(std::string_view line);
  [[nodiscard]] Result<InformedRecord> informed(std::string_view line);
  /// Overwrites `out`, whose memory is used again. Returns out's address.
  [[nodiscard]] Result<const Interaction*> interaction(std::string_view line, Interaction& out);

 private:
  [[nodiscard]] Result<simdjson::dom::object> object(std::string_view line);
  template <typename ReadField>
  [[nodiscard]] Result<const Profile*> read_profile(std::string_view line, const ReadField& read_field, Profile& out);

  simdjson::dom::parser parser_{limit_bytes()};
  static std::size_t limit_bytes();
};

/// True if `id` may name something: not empty or blank, at most kIdBytesMax bytes, no control characters.
[[nodiscard]] bool is_valid_id(std::string_view id);

}  // namespace kennis
