/// @file
/// What a run tells machines: a report in JSON, and figures for Prometheus.
#pragma once

#include <filesystem>
#include <string>

#include "indexer/index_run.h"

namespace kennis {

/// Everything in the report, as one JSON object.
[[nodiscard]] std::string json_of(const IndexReport& report);

/// The text format of Prometheus, for the textfile collector of its node exporter. `in_force`: when the generation in force was made, 0 if
/// there is none; so that its age can be watched even where runs fail.
[[nodiscard]] std::string metrics_of(const IndexReport& report, Seconds ended, Seconds in_force);

/// Replaces a file as a whole, readable by all: whoever reads it sees the old text or the new one. Throws std::system_error.
void replace_file(const std::filesystem::path& path, const std::string& text);

}  // namespace kennis
