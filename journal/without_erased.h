/// @file
/// Records without the names of persons who were erased.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "journal/tombstones.h"
#include "schema/records.h"

namespace kennis {

/// A record after the names of the erased were taken out of it.
struct RecordWithout {
  std::string record;            ///< the same JSON, with a pseudonym for each of their names
  std::set<std::string> fields;  ///< those that named them; empty: nothing was changed
};

/// Gives names their pseudonyms: the same to the same name as long as it lives, and nobody can tell whose afterwards.
class Pseudonyms {
 public:
  Pseudonyms();
  [[nodiscard]] std::string of(std::string_view name) const;

 private:
  std::uint64_t key_[2];
};

/// Puts pseudonyms in place of the erased: of an input's record in the fields that name persons, of anything else in every text that is a whole
/// name. What was written freely in a record that names them (the text of a contact, or of an introduction) is emptied. What is no JSON comes back as it is. Cost: some microseconds a kilobyte.
[[nodiscard]] RecordWithout without_erased(RecordKind kind, std::string_view record, const Tombstones& tombstones,
                                           const Pseudonyms& pseudonyms);
[[nodiscard]] RecordWithout without_erased(std::string_view json, const Tombstones& tombstones,
                                           const Pseudonyms& pseudonyms);

/// The record with what was written freely in it emptied.
[[nodiscard]] std::string without_free_text(RecordKind kind, std::string_view record);

/// Whether a record is about nobody else: then nothing of it is kept.
[[nodiscard]] bool is_about_erased(RecordKind kind, const RecordWithout& record);

/// Whether a profile is of one of them, by its id or whatever else it claims.
[[nodiscard]] bool is_erased(const Profile& profile, const Tombstones& tombstones);

/// Whether a text that may be no record names one of them: any part of it between quotes, or between blanks and punctuation.
[[nodiscard]] bool names_erased(std::string_view text, const Tombstones& tombstones);

}  // namespace kennis
