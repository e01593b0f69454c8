/// @file
/// Alerts: who newly matches a saved search, each told once; and what became of telling it to a webhook.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "journal/entry.h"
#include "schema/result.h"

namespace kennis {

/// pending → failed → … → delivered | dead | withheld; dead → pending when somebody sends it again.
enum class DeliveryState : std::uint8_t {
  kPending,    ///< not tried yet
  kFailed,     ///< tried, and to be tried again
  kDelivered,  ///< the receiver took it
  kDead,       ///< tried as often as it may be: waits for somebody to send it again
  kWithheld,   ///< the person may not be shown any more
};
[[nodiscard]] std::string_view name_of(DeliveryState state);

/// How well a person matched when the alert was made.
struct AlertMatch {
  std::string person;  ///< id
  double score = 0;
  double fit = 0;
  double reach = 0;
};

struct Alert {
  std::string id;      ///< the same for the same search and person, whatever happens in between
  std::string search;  ///< id of the saved search
  AlertMatch match;
  std::string generation;
  Seconds at = 0;
  bool is_read = false;
  DeliveryState delivery = DeliveryState::kPending;  ///< means something where the search has a webhook
  std::uint32_t attempts = 0;                        ///< since it was made, or sent again
  Seconds due = 0;                                   ///< not tried before
  std::string failure{};                             ///< of the last attempt
};

[[nodiscard]] std::string id_of_alert(const std::string& search, const std::string& person);

/// One attempt to tell an alert to a webhook, or what somebody did with it.
struct DeliveryStep {
  std::string alert;
  DeliveryState state = DeliveryState::kDelivered;
  Seconds due = 0;  ///< of a kFailed: when it is tried again
  std::string failure{};
};
[[nodiscard]] EntryDraft draft_of(const DeliveryStep& step, const std::string& by);

/// All alerts, as the journal tells of them.
/// Threads: one at a time.
class Alerts {
 public:
  /// Take entries of the kinds `alert` and `delivery`. Errors: kInvalidRecord; then nothing has changed.
  [[nodiscard]] std::optional<Error> take(const JournalEntry& entry);
  [[nodiscard]] std::optional<Error> take_delivery(const JournalEntry& entry);
  /// Forgets all of a saved search that was removed.
  void forget(const std::string& search);

  [[nodiscard]] const Alert* find(const std::string& id) const;
  /// Of one saved search, by when they were made.
  [[nodiscard]] std::vector<const Alert*> of(const std::string& search) const;

  /// The entries for what a run of a search found: of those who were neither found by its first run nor alerted, an alert each; on the first
  /// run none, and all are remembered. Nothing if there is nothing new. Cost: a look-up a match.
  [[nodiscard]] std::vector<EntryDraft> after_run(const std::string& search, const std::string& owner,
                                                  const std::vector<AlertMatch>& found,
                                                  const std::string& generation) const;
  [[nodiscard]] bool had_run(const std::string& search) const { return of_search(search) != nullptr; }

 private:
  struct OfSearch {
    std::set<std::string> before;                   ///< whom the first run found
    std::map<JournalPosition, std::string> alerts;  ///< ids
  };
  [[nodiscard]] const OfSearch* of_search(const std::string& search) const;

  std::map<std::string, OfSearch> searches_;
  std::map<std::string, Alert> alerts_;  ///< by id
};

}  // namespace kennis
