/// @file
#include "cli/end_on_signal.h"

#include <system_error>
#include <unistd.h>

namespace kennis {
namespace {

namespace fs = std::filesystem;

bool is_ignored(int signal) {
  struct sigaction action {};
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// Renamed first: then the run cannot publish what is half removed, nor put anything into it.
void remove_at_once(const fs::path& folder) {
  std::error_code ignored;
  fs::path going = folder;
  going += ".ended";
  fs::rename(folder, going, ignored);
  fs::remove_all(going, ignored);
  fs::remove_all(folder, ignored);  // a part that was just being made anew
}

}  // namespace

EndOnSignal::EndOnSignal() {
  ::sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM}) {
    if (!is_ignored(signal)) ::sigaddset(&signals_, signal);
  }
  ::sigaddset(&signals_, SIGUSR1);  // from the destructor
  ::pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  waiting_ = std::thread([this] { wait(); });
}

EndOnSignal::~EndOnSignal() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  ::pthread_kill(waiting_.native_handle(), SIGUSR1);
  waiting_.join();
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void EndOnSignal::watch(const fs::path& folder) {
  const std::lock_guard lock(mutex_);
  folder_ = folder;
}

void EndOnSignal::wait() {
  int signal = 0;
  while (true) {
    if (::sigwait(&signals_, &signal) != 0) continue;
    const std::lock_guard lock(mutex_);
    if (is_over_) return;
    if (signal == SIGUSR1) continue;
    if (!folder_.empty()) remove_at_once(folder_);
    ::_exit(128 + signal);
  }
}

}  // namespace kennis
