/// @file
/// Where a webhook may lead: a URL of http or https, whose host is no machine of our own network unless it was allowed by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/result.h"

namespace kennis {

/// A URL in parts. `host` without brackets.
struct WebhookUrl {
  bool is_secure = false;
  std::string host;
  int port = 80;
  std::string target = "/";  ///< path and query
  /// `https://example.org:8443`, as it was given.
  [[nodiscard]] std::string origin() const;
};

inline constexpr std::size_t kUrlBytesMax = 2000;

/// Errors: kInvalidRequest: no http or https, no host, a user or a fragment in it, signs that a URL has only percent-encoded, too long.
[[nodiscard]] Result<WebhookUrl> webhook_url_of(std::string_view url);

/// Hosts to which webhooks may lead, each `name` or `name:port`; none: any that is not of our own network.
using WebhookHosts = std::vector<std::string>;

/// True for what is no address of the public internet: loopback, private, link-local, shared, multicast, reserved; also where it is wrapped in
/// an address of the other version. What is no address is not public either.
[[nodiscard]] bool is_private_address(const std::string& address);

/// The address to connect to. Looked up once, so that a name cannot lead elsewhere between the check and the call.
/// Errors:  kForbidden for a host that is not allowed, or with an address that is not public and was not allowed by name; kTimeout if the
///          name leads nowhere.
/// Cost:    a look-up of a name.
[[nodiscard]] Result<std::string> address_of(const WebhookUrl& url, const WebhookHosts& allowed);

}  // namespace kennis
