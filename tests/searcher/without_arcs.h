/// @file
/// Worlds from which arcs were deleted: what rights are compared with.
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include "network/node.h"
#include "tests/searcher/surfaces.h"

namespace kennis {

/// Takes away the arcs of a graph file that `goes` wants gone, from the first person to the second: their strength becomes 0. κ is what it was.
void delete_arcs(const std::filesystem::path& graph, const std::function<bool(Node, Node)>& goes);

/// Compares all that `as` is answered from an index with the answers of the same index without the arcs out of whoever is in `silent`.
/// Paths are found from their end, in the list of whom it leads to, which holds each arc from its other side. So what lists paths is compared with
/// what two of the silent, or one of them and another who may not carry `as`, have with each other deleted, all else with every arc out of one of
/// the silent; that no path uses an arc of them is for tests/network/deleted_arcs_test.cpp.
void expect_same_without(const std::filesystem::path& index, const std::string& as, Asked asked,
                         const std::set<Node>& silent);

/// Whoever may not carry `as` on that day.
[[nodiscard]] std::set<Node> silent_for(const std::filesystem::path& index, const std::string& as, Days day);

}  // namespace kennis
