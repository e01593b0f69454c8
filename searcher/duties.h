/// @file
/// What the law asks of whoever holds profiles: who has to be told, and what has been kept long enough.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"
#include "schema/time.h"
#include "searcher/searcher.h"

namespace kennis {

/// A profile that something is due for.
struct DueProfile {
  std::string id;
  std::string source;
  std::string country;
  Days since = 0;  ///< held from that day on, or last updated, as the question wants
  int months = 0;  ///< of the rule that it is past
};

/// Whoever has been held since before `held_before` and was never informed, the longest held first, then by id (GDPR, art. 14).
/// Cost: reads every profile. Throws std::exception if the journal cannot be read.
[[nodiscard]] std::vector<DueProfile> not_informed(const Searcher& searcher, Days held_before);

/// How long profiles of a source and country are kept after their last update; the first rule that fits counts.
struct RetentionRule {
  std::string source;   ///< empty: any
  std::string country;  ///< empty: any
  int months = 0;
};

/// `{"rules": [{"source": "import", "country": "DE", "months": 24}, {"months": 60}]}`; source and country may be left out.
/// Errors: kInvalidRequest with the rule and field.
[[nodiscard]] Result<std::vector<RetentionRule>> retention_rules_of(std::string_view json);

/// Whoever a rule does not let be kept on `today`, by id: measured from `updated_at`, without one from since when it is held.
[[nodiscard]] std::vector<DueProfile> past_retention(const Searcher& searcher, const std::vector<RetentionRule>& rules,
                                                     Days today);

}  // namespace kennis
