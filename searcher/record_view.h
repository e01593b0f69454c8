/// @file
/// What a hit shows of a stored record, and where in it a term stands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/read_record.h"
#include "schema/text.h"

namespace kennis {

/// Reads the parts of stored records. Threads: one a thread. Cost: a few microseconds a kilobyte.
class RecordView {
 public:
  /// Reads the record; its parts live until the next call. Throws std::runtime_error if it is damaged.
  const Profile& read(const std::string& record);

  /// The fields in which one of the terms stands, among those that the terms' own field is made of: headline, title, skill, summary, description,
  /// name, organisation; `endorsement` if it stands in none. `terms` are as indexed, apart by spaces.
  [[nodiscard]] std::vector<std::string> fields_with(const std::string& terms, Stemmer& stemmer) const;

 private:
  RecordReader reader_;
  std::string buffer_;
  Profile profile_;
};

/// Indexed terms as the words that they are, without their fields' prefixes.
[[nodiscard]] std::string shown_terms(const std::string& terms);

}  // namespace kennis
