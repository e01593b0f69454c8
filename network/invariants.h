/// @file
/// What must hold within and between the files of a network, whoever wrote them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kennis {

/// What is wrong with the network of a generation, at most a few of each kind; nothing if all of this holds: everybody is found by their
/// id, profiles come in the order of ids; arcs go to persons that exist, not to their owner, the strongest first, none twice, and each
/// has its counterpart with the same strength; behind every tie there are counts; counts are in the order of their pairs.
///
/// Errors:  files that cannot be opened or do not fit together are a fault, too.
/// Cost:    a pass over everything and a sort of each person's ties; 8 bytes a person.
[[nodiscard]] std::vector<std::string> faults_of_network(const std::filesystem::path& generation);

}  // namespace kennis
