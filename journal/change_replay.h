/// @file
/// The replay of all that has changed between a whole build and a generation: lines are read by several threads ahead of whoever takes them.
#pragma once

#include <functional>
#include <span>

#include "journal/generation_changes.h"
#include "journal/live_network.h"

namespace kennis {

/// Takes them in their order. Calls `taken(change, error)` behind each; an error says why it was passed over.
/// Threads: the calls come from this one. Memory: two thousand changes that were read, or 32 MB of lines, twice.
void replay_changes(LiveNetwork& network, std::span<const Change> changes,
                    const std::function<void(const ReadChange& change, const std::optional<Error>& error)>& taken = {});

}  // namespace kennis
