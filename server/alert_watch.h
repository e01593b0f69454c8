/// @file
/// Alerts while a server runs: saved searches are run when a generation is taken up, and webhooks called when they are due.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <thread>

#include "journal/journal.h"
#include "server/delivery.h"
#include "server/routes.h"

namespace kennis {

struct AlertWatchOptions {
  std::filesystem::path index;
  DeliveryOptions delivery;
  std::chrono::milliseconds look_every{5000};  ///< for another generation, and for what is due
};

/// Works in a thread of its own, of low priority, from when it is made. What fails is logged, and tried again at the next look.
/// Needs: the journal outlives it.
class AlertWatch {
 public:
  AlertWatch(SearcherProvider provider, Journal& journal, AlertWatchOptions options);
  AlertWatch(const AlertWatch&) = delete;  // one thread, one owner
  AlertWatch& operator=(const AlertWatch&) = delete;

 private:
  void watch(const std::stop_token& stop);
  void look(const std::stop_token& stop);

  SearcherProvider provider_;
  Journal& journal_;
  AlertWatchOptions options_;
  LiveBooks books_;
  std::string seen_;  ///< the generation that was run last
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  ///< last: it ends before what it uses
};

}  // namespace kennis
