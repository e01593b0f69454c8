/// @file
#include "server/identity.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>

#include "schema/fields.h"
#include "server/utf8.h"

namespace kennis {
namespace {

constexpr std::string_view kSearcherKey = "x-kennis-searcher";

Problem problem(ProblemKind kind, std::string detail) {
  return {.kind = kind, .detail = std::move(detail), .position = {}, .instance = {}};
}

/// A Host header in lower case and without its port; `[::1]` keeps its brackets. Empty if there is more than host and port.
std::string host_name(std::string_view host) {
  const auto bracket = host.starts_with('[') ? host.find(']') : 0;
  if (bracket == std::string_view::npos) return {};
  const auto colon = host.find(':', bracket);
  if (colon != std::string_view::npos) {
    const auto port = host.substr(colon + 1);
    if (!std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
  }
  std::string name(host.substr(0, colon));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name;
}

}  // namespace

bool is_loopback(const std::string& host) {
  if (host == "localhost") return true;
  in_addr v4{};
  if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24U) == 127;
  in6_addr v6{};
  return ::inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

Result<Identity> Identity::make(bool insecure_identity, const std::string& host) {
  if (insecure_identity && !is_loopback(host)) {
    return Error{ErrorCode::kInvalidRequest,
                 "with --insecure-identity anyone who reaches " + host +
                     " could search as anyone: listen on 127.0.0.1 or [::1], or leave --insecure-identity out",
                 {}};
  }
  return Identity(insecure_identity);
}

std::optional<Problem> Identity::check_origin(const HttpRequest& request) const {
  const auto hosts = header_values(request.headers, "host");
  const std::string_view host = hosts.empty() ? std::string_view() : hosts.front();
  constexpr std::array<std::string_view, 3> kOurNames = {"localhost", "127.0.0.1", "[::1]"};
  if (insecure_identity_ && std::find(kOurNames.begin(), kOurNames.end(), host_name(host)) == kOurNames.end()) {
    return problem(ProblemKind::kMisdirected,
                   "ask for localhost, 127.0.0.1 or [::1]: this server answers for no other host");
  }
  for (const auto origin : header_values(request.headers, "origin")) {
    if (origin != "http://" + std::string(host) && origin != "https://" + std::string(host)) {
      return problem(ProblemKind::kForbidden, "pages of other sites may not ask this server");
    }
  }
  return std::nullopt;
}

std::variant<std::string, Problem> Identity::searcher_of(const HttpRequest& request) const {
  if (!insecure_identity_) {
    return problem(
        ProblemKind::kUnauthenticated,
        "this server cannot tell who is asking: keys are not built yet; for development, start it on this machine with "
        "--insecure-identity");
  }
  const auto searchers = header_values(request.headers, kSearcherKey);
  const std::string name(kSearcherHeader);
  if (searchers.size() > 1) return problem(ProblemKind::kInvalidRequest, name + " is there more than once");
  if (searchers.empty() || searchers.front().empty()) {
    return problem(ProblemKind::kUnauthenticated, "say who is searching: " + name + ": ID");
  }
  if (searchers.front().size() > limit::kIdBytesMax || !is_utf8(searchers.front())) {
    return problem(ProblemKind::kInvalidRequest,
                   name + " is not UTF-8 of at most " + std::to_string(limit::kIdBytesMax) + " bytes");
  }
  return std::string(searchers.front());
}

std::string Identity::challenge() const {
  return insecure_identity_ ? std::string(kSearcherHeader) + " realm=\"kennis, for development\""
                            : "Bearer realm=\"kennis\"";
}

}  // namespace kennis
