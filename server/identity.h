/// @file
/// Who is asking. Keys come later; for development a header names the searcher, and then only this machine may ask.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "schema/result.h"
#include "server/http_message.h"
#include "server/problem.h"

namespace kennis {

/// The header that names the searcher where the server was started with an insecure identity.
inline constexpr std::string_view kSearcherHeader = "X-Kennis-Searcher";

/// Whether an address is reached from this machine alone: `localhost`, 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback(const std::string& host);

/// How a server knows who is asking.
/// Threads: any number at once.
class Identity {
 public:
  /// `host` is what the server listens on.
  /// Errors:  kInvalidRequest if an insecure identity should serve other machines.
  [[nodiscard]] static Result<Identity> make(bool insecure_identity, const std::string& host);

  /// Asked of every request, whatever its path: refuses what a web page of somebody else makes a browser ask, directly (Origin)
  /// or with a name that was made to point here (DNS rebinding).
  [[nodiscard]] std::optional<Problem> check_origin(const HttpRequest& request) const;

  /// The searcher's id as given, or why there is none.
  [[nodiscard]] std::variant<std::string, Problem> searcher_of(const HttpRequest& request) const;

  /// How WWW-Authenticate names what searcher_of() wants.
  [[nodiscard]] std::string challenge() const;

 private:
  explicit Identity(bool insecure_identity) : insecure_identity_(insecure_identity) {}
  bool insecure_identity_;
};

}  // namespace kennis
