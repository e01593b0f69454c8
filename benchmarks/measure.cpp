/// @file
#include "benchmarks/measure.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include <simdjson.h>

namespace kennis::benchmarks {

bool is_small() { return std::getenv("KENNIS_BENCHMARK_SMALL") != nullptr; }

std::size_t people(std::size_t usual, std::size_t small) {
  if (is_small()) return small;
  const char* wanted = std::getenv("KENNIS_BENCHMARK_PEOPLE");
  return wanted == nullptr ? usual : std::strtoull(wanted, nullptr, 10);
}

double thread_cpu_ms() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::uint64_t peak_memory_bytes() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("VmHWM:")) return std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
  }
  return 0;
}

void reset_peak_memory() { std::ofstream("/proc/self/clear_refs") << 5; }

double percentile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const double rank = std::ceil(share * static_cast<double>(values.size()));
  const auto index = static_cast<std::size_t>(std::max(1.0, rank)) - 1;
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(index), values.end());
  return values[index];
}

void report_percentiles(benchmark::State& state, const std::vector<double>& times_ms) {
  state.counters["p50_ms"] = percentile(times_ms, 0.50);
  state.counters["p95_ms"] = percentile(times_ms, 0.95);
  state.counters["p99_ms"] = percentile(times_ms, 0.99);
  state.counters["max_ms"] = percentile(times_ms, 1);
}

std::vector<std::string> padded_lines(const std::filesystem::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    std::string& kept = lines.emplace_back();
    kept.reserve(line.size() + simdjson::SIMDJSON_PADDING);
    kept = line;
  }
  return lines;
}

std::size_t bytes_of(const std::filesystem::path& path) {
  if (std::filesystem::is_regular_file(path)) return std::filesystem::file_size(path);
  std::size_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

}  // namespace kennis::benchmarks
