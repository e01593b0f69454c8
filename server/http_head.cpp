/// @file
#include "server/http_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace kennis {
namespace {

Problem refuse(ProblemKind kind, std::string detail) {
  return {.kind = kind, .detail = std::move(detail), .position = {}, .instance = {}};
}

Problem invalid(std::string detail) { return refuse(ProblemKind::kInvalidRequest, std::move(detail)); }

/// Source: RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

/// Whether a character may stand in a line at all.
bool is_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7F);
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

std::string_view trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<Problem> read_request_line(std::string_view line, HttpHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return invalid("the request line is not METHOD TARGET HTTP/1.1");
  }
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_token(head.method)) return invalid("the method is not a word");
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return invalid("the request line does not end in HTTP/1.1");
  head.keep_alive = version == "HTTP/1.1";
  if (head.target.size() > kTargetBytesMax) {
    return refuse(ProblemKind::kUriTooLong, "path and query are over " + std::to_string(kTargetBytesMax) +
                                                " bytes; POST the query as JSON instead");
  }
  if (!head.target.starts_with('/') || head.target.find_first_of(" \t#") != std::string::npos) {
    return invalid("the target is not a path that begins with /");
  }
  constexpr std::array<std::string_view, 7> kMethods = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"};
  if (std::find(kMethods.begin(), kMethods.end(), head.method) == kMethods.end()) {
    return refuse(ProblemKind::kNotImplemented, "this server knows no such method; use GET, HEAD, POST, PUT or DELETE");
  }
  return std::nullopt;
}

std::optional<Problem> read_header(std::string_view line, HttpHead& head) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return invalid("a header is not NAME: VALUE");
  }
  if (head.headers.size() == kHeadersMax) {
    return refuse(ProblemKind::kHeadTooLarge, "there are more than " + std::to_string(kHeadersMax) + " headers");
  }
  head.headers.emplace_back(lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
  return std::nullopt;
}

std::optional<Problem> read_length(HttpHead& head) {
  const auto lengths = header_values(head.headers, "content-length");
  const auto codings = header_values(head.headers, "transfer-encoding");
  if (lengths.size() > 1) return invalid("Content-Length is there more than once");
  if (!codings.empty() && !lengths.empty()) return invalid("Content-Length and Transfer-Encoding exclude each other");
  if (!codings.empty()) {
    if (codings.size() > 1 || lower(codings.front()) != "chunked") {
      return refuse(ProblemKind::kNotImplemented, "this server reads no Transfer-Encoding but chunked");
    }
    if (!head.keep_alive) return invalid("HTTP/1.0 has no Transfer-Encoding");
    head.chunked = true;
  }
  if (!lengths.empty()) {
    const auto text = lengths.front();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), head.content_length);
    if (error != std::errc() || end != text.data() + text.size()) {
      return invalid("Content-Length is not a number of bytes");
    }
  }
  if (head.content_length > kBodyBytesMax) {
    return refuse(ProblemKind::kBodyTooLarge, "the body is over " + std::to_string(kBodyBytesMax) + " bytes");
  }
  if (head.has_body() && (head.method == "GET" || head.method == "HEAD")) {
    return invalid(head.method + " takes no body; use POST");
  }
  if (head.method == "POST" && codings.empty() && lengths.empty()) {
    return refuse(ProblemKind::kLengthRequired, "POST needs Content-Length or Transfer-Encoding: chunked");
  }
  return std::nullopt;
}

std::optional<Problem> read_headers(HttpHead& head) {
  if (header_values(head.headers, "host").size() != 1) return invalid("a request has one Host header");
  if (!header_values(head.headers, "content-encoding").empty()) {
    return refuse(ProblemKind::kUnsupportedMediaType, "this server reads no Content-Encoding; send the body as it is");
  }
  if (!header_values(head.headers, "range").empty()) return invalid("answers are sent whole; leave Range out");
  for (const auto value : header_values(head.headers, "expect")) {
    if (lower(value) != "100-continue") {
      return refuse(ProblemKind::kExpectationFailed, "this server meets no Expect but 100-continue");
    }
    head.expects_continue = true;
  }
  if (auto problem = read_length(head)) return problem;
  for (const auto value : header_values(head.headers, "connection")) {
    const std::string options = "," + lower(value) + ",";
    if (options.find("close") != std::string::npos) head.keep_alive = false;
  }
  return std::nullopt;
}

}  // namespace

std::variant<HttpHead, Problem> parse_head(std::string_view text) {
  HttpHead head;
  bool first = true;
  while (true) {
    const auto end = text.find("\r\n");
    if (end == std::string_view::npos) return invalid("the head is cut off");
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 2);
    if (!std::all_of(line.begin(), line.end(), is_plain)) {
      return invalid("the head holds a control character, or a line that does not end in CR LF");
    }
    if (line.empty() && !first) break;
    if (auto problem = first ? read_request_line(line, head) : read_header(line, head)) return *problem;
    first = false;
  }
  if (!text.empty()) return invalid("the head goes on after its empty line");
  if (auto problem = read_headers(head)) return *problem;
  return head;
}

}  // namespace kennis
