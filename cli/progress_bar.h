/// @file
/// Progress for people: a bar on a terminal, plain lines in a log.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "indexer/progress.h"

namespace kennis {

/// Draws on standard error, so that standard output stays the answer. At most ten times a second on a terminal; in a log one line when a stage
/// begins to take long (every 10 s) and one when it ends.
class ProgressBar : public ProgressListener {
 public:
  ProgressBar();
  void stage_begins(std::string_view stage, std::uint64_t total, std::string_view unit) override;
  void stage_is_at(std::uint64_t done) override;
  void stage_ends() override;

 private:
  using Clock = std::chrono::steady_clock;
  void show(double seconds);

  bool is_terminal_;
  std::string stage_;
  std::string unit_;
  std::uint64_t total_ = 0;
  std::uint64_t done_ = 0;
  Clock::time_point began_;
  Clock::time_point shown_;
};

/// `1.5 GB`, `320 MB`.
[[nodiscard]] std::string readable_bytes(std::uint64_t bytes);

/// Bytes that `2G`, `256M`, `1024K` or a plain number says; throws CLI::ValidationError otherwise.
[[nodiscard]] std::uint64_t bytes_from(const std::string& text);

}  // namespace kennis
