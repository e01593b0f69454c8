/// @file
/// Whatever bytes a client sends: the head, the target, the query and the JSON body are read without harm, and what is accepted keeps its
/// promises.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "schema/fields.h"
#include "server/http_head.h"
#include "server/identity.h"
#include "server/problem.h"
#include "server/router.h"
#include "server/search_parameters.h"
#include "server/url.h"
#include "server/utf8.h"

namespace {

using namespace kennis;

void expect(bool kept) {
  if (!kept) std::abort();
}

void check(const Result<SearchRequest>& request) {
  if (!request) {
    expect(is_utf8(to_json(
        {.kind = ProblemKind::kInvalidRequest, .detail = request.error().message, .position = {}, .instance = {}},
        400)));
    expect(is_utf8(request.error().message));
    return;
  }
  const SearchRequest& value = request.value();
  expect(value.closeness >= 0 && value.closeness <= 1);
  expect(value.limit <= limit::kHitsMax && value.paths <= kPathsShownMax);
  expect(value.query.size() <= limit::kQueryBytesMax && is_utf8(value.query));
  expect(value.as.empty());
}

const Router& router() {
  static const Router kRouter = [] {
    Router made;
    for (const auto* pattern : {"/", "/v1/search", "/v1/people/{}", "/v1/people/{}/introductions"}) {
      made.add("GET", pattern, [](const HttpRequest&) { return HttpResponse(); });
    }
    return made;
  }();
  return kRouter;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto end = bytes.find("\r\n\r\n");
  const auto head_bytes = end == std::string_view::npos ? bytes : bytes.substr(0, end + 4);
  auto head = parse_head(head_bytes);
  if (const auto* read = std::get_if<HttpHead>(&head)) {
    expect(read->headers.size() <= kHeadersMax && read->target.size() <= kTargetBytesMax &&
           read->target.starts_with('/'));
    expect(read->content_length <= kBodyBytesMax && !(read->chunked && read->content_length > 0));
    HttpRequest request;
    request.headers = read->headers;
    const auto identity = Identity::make(true, "127.0.0.1");
    const auto refused = identity.value().check_origin(request);
    expect(!refused || is_utf8(refused->detail));
    (void)identity.value().searcher_of(request);
    (void)router().find(read->method, path_of(read->target));
    const auto query = query_of(read->target);
    if (query) check(search_from_query(query.value()));
  }
  check(search_from_json(bytes.substr(head_bytes.size())));
  check(search_from_json(bytes));
  return 0;
}
