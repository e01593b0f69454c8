/// @file
/// "Never ask me": who is not asked for introductions any more, by whom. Said once, it stands until it is taken back.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "journal/entry.h"
#include "schema/result.h"

namespace kennis {

/// What an entry of the kind `refusal` says. Persons by id.
struct Refusal {
  std::string refusing;
  std::string asker;    ///< empty: everybody
  bool refused = true;  ///< false: taken back
};

[[nodiscard]] Result<Refusal> read_refusal(std::string_view record);
[[nodiscard]] EntryDraft draft_of(const Refusal& refusal);

/// All that stand, by who refuses. Threads: one at a time.
class Refusals {
 public:
  /// Errors: kInvalidRecord.
  [[nodiscard]] std::optional<Error> take(const JournalEntry& entry);
  /// Whom a person refuses; the empty text is everybody.
  [[nodiscard]] const std::set<std::string>& of(const std::string& refusing) const;
  [[nodiscard]] const std::map<std::string, std::set<std::string>>& all() const { return refused_; }

 private:
  std::map<std::string, std::set<std::string>> refused_;
};

}  // namespace kennis
