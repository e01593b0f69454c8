/// @file
/// Saved searches, alerts and pools as JSON: the same object over HTTP and from the command line's `--json`. docs/API.md describes every
/// field.
#pragma once

#include <string>

#include "searcher/pool_desk.h"
#include "server/alert_desk.h"
#include "server/alert_run.h"
#include "server/delivery.h"

namespace kennis {

/// One JSON object without a line end, as in server/answer_json.h.
[[nodiscard]] std::string to_json(const ShownSavedSearch& search);
[[nodiscard]] std::string to_json(const SavedSearchList& list);
[[nodiscard]] std::string to_json(const AlertList& list);
[[nodiscard]] std::string to_json(const AlertRunReport& report);
[[nodiscard]] std::string to_json(const DeliveryReport& report);
[[nodiscard]] std::string to_json(const ShownPool& pool);
[[nodiscard]] std::string to_json(const PoolList& list);

}  // namespace kennis
