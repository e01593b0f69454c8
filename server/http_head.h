/// @file
/// The head of a request, read strictly: what two programs could understand differently is refused, so that nothing can be smuggled in
/// behind a proxy.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "server/http_message.h"
#include "server/problem.h"

namespace kennis {

inline constexpr std::size_t kHeadBytesMax = 32U << 10U;  ///< request line and headers
inline constexpr std::size_t kTargetBytesMax = 8000;      ///< Source: RFC 9110 section 4.1 recommends to take that much
inline constexpr std::size_t kHeadersMax = 100;
inline constexpr std::size_t kBodyBytesMax = 1U << 20U;

struct HttpHead {
  std::string method;
  std::string target;  ///< begins with /
  NameValues headers;  ///< names in lower case
  bool keep_alive = true;
  bool expects_continue = false;
  bool chunked = false;
  std::uint64_t content_length = 0;  ///< 0 if chunked
  [[nodiscard]] bool has_body() const { return chunked || content_length > 0; }
};

/// Reads a head, from the method to the empty line.
///
/// Errors:  a Problem for: lines that do not end in CRLF, control characters, folded lines, spaces around header names; a target that
///          does not begin with / or is over kTargetBytesMax; over kHeadersMax headers; no Host or two; Content-Length twice, not a plain
///          number, or together with Transfer-Encoding; a Transfer-Encoding but `chunked`; a body over kBodyBytesMax or with a method
///          that has none; no length for POST; Content-Encoding; Range; an Expect but `100-continue`.
/// Source:  RFC 9112 sections 2 to 6, the strict reading of each choice it leaves.
[[nodiscard]] std::variant<HttpHead, Problem> parse_head(std::string_view head);

}  // namespace kennis
