/// @file
/// What the benchmarks share: sizes from the environment, the CPU time of a thread, and percentiles over many queries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "indexer/progress.h"

namespace kennis::benchmarks {

/// True when run as a test (KENNIS_BENCHMARK_SMALL): it must work, not be fast.
[[nodiscard]] bool is_small();

/// `small` as a test, otherwise KENNIS_BENCHMARK_PEOPLE if that is set, otherwise `usual`.
[[nodiscard]] std::size_t people(std::size_t usual, std::size_t small);

/// CPU time that this thread has used, in milliseconds.
[[nodiscard]] double thread_cpu_ms();

/// The most memory that the process has held since reset_peak_memory(), resident, in bytes. Linux only, as is all of this.
[[nodiscard]] std::uint64_t peak_memory_bytes();
void reset_peak_memory();

/// The value that `share` of the values do not exceed (nearest rank); 0 for no values.
[[nodiscard]] double percentile(std::vector<double> values, double share);

/// Counters p50_ms, p95_ms, p99_ms and max_ms of the queries' times.
void report_percentiles(benchmark::State& state, const std::vector<double>& times_ms);

/// The lines of a file, each with simdjson's padding behind it inside its capacity.
[[nodiscard]] std::vector<std::string> padded_lines(const std::filesystem::path& file);

/// Bytes of a file, or of all files below a folder.
[[nodiscard]] std::size_t bytes_of(const std::filesystem::path& path);

/// Nobody watches.
class Silence : public ProgressListener {
 public:
  void stage_begins(std::string_view, std::uint64_t, std::string_view) override {}
  void stage_is_at(std::uint64_t) override {}
  void stage_ends() override {}
};

}  // namespace kennis::benchmarks
