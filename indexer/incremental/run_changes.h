/// @file
/// Whether changed profiles change which runs of words are terms.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "indexer/incremental/input_difference.h"
#include "schema/records.h"
#include "schema/word_runs.h"

namespace kennis {

/// In a small index all runs that anybody has in skills and titles are terms: one that is new, or is nobody's any more, needs a whole build. In a large one those
/// that are most used are, and stay so until the next whole build.
class RunChanges {
 public:
  explicit RunChanges(const std::filesystem::path& runs) : counts_(runs) {}
  /// What a profile has comes (1) or goes (-1).
  void add(const Profile& profile, int sign);
  /// `profiles`: how many there are now, at most.
  [[nodiscard]] WholeBuildReason fault(std::size_t profiles) const;

 private:
  RunCounts counts_;
  RunReader reader_;
  std::vector<std::string> runs_;
  std::map<std::string, std::int64_t> changes_;
};

}  // namespace kennis
