/// @file
#include "server/webhook_address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>

#include <fmt/format.h>

namespace kennis {
namespace {

Error invalid(std::string_view why) {
  return {ErrorCode::kInvalidRequest,
          fmt::format("the webhook {}: give a URL such as https://example.org/kennis", why),
          {}};
}

struct Range {
  std::uint32_t first;
  unsigned bits;
};

/// Source: the IANA special-purpose address registry (RFC 6890 and what came after), and multicast.
constexpr std::array<Range, 15> kNotPublic = {{{0x00000000, 8},
                                               {0x0A000000, 8},
                                               {0x64400000, 10},
                                               {0x7F000000, 8},
                                               {0xA9FE0000, 16},
                                               {0xAC100000, 12},
                                               {0xC0000000, 24},
                                               {0xC0000200, 24},
                                               {0xC0586300, 24},
                                               {0xC0A80000, 16},
                                               {0xC6120000, 15},
                                               {0xC6336400, 24},
                                               {0xCB007100, 24},
                                               {0xE0000000, 4},
                                               {0xF0000000, 4}}};

bool is_private_v4(std::uint32_t address) {
  return std::any_of(kNotPublic.begin(), kNotPublic.end(),
                     [&](const Range& range) { return (address ^ range.first) >> (32U - range.bits) == 0; });
}

std::uint32_t v4_at(const std::array<std::uint8_t, 16>& bytes, std::size_t from) {
  return std::uint32_t{bytes[from]} << 24U | std::uint32_t{bytes[from + 1]} << 16U |
         std::uint32_t{bytes[from + 2]} << 8U | bytes[from + 3];
}

bool is_private_v6(const std::array<std::uint8_t, 16>& bytes) {
  // Only 2000::/3 is given out as public; within it, what wraps an address of version 4 is as public as that.
  if ((bytes[0] & 0xE0U) == 0x20) {
    if (bytes[0] == 0x20 && bytes[1] == 0x02) return is_private_v4(v4_at(bytes, 2));      // 6to4
    if (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 2) return true;                // 2001::/23
    return bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8;  // documentation
  }
  constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  constexpr std::array<std::uint8_t, 12> kTranslated = {0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
  const bool wraps = std::equal(kMapped.begin(), kMapped.end(), bytes.begin()) ||
                     std::equal(kTranslated.begin(), kTranslated.end(), bytes.begin());
  return !wraps || is_private_v4(v4_at(bytes, 12));
}

bool is_unescaped(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7F && std::strchr("\"<>\\^`{|}", c) == nullptr;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

/// Sets host and port of `[::1]:80`, `example.org`; false if it is neither.
bool set_authority(WebhookUrl& url, std::string_view authority) {
  std::string_view port;
  if (authority.starts_with('[')) {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return false;
    url.host = lower_case(authority.substr(1, end - 1));
    in6_addr address{};
    if (::inet_pton(AF_INET6, url.host.c_str(), &address) != 1) return false;
    port = authority.substr(end + 1);
  } else {
    url.host = lower_case(authority.substr(0, authority.find(':')));
    port = authority.substr(url.host.size());
    const bool is_name = std::all_of(url.host.begin(), url.host.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
    if (url.host.empty() || !is_name) return false;
  }
  if (port.empty()) return true;
  const auto [end, error] = std::from_chars(port.data() + 1, port.data() + port.size(), url.port);
  return port.front() == ':' && error == std::errc() && end == port.data() + port.size() && url.port >= 1 &&
         url.port <= 65535;
}

bool names(const WebhookUrl& url, const std::string& allowed) {
  const std::string name = lower_case(allowed);
  const std::string host = url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]";
  return name == host || name == url.host || name == fmt::format("{}:{}", host, url.port);
}

}  // namespace

std::string WebhookUrl::origin() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", is_secure ? "https" : "http", is_v6 ? "[" : "", host, is_v6 ? "]" : "", port);
}

Result<WebhookUrl> webhook_url_of(std::string_view text) {
  if (text.size() > kUrlBytesMax) return invalid("is too long");
  if (!std::all_of(text.begin(), text.end(), is_unescaped)) return invalid("has signs in it that must be encoded");
  WebhookUrl url;
  url.is_secure = lower_case(text.substr(0, 8)) == "https://";
  if (!url.is_secure && lower_case(text.substr(0, 7)) != "http://") return invalid("is neither http:// nor https://");
  url.port = url.is_secure ? 443 : 80;
  text.remove_prefix(url.is_secure ? 8 : 7);
  const std::string_view authority = text.substr(0, text.find_first_of("/?#"));
  text.remove_prefix(authority.size());
  if (authority.find('@') != std::string_view::npos) return invalid("has a user in it");
  if (text.find('#') != std::string_view::npos) return invalid("has a fragment in it");
  if (!set_authority(url, authority)) return invalid("names no host");
  url.target = text.starts_with('/') ? std::string(text) : "/" + std::string(text);
  return url;
}

bool is_private_address(const std::string& address) {
  in_addr v4{};
  if (::inet_pton(AF_INET, address.c_str(), &v4) == 1) return is_private_v4(ntohl(v4.s_addr));
  std::array<std::uint8_t, 16> v6{};
  return ::inet_pton(AF_INET6, address.c_str(), v6.data()) != 1 || is_private_v6(v6);
}

Result<std::string> address_of(const WebhookUrl& url, const WebhookHosts& allowed) {
  const bool is_named =
      std::any_of(allowed.begin(), allowed.end(), [&](const std::string& host) { return names(url, host); });
  if (!allowed.empty() && !is_named) {
    return Error{ErrorCode::kForbidden, fmt::format("{} is none of the hosts webhooks may lead to", url.host), {}};
  }
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failure = ::getaddrinfo(url.host.c_str(), nullptr, &hints, &found);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  if (failure != 0) {
    return Error{ErrorCode::kTimeout, fmt::format("{} leads nowhere: {}", url.host, ::gai_strerror(failure)), {}};
  }
  std::optional<std::string> first;
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
    std::array<char, 64> text{};
    if (::getnameinfo(at->ai_addr, at->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0) continue;
    if (!is_named && is_private_address(text.data())) {
      return Error{
          ErrorCode::kForbidden,
          fmt::format("{} is of our own network: webhooks lead there only if the host is allowed by name", url.host),
          {}};
    }
    if (!first) first = text.data();
  }
  if (!first) return Error{ErrorCode::kTimeout, url.host + " leads nowhere", {}};
  return *first;
}

}  // namespace kennis
