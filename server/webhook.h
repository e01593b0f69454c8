/// @file
/// One call of a webhook: signed, bounded in time, and without a word read of what the receiver says but its status.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "schema/time.h"
#include "server/webhook_address.h"

namespace kennis {

inline constexpr std::string_view kSignatureHeader = "X-Kennis-Signature";
inline constexpr std::string_view kAlertHeader = "X-Kennis-Alert";

/// `t=1790000000,v1=…`: HMAC-SHA256 with the secret over the time, a dot and the body, in hexadecimal. The receiver reckons it anew, and
/// refuses what is older than some minutes.
[[nodiscard]] std::string signature_of(std::string_view secret, Seconds at, std::string_view body);

struct WebhookCall {
  std::string url;
  std::string secret;
  std::string id;                             ///< of the alert: the same each time it is sent
  std::string body;                           ///< JSON
  std::chrono::milliseconds timeout{15'000};  ///< of the whole call
};

/// Sends it. Nothing if the receiver answered with a status of 2xx, else why not, without what the receiver said. Redirections are not followed.
/// Threads: any number at once.
[[nodiscard]] std::string failure_of_call(const WebhookCall& call, const WebhookHosts& allowed, Seconds now);

}  // namespace kennis
