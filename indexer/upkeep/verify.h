/// @file
/// Whether a generation is what was published: every byte, and what must hold between its parts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "schema/result.h"

namespace kennis {

struct VerifyReport {
  std::string generation;
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::vector<std::string> faults;  ///< each names a file or what does not hold; empty if it is whole
};

/// Compares every file with its checksum in the manifest, names files that the manifest does not, and then, if all are as they were
/// written, has Xapian check its tables and the network its invariants. The generation is leased meanwhile: it may be in use, and is not
/// removed. The journal of the index is read through besides.
///
/// Errors:  kNoGeneration if there is no such generation; what is wrong with it is in the report.
/// Cost:    reads everything once, and the profiles twice, on two threads.
[[nodiscard]] Result<VerifyReport> verify_generation(const std::filesystem::path& index, const std::string& name);

}  // namespace kennis
