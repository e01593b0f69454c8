/// @file
/// Telling alerts to webhooks: what is due is sent, what fails is tried again later and later, and given up in the end.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <vector>

#include "searcher/desk.h"
#include "server/webhook_address.h"

namespace kennis {

struct DeliveryOptions {
  WebhookHosts hosts;           ///< to which webhooks may lead
  std::uint32_t tries_max = 8;  ///< then an alert is dead, until somebody sends it again
  Seconds first_wait = 30;      ///< after the first failure
  Seconds wait_max = 6 * 3600;
  std::chrono::milliseconds timeout{15'000};  ///< of one call
  std::size_t round_max = 1000;               ///< alerts taken up at once; the others wait in the journal
  std::size_t threads = 4;                    ///< webhooks called at once
};

/// How long to wait after `attempts` failures: four times as long as after the one before, up to the longest, of which a part between a half
/// and the whole by `chance` in [0, 1): those who failed together do not come back together.
[[nodiscard]] Seconds wait_after(const DeliveryOptions& options, std::uint32_t attempts, double chance);

struct DeliveryReport {
  std::size_t delivered = 0;
  std::size_t failed = 0;           ///< to be tried again
  std::size_t dead = 0;             ///< given up
  std::size_t withheld = 0;         ///< the owner may not see the person any more
  std::size_t waiting = 0;          ///< of all alerts: not delivered and not given up
  std::optional<Seconds> next_due;  ///< when the first of these is
  bool is_busy = false;             ///< another process is delivering: nothing was done
};

/// One round: sends what is due, and writes down what became of it. Alerts of one webhook go one after another; when one fails for want of an
/// answer, the others of the round count as failed with it. A process that dies between sending and writing down sends again, with the same
/// id. One process delivers at a time.
///
/// Needs:   the desk has a journal.
/// Errors:  kNotWritten.
[[nodiscard]] Result<DeliveryReport> deliver_due(const Desk& desk, const DeliveryOptions& options,
                                                 const std::filesystem::path& index, const std::stop_token& stop);

}  // namespace kennis
