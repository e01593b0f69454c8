/// @file
/// Which handler answers which method and path.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http_message.h"

namespace kennis {

/// Answers a request. May throw; the server then answers with an internal problem that tells nothing.
/// Threads: called by many at once.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

struct RouteMatch {
  const HttpHandler* handler = nullptr;      ///< null: no route
  std::vector<std::string> path_parameters;  ///< decoded
  std::string allow;                         ///< the methods of this path, as Allow lists them; empty: an unknown path
};

/// Threads: find() by any number, once every route is there.
class Router {
 public:
  /// `pattern` as in match_path(); a route for GET answers HEAD too.
  void add(std::string method, std::string pattern, HttpHandler handler);

  /// Cost: one comparison a route.
  [[nodiscard]] RouteMatch find(std::string_view method, std::string_view path) const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    HttpHandler handler;
  };
  std::vector<Route> routes_;
};

}  // namespace kennis
