/// @file
/// A run that is interrupted leaves no scratch folder behind.
#pragma once

#include <csignal>
#include <filesystem>
#include <mutex>
#include <thread>

namespace kennis {

/// While this lives, SIGINT and SIGTERM, unless they were ignored before, remove the folder that `watch` was told and end the process with
/// 128 + the signal. Threads: made and destroyed by one, before it starts others: they inherit that the signals are not theirs.
class EndOnSignal {
 public:
  EndOnSignal();
  EndOnSignal(const EndOnSignal&) = delete;
  EndOnSignal& operator=(const EndOnSignal&) = delete;
  /// If a signal is being seen to, does not return: what goes wrong in a run whose folder goes is not reported.
  ~EndOnSignal();

  void watch(const std::filesystem::path& folder);

 private:
  void wait();

  sigset_t signals_{};
  sigset_t before_{};
  std::mutex mutex_;
  std::filesystem::path folder_;
  bool is_over_ = false;
  std::thread waiting_;
};

}  // namespace kennis
