/// @file
/// Reading in parallel: blocks are taken in order, worked on by all workers, and their results handed over in order again.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "indexer/block_source.h"

namespace kennis {

/// What working on a block gave; made by `work`, taken by `take`.
struct BlockResult {
  virtual ~BlockResult() = default;
};

struct ScanSteps {
  /// Called on any worker, several at once; `slot` is below the number of workers and belongs to one call at a time.
  std::function<std::unique_ptr<BlockResult>(const Block&, std::size_t slot)> work;
  /// Called in the order of the blocks, one at a time, on any thread.
  std::function<void(const Block&, BlockResult&)> take;
};

/// Runs the steps over all blocks with that many workers. What a step throws ends the scan and is thrown here.
/// Memory: at most two blocks a worker at a time, beside what the results hold.
void scan(BlockSource& source, std::size_t workers, const ScanSteps& steps);

/// Calls `work(index, slot)` for 0…count-1 on that many workers: each takes the lowest index that is left. Slots as in ScanSteps.
void for_each_parallel(std::size_t count, std::size_t workers,
                       const std::function<void(std::size_t index, std::size_t slot)>& work);

/// Makes results `0 … count-1` on all workers and takes them in that order, one at a time. Slots as in ScanSteps.
/// Memory: two results a worker at most. Errors: what work or take throws.
void for_each_in_order(std::size_t count, std::size_t workers,
                       const std::function<std::unique_ptr<BlockResult>(std::size_t index, std::size_t slot)>& work,
                       const std::function<void(BlockResult&)>& take);

}  // namespace kennis
