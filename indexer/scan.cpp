/// @file
#include "indexer/scan.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include <tbb/parallel_for.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

namespace kennis {
namespace {

struct Passing {
  Block block;
  std::unique_ptr<BlockResult> result;
};

}  // namespace

void scan(BlockSource& source, std::size_t workers, const ScanSteps& steps) {
  tbb::task_arena arena(static_cast<int>(workers));
  const auto read = [&](tbb::flow_control& control) {
    auto passing = std::make_shared<Passing>();
    if (!source.next(passing->block)) control.stop();
    return passing;
  };
  const auto work = [&](std::shared_ptr<Passing> passing) {
    const auto slot = static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
    passing->result = steps.work(passing->block, slot);
    return passing;
  };
  const auto take = [&](const std::shared_ptr<Passing>& passing) { steps.take(passing->block, *passing->result); };
  using Handed = std::shared_ptr<Passing>;
  arena.execute([&] {
    tbb::parallel_pipeline(workers * 2, tbb::make_filter<void, Handed>(tbb::filter_mode::serial_in_order, read) &
                                            tbb::make_filter<Handed, Handed>(tbb::filter_mode::parallel, work) &
                                            tbb::make_filter<Handed, void>(tbb::filter_mode::serial_in_order, take));
  });
}

void for_each_in_order(std::size_t count, std::size_t workers,
                       const std::function<std::unique_ptr<BlockResult>(std::size_t, std::size_t)>& work,
                       const std::function<void(BlockResult&)>& take) {
  tbb::task_arena arena(static_cast<int>(workers));
  std::size_t next = 0;
  const auto number = [&](tbb::flow_control& control) {
    if (next == count) control.stop();
    return next++;
  };
  using Handed = std::shared_ptr<BlockResult>;
  const auto make = [&](std::size_t i) -> Handed {
    return work(i, static_cast<std::size_t>(tbb::this_task_arena::current_thread_index()));
  };
  const auto hand_on = [&](const Handed& made) { take(*made); };
  arena.execute([&] {
    tbb::parallel_pipeline(workers * 2, tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order, number) &
                                            tbb::make_filter<std::size_t, Handed>(tbb::filter_mode::parallel, make) &
                                            tbb::make_filter<Handed, void>(tbb::filter_mode::serial_in_order, hand_on));
  });
}

void for_each_parallel(std::size_t count, std::size_t workers,
                       const std::function<void(std::size_t, std::size_t)>& work) {
  tbb::task_arena arena(static_cast<int>(workers));
  std::atomic<std::size_t> next = 0;
  arena.execute([&] {
    tbb::parallel_for(std::size_t{0}, std::min(count, workers), [&](std::size_t) {
      const auto slot = static_cast<std::size_t>(tbb::this_task_arena::current_thread_index());
      for (std::size_t i = next++; i < count; i = next++) work(i, slot);
    });
  });
}

}  // namespace kennis
