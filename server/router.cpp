/// @file
#include "server/router.h"

#include <utility>

#include "server/url.h"

namespace kennis {

void Router::add(std::string method, std::string pattern, HttpHandler handler) {
  routes_.push_back({std::move(method), std::move(pattern), std::move(handler)});
}

RouteMatch Router::find(std::string_view method, std::string_view path) const {
  RouteMatch match;
  for (const auto& route : routes_) {
    auto parameters = match_path(route.pattern, path);
    if (!parameters) continue;
    const bool gets = route.method == "GET";
    match.allow += (match.allow.empty() ? "" : ", ") + route.method + (gets ? ", HEAD" : "");
    if (match.handler == nullptr && (route.method == method || (gets && method == "HEAD"))) {
      match.handler = &route.handler;
      match.path_parameters = std::move(*parameters);
    }
  }
  return match;
}

}  // namespace kennis
