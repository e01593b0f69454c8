/// @file
/// A client that sends exactly the bytes it is told to, for tests of what no well-behaved client sends.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kennis::tests {

struct RawResponse {
  int status = 0;
  std::string head;  ///< status line and headers, with the empty line
  std::string body;

  /// The value of a header, or nothing; `name` as the server writes it.
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

/// One TCP connection to 127.0.0.1. Waits at most kPatience for anything.
class RawClient {
 public:
  explicit RawClient(int port);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  RawClient& operator=(RawClient&& other) noexcept;

  static constexpr std::chrono::seconds kPatience{20};

  /// False if the server has closed.
  bool send(std::string_view bytes);
  /// The next answer by its Content-Length, `body` false for HEAD; nothing if the connection ends before it is complete.
  [[nodiscard]] std::optional<RawResponse> receive(bool body = true);
  /// Whether the server closes without another byte.
  [[nodiscard]] bool closed();

 private:
  bool fill();

  int fd_ = -1;
  std::string buffer_;
};

/// One request on a connection of its own.
[[nodiscard]] std::optional<RawResponse> ask(int port, std::string_view request);

/// `GET target` with a Host, and `headers`, each with its CR LF.
[[nodiscard]] std::string get(std::string_view target, std::string_view headers = "");

}  // namespace kennis::tests
