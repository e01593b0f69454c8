/// @file
/// Entries of the journal from the command line, by kind and record.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "schema/records.h"

namespace kennis {

/// Appends records of a kind to the journal of an index; says what is wrong, and writes all or none. Returns how many.
std::size_t write_entries(const std::string& index, const std::string& author, RecordKind kind,
                          const std::vector<std::string>& records, ExitStatus& status);

/// `{"person": …}` with more fields behind it, as JSON.
[[nodiscard]] std::string record_of_person(const std::string& person, const std::string& more);

}  // namespace kennis
