/// @file
#include "server/alert_watch.h"

#include <sys/resource.h>
#include <utility>

#include <spdlog/spdlog.h>
#include <xapian.h>

#include "server/alert_run.h"

namespace kennis {

AlertWatch::AlertWatch(SearcherProvider provider, Journal& journal, AlertWatchOptions options)
    : provider_(std::move(provider)),
      journal_(journal),
      options_(std::move(options)),
      books_(options_.index),
      thread_([this](const std::stop_token& stop) { watch(stop); }) {}

void AlertWatch::watch(const std::stop_token& stop) {
  (void)::setpriority(PRIO_PROCESS, 0, 10);  // on Linux of this thread alone: requests come first
  while (!stop.stop_requested()) {
    try {
      look(stop);
    } catch (const Xapian::Error& error) {
      spdlog::error("alerts: {}", error.get_description());
    } catch (const std::exception& error) {
      spdlog::error("alerts: {}", error.what());
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, options_.look_every, [] { return false; });
  }
}

void AlertWatch::look(const std::stop_token& stop) {
  const auto searcher = provider_();
  if (!searcher) return;
  const Desk desk{*searcher, books_, &journal_};
  const std::string& generation = searcher->manifest().generation;
  if (generation != seen_) {
    const auto report = run_saved_searches(
        desk, [](const std::string& warning) { spdlog::warn("{}", warning); }, stop);
    if (!report) {
      spdlog::error("alerts: {}", report.error().message);
      return;
    }
    if (stop.stop_requested()) return;
    seen_ = generation;
    spdlog::info("alerts: {} new of {} saved searches, {} failed", report.value().alerts, report.value().searches,
                 report.value().failed);
  }
  const auto delivered = deliver_due(desk, options_.delivery, options_.index, stop);
  if (!delivered) {
    spdlog::error("alerts: {}", delivered.error().message);
  } else if (delivered.value().dead > 0) {
    spdlog::warn("alerts: {} given up; `kennis alerts list --dead` shows them", delivered.value().dead);
  }
}

}  // namespace kennis
