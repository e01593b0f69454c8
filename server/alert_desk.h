/// @file
/// Saved searches and their alerts, for their owner: saving, listing, running them, and what became of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searcher/desk.h"

namespace kennis {

struct SaveSearch {
  std::string as;
  std::string name;
  std::string request;  ///< a JSON object as POST /v1/search takes it; how many hits it wants is not asked
  std::size_t top = limit::kAlertTop;
  std::optional<double> score_min;
  std::string webhook;  ///< empty: none
  std::string secret;   ///< empty: one is made
};

struct ShownSavedSearch {
  std::string id;
  std::string name;
  std::string request;
  std::size_t top = 0;
  std::optional<double> score_min;
  std::string webhook;
  std::string secret;  ///< only in the answer to saving it
  Seconds saved_at = 0;
  bool had_run = false;  ///< the first run only remembers who is there already
  std::size_t alerts = 0;
};

struct SavedSearchList {
  std::vector<ShownSavedSearch> searches;  ///< by name
};

/// Saves a search of `as`. Errors: kUnknownPerson, kInvalidRequest and kInvalidQuery for what could not run, kConflict, kNotWritten.
[[nodiscard]] Result<ShownSavedSearch> save_search(const Desk& desk, const SaveSearch& wanted);
[[nodiscard]] Result<SavedSearchList> list_saved_searches(const Desk& desk, const std::string& as);
/// Takes it away with its alerts; the list that is left. Errors: kUnknownId, for one of others in the same words.
[[nodiscard]] Result<SavedSearchList> remove_saved_search(const Desk& desk, const std::string& as,
                                                          const std::string& id_or_name);
/// Answers it now, as a search; no alert comes of it. Errors: as above, and those of a search.
[[nodiscard]] Result<SearchAnswer> run_saved_search(const Desk& desk, const std::string& as,
                                                    const std::string& id_or_name);

/// The search that is run for its owner's alerts. Errors: kInvalidRequest.
[[nodiscard]] Result<SearchRequest> request_of(const SavedSearch& search);

struct ShownAlert {
  std::string id;
  std::string search;  ///< id and name of the saved search
  std::string search_name;
  ShownPerson person;
  std::string headline;
  double score = 0;
  double fit = 0;
  double reach = 0;
  std::string generation;
  Seconds at = 0;
  bool is_read = false;
  bool has_webhook = false;
  DeliveryState delivery = DeliveryState::kPending;
  std::uint32_t attempts = 0;
  std::string failure;
};

struct AlertList {
  std::vector<ShownAlert> alerts;  ///< the latest first
};

enum class WhichAlerts : std::uint8_t { kAll, kUnread, kDead };
/// The alerts of `as`, about persons whom `as` may see today.
[[nodiscard]] Result<AlertList> list_alerts(const Desk& desk, const std::string& as, WhichAlerts which);
/// Marks them as read; all of `as`, if none is given. Errors: kUnknownId, for one of others too.
[[nodiscard]] Result<AlertList> mark_alerts_read(const Desk& desk, const std::string& as,
                                                 const std::vector<std::string>& ids);
/// Has dead ones sent again; all of `as`, if none is given. Errors: kUnknownId, kConflict for one that is not dead.
[[nodiscard]] Result<AlertList> send_again(const Desk& desk, const std::string& as,
                                           const std::vector<std::string>& ids);

/// What a webhook is sent. Errors: kUnknownPerson if the owner is gone or may not see the person any more.
[[nodiscard]] Result<std::string> body_of_alert(const Desk& desk, const SavedSearch& search, const Alert& alert);

/// False for an owner whom nobody knows any more, who had a profile when the search was saved and has none, or who was in a team and is in none.
[[nodiscard]] bool is_owner_there(const Viewer& owner, const SavedSearch& search);

}  // namespace kennis
