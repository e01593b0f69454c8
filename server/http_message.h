/// @file
/// A request and an answer as the rest of the server sees them: plain values, of no HTTP library.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kennis {

using NameValues = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method;                        ///< upper case; HEAD is handled as GET, and only its body is not sent
  std::string target;                        ///< as sent: path and query, percent-encoded
  std::vector<std::string> path_parameters;  ///< what stood for each {} of the pattern, decoded
  NameValues query;                          ///< parameters in their order, decoded
  NameValues headers;  ///< names in lower case, in their order; none from the end of a chunked body
  std::string body;
  std::string remote_addr;  ///< of the connection, never of a header
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  NameValues headers;  ///< beside those that every answer has
};

/// All values of a header. `name` in lower case.
[[nodiscard]] inline std::vector<std::string_view> header_values(const NameValues& headers, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [key, value] : headers) {
    if (key == name) values.emplace_back(value);
  }
  return values;
}

}  // namespace kennis
