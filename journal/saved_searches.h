/// @file
/// Searches that somebody keeps, to be told of new matches.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "journal/entry.h"
#include "schema/fields.h"
#include "schema/result.h"

namespace kennis {

struct SavedSearch {
  std::string id;
  std::string owner;  ///< id of a person
  std::string name;
  std::string request;                 ///< a JSON object as the API's search takes it
  std::size_t top = limit::kAlertTop;  ///< a match is who stands among the first so many
  std::optional<double> score_min;     ///< and has at least this score
  std::string webhook;                 ///< URL; empty: alerts are only listed
  std::string secret;                  ///< of the webhook's signature
  Seconds saved_at = 0;
  bool owner_had_profile = false;  ///< when it was saved: an owner who has none any more is gone
  bool owner_was_member = false;   ///< of a team, when it was saved: an owner who is in none any more is gone
};

/// All that stand, as the journal tells of them.
/// Errors:  kInvalidRequest, kConflict for too many or a name twice, kUnknownId for one of others too.
/// Threads: one at a time.
class SavedSearches {
 public:
  /// Takes an entry of the kind `saved_search`. Errors: kInvalidRecord; then nothing has changed.
  [[nodiscard]] std::optional<Error> take(const JournalEntry& entry);

  [[nodiscard]] const SavedSearch* find(const std::string& id) const;
  /// By id.
  [[nodiscard]] const std::map<std::string, SavedSearch>& all() const { return searches_; }
  /// By name.
  [[nodiscard]] std::vector<const SavedSearch*> of(const std::string& owner) const;
  /// One of the owner's by id or name. Errors: kUnknownId.
  [[nodiscard]] Result<const SavedSearch*> named(const std::string& owner, const std::string& id_or_name) const;

  /// What is to be appended. Needs: `request` was read by whoever will run it.
  [[nodiscard]] Result<std::vector<EntryDraft>> add(const SavedSearch& search) const;
  [[nodiscard]] Result<std::vector<EntryDraft>> remove(const std::string& owner, const std::string& id_or_name) const;

 private:
  std::map<std::string, SavedSearch> searches_;
};

}  // namespace kennis
