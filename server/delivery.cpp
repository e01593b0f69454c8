/// @file
#include "server/delivery.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <random>
#include <sys/file.h>
#include <system_error>
#include <thread>
#include <unistd.h>

#include <fmt/format.h>

#include "schema/fields.h"
#include "server/alert_desk.h"
#include "server/webhook.h"

namespace kennis {
namespace {

/// Held by the one process that delivers; given back by the kernel however it ends.
class DeliveryLock {
 public:
  explicit DeliveryLock(const std::filesystem::path& index) {
    const std::filesystem::path path = index / file::kDeliveryLock;
    file_ = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), path.string());
    is_held_ = ::flock(file_, LOCK_EX | LOCK_NB) == 0;
  }
  ~DeliveryLock() { ::close(file_); }
  DeliveryLock(const DeliveryLock&) = delete;  // one lock, one owner
  DeliveryLock& operator=(const DeliveryLock&) = delete;
  [[nodiscard]] bool is_held() const { return is_held_; }

 private:
  int file_ = -1;
  bool is_held_ = false;
};

struct Due {
  Alert alert;
  SavedSearch search;
};

bool is_waiting(const Alert& alert) {
  return alert.delivery == DeliveryState::kPending || alert.delivery == DeliveryState::kFailed;
}

/// Looks at every alert of a search that has a webhook.
template <typename Use>
void for_each_waiting(const Books& books, const Use& use) {
  for (const auto& [id, search] : books.searches.all()) {
    if (search.webhook.empty()) continue;
    for (const Alert* alert : books.alerts.of(id)) {
      if (is_waiting(*alert)) use(*alert, search);
    }
  }
}

/// What is due by webhook, at most so many, the longest due first.
std::map<std::string, std::vector<Due>> take_due(const Desk& desk, const DeliveryOptions& options) {
  std::vector<Due> due;
  const Seconds now = desk.clock();
  desk.books.read([&](const Books& books) {
    for_each_waiting(books, [&](const Alert& alert, const SavedSearch& search) {
      if (alert.due <= now) due.push_back({alert, search});
    });
  });
  const std::size_t kept = std::min(due.size(), options.round_max);
  std::partial_sort(due.begin(), due.begin() + static_cast<std::ptrdiff_t>(kept), due.end(),
                    [](const Due& a, const Due& b) {
                      return a.alert.due != b.alert.due ? a.alert.due < b.alert.due : a.alert.id < b.alert.id;
                    });
  due.resize(kept);
  std::map<std::string, std::vector<Due>> by_webhook;
  for (Due& one : due) {
    std::string url = one.search.webhook;
    by_webhook[std::move(url)].push_back(std::move(one));
  }
  return by_webhook;
}

/// A round of deliveries, by several threads.
class Round {
 public:
  Round(const Desk& desk, const DeliveryOptions& options, const std::stop_token& stop)
      : desk_(desk), options_(options), stop_(stop) {}

  void deliver_all(const std::map<std::string, std::vector<Due>>& by_webhook) {
    std::vector<const std::vector<Due>*> queues;
    for (const auto& [url, queue] : by_webhook) queues.push_back(&queue);
    std::atomic<std::size_t> next = 0;
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < std::min(options_.threads, queues.size()); ++t) {
      threads.emplace_back([&] {
        for (std::size_t i = next++; i < queues.size(); i = next++) deliver_queue(*queues[i]);
      });
    }
  }

  [[nodiscard]] DeliveryReport report() const { return report_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  void deliver_queue(const std::vector<Due>& queue) {
    std::string failure;  // of the webhook, in this round
    for (const Due& due : queue) {
      if (stop_.stop_requested()) return;
      const auto body = body_of_alert(desk_, due.search, due.alert);
      if (!body) {
        note(due, DeliveryState::kWithheld, "");
        continue;
      }
      if (failure.empty()) {
        failure = failure_of_call({due.search.webhook, due.search.secret, due.alert.id, body.value(), options_.timeout},
                                  options_.hosts, desk_.clock());
      }
      note(due, failure.empty() ? DeliveryState::kDelivered : DeliveryState::kFailed, failure);
    }
  }

  void note(const Due& due, DeliveryState state, const std::string& failure) {
    DeliveryStep step{due.alert.id, state, 0, failure};
    const std::lock_guard lock(mutex_);
    const std::uint32_t attempts = due.alert.attempts + 1;
    if (state == DeliveryState::kFailed && attempts >= options_.tries_max) step.state = DeliveryState::kDead;
    if (step.state == DeliveryState::kFailed) {
      step.due = desk_.clock() + wait_after(options_, attempts, std::uniform_real_distribution<>()(dice_));
    }
    const auto appended = desk_.journal->append({draft_of(step, due.search.owner)});
    if (!appended) {
      error_ = appended.error();
      return;
    }
    report_.delivered += step.state == DeliveryState::kDelivered ? 1U : 0U;
    report_.failed += step.state == DeliveryState::kFailed ? 1U : 0U;
    report_.dead += step.state == DeliveryState::kDead ? 1U : 0U;
    report_.withheld += step.state == DeliveryState::kWithheld ? 1U : 0U;
  }

  const Desk& desk_;
  const DeliveryOptions& options_;
  const std::stop_token& stop_;
  std::mutex mutex_;
  std::mt19937_64 dice_{std::random_device{}()};
  DeliveryReport report_;
  std::optional<Error> error_;
};

}  // namespace

Seconds wait_after(const DeliveryOptions& options, std::uint32_t attempts, double chance) {
  const double grown = static_cast<double>(options.first_wait) * std::pow(4.0, static_cast<double>(attempts) - 1);
  const double whole = std::min(grown, static_cast<double>(options.wait_max));
  return static_cast<Seconds>(std::ceil(whole * (0.5 + 0.5 * chance)));
}

Result<DeliveryReport> deliver_due(const Desk& desk, const DeliveryOptions& options, const std::filesystem::path& index,
                                   const std::stop_token& stop) {
  const DeliveryLock lock(index);
  DeliveryReport report;
  report.is_busy = !lock.is_held();
  if (lock.is_held()) {
    Round round(desk, options, stop);
    round.deliver_all(take_due(desk, options));
    if (round.error()) return *round.error();
    report = round.report();
  }
  desk.books.read([&](const Books& books) {
    for_each_waiting(books, [&](const Alert& alert, const SavedSearch&) {
      ++report.waiting;
      report.next_due = std::min(report.next_due.value_or(alert.due), alert.due);
    });
  });
  return report;
}

}  // namespace kennis
