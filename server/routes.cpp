/// @file
#include "server/routes.h"

#include <utility>

#include "schema/fields.h"
#include "searcher/network_reports.h"
#include "searcher/referrer_search.h"
#include "server/answer_json.h"
#include "server/error_response.h"
#include "server/json_writer.h"
#include "server/network_json.h"
#include "server/search_batch.h"
#include "server/search_parameters.h"
#include "server/similar_json.h"
#include "server/suggest_json.h"
#include "server/vacancy_json.h"

namespace kennis {
namespace {

constexpr std::size_t kIntroductionsDefault = 5;
constexpr std::size_t kDormantDefault = 20;

constexpr const char* kWelcome =
    "Kennis finds people by what they know and by who knows them.\n"
    "\n"
    "GET  /v1/search?q=QUERY                      who matches, and how close they stand to you\n"
    "POST /v1/search                              the same, asked in JSON\n"
    "POST /v1/searches                            several searches in one request\n"
    "GET  /v1/suggest?q=TEXT                      names that begin so, while somebody types\n"
    "POST /v1/vacancy                             a job text, read as a query\n"
    "GET  /v1/referrers?q=QUERY                   who could introduce the most of the people who match; POST too\n"
    "GET  /v1/dormant                             your strong ties that are fading\n"
    "GET  /v1/people/{id}                         one person\n"
    "PUT  /v1/people/{id}                         a profile, new or changed; DELETE takes it away\n"
    "GET  /v1/people/{id}/similar                more people like that one; POST /v1/similar: like several\n"
    "GET  /v1/people/{id}/introductions           who could introduce you\n"
    "POST /v1/introductions                       asks somebody to introduce you; GET lists yours\n"
    "POST /v1/introductions/{id}/answer           answers one that was asked of you\n"
    "POST /v1/interactions                        what happened between persons\n"
    "GET  /healthz                                whether the server runs\n"
    "GET  /readyz                                 whether there is an index to search\n"
    "\n"
    "docs/API.md describes them.\n";

HttpResponse problem(ProblemKind kind, std::string detail) {
  return error_response(Problem{.kind = kind, .detail = std::move(detail), .position = {}, .instance = {}});
}

HttpResponse json(std::string body) {
  HttpResponse response;
  response.body = std::move(body);
  response.body += '\n';
  return response;
}

HttpResponse unknown_searcher() {
  return problem(ProblemKind::kForbidden,
                 "the searcher is nobody this index knows; give the id of a person who is in it");
}

/// A person who was not found; told apart from a searcher who is not there.
HttpResponse not_found(const Searcher& searcher, const std::string& as, const Error& error) {
  if (error.code == ErrorCode::kUnknownPerson && !searcher.knows(as)) return unknown_searcher();
  return error_response(error);
}

/// What is wrong with a request whose body should be JSON and that should have no parameters.
std::optional<HttpResponse> refusal_of_body(const HttpRequest& request) {
  if (!has_media_type(request, "application/json")) {
    return problem(ProblemKind::kUnsupportedMediaType, "send the search as JSON, with Content-Type: application/json");
  }
  if (const auto none = no_parameters(request.query); !none) return error_response(none.error());
  return std::nullopt;
}

Result<SearchRequest> parse_query(const HttpRequest& request) { return search_from_query(request.query); }
Result<SearchRequest> parse_body(const HttpRequest& request) { return search_from_json(request.body); }

}  // namespace

HttpResponse unauthenticated(const Identity& identity, const Problem& refused) {
  auto response = error_response(refused);
  if (refused.kind == ProblemKind::kUnauthenticated) {
    response.headers.emplace_back("WWW-Authenticate", identity.challenge());
  }
  return response;
}

bool has_media_type(const HttpRequest& request, std::string_view type) {
  const auto types = header_values(request.headers, "content-type");
  if (types.size() != 1) return false;
  std::string name(types.front().substr(0, types.front().find_first_of("; \t")));
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return name == type;
}

Routes::Routes(SearcherProvider provider, const Identity& identity, const GateOptions& gate)
    : provider_(std::move(provider)), identity_(identity), gate_(gate) {}

void Routes::add_to(const std::function<void(std::string, std::string, HttpHandler)>& add) {
  add("GET", "/", [](const HttpRequest&) {
    return HttpResponse{.status = 200, .content_type = "text/plain; charset=utf-8", .body = kWelcome, .headers = {}};
  });
  add("GET", "/healthz", [](const HttpRequest&) { return json(R"({"status":"ok"})"); });
  add("GET", "/readyz", [this](const HttpRequest& request) { return ready(request); });
  add("GET", "/v1/search", [this](const HttpRequest& request) { return search(request); });
  add("POST", "/v1/search", [this](const HttpRequest& request) { return search_by_body(request); });
  add("POST", "/v1/searches", [this](const HttpRequest& request) { return searches(request); });
  add("GET", "/v1/suggest", [this](const HttpRequest& request) { return suggestions(request); });
  add("POST", "/v1/vacancy", [this](const HttpRequest& request) { return vacancy(request); });
  add("GET", "/v1/referrers", [this](const HttpRequest& request) { return referrers(request); });
  add("POST", "/v1/referrers", [this](const HttpRequest& request) { return referrers_by_body(request); });
  add("GET", "/v1/dormant", [this](const HttpRequest& request) { return dormant(request); });
  add("GET", "/v1/people/{}", [this](const HttpRequest& request) { return person(request); });
  add("GET", "/v1/people/{}/similar", [this](const HttpRequest& request) { return similar(request); });
  add("POST", "/v1/similar", [this](const HttpRequest& request) { return similar_by_body(request); });
  add("GET", "/v1/people/{}/introductions", [this](const HttpRequest& request) { return introductions(request); });
}

HttpResponse Routes::answer(const HttpRequest& request, const Work& work) {
  const auto who = identity_.searcher_of(request);
  if (const auto* refused = std::get_if<Problem>(&who)) return unauthenticated(identity_, *refused);
  const auto pass = gate_.enter();
  if (!pass) return problem(ProblemKind::kOverloaded, "the server has as much to do as it can; ask again in a second");
  const auto searcher = provider_();
  if (!searcher)
    return problem(ProblemKind::kNoGeneration, "run `kennis index`; what it publishes is taken up at once");
  return work(*searcher, *std::get_if<std::string>(&who));
}

HttpResponse Routes::answer_search(const HttpRequest& request, Result<SearchRequest> (*parse)(const HttpRequest&)) {
  return answer(request, [&](const Searcher& searcher, const std::string& as) {
    auto search = parse(request);
    if (!search) return error_response(search.error());
    search.value().as = as;
    const auto found = searcher.search(search.value());
    if (found) return json(to_json(found.value()));
    return not_found(searcher, as, found.error());
  });
}

HttpResponse Routes::search(const HttpRequest& request) { return answer_search(request, parse_query); }

HttpResponse Routes::search_by_body(const HttpRequest& request) {
  if (auto refused = refusal_of_body(request)) return std::move(*refused);
  return answer_search(request, parse_body);
}

HttpResponse Routes::searches(const HttpRequest& request) {
  if (auto refused = refusal_of_body(request)) return std::move(*refused);
  return answer(request, [&](const Searcher& searcher, const std::string& as) {
    const auto asked = searches_from_json(request.body);
    if (!asked) return error_response(asked.error());
    return searcher.knows(as) ? json(answer_all(searcher, as, asked.value())) : unknown_searcher();
  });
}

HttpResponse Routes::suggestions(const HttpRequest& request) {
  return answer(request, [&](const Searcher& searcher, const std::string& as) {
    auto asked = suggest_from_query(request.query);
    if (!asked) return error_response(asked.error());
    asked.value().as = as;
    const auto found = suggest(searcher, asked.value());
    return found ? json(to_json(found.value())) : not_found(searcher, as, found.error());
  });
}

HttpResponse Routes::vacancy(const HttpRequest& request) {
  if (!has_media_type(request, "text/plain") && !has_media_type(request, "text/html")) {
    return problem(ProblemKind::kUnsupportedMediaType, "send the job text with Content-Type: text/plain or text/html");
  }
  if (const auto none = no_parameters(request.query); !none) return error_response(none.error());
  return answer(request, [&](const Searcher&, const std::string&) {
    const auto read = vacancies_.read(request.body);
    return read ? json(to_json(read.value())) : error_response(read.error());
  });
}

HttpResponse Routes::answer_referrers(const HttpRequest& request, Result<ReferrersRequest> asked) {
  return answer(request, [&](const Searcher& searcher, const std::string& as) {
    if (!asked) return error_response(asked.error());
    asked.value().as = as;
    const auto found = find_referrers(searcher, asked.value());
    return found ? json(to_json(found.value())) : not_found(searcher, as, found.error());
  });
}

HttpResponse Routes::referrers(const HttpRequest& request) {
  return answer_referrers(request, referrers_from_query(request.query));
}

HttpResponse Routes::referrers_by_body(const HttpRequest& request) {
  if (auto refused = refusal_of_body(request)) return std::move(*refused);
  return answer_referrers(request, referrers_from_json(request.body));
}

HttpResponse Routes::answer_similar(const HttpRequest& request, Result<SimilarRequest> asked) {
  return answer(request, [&](const Searcher& searcher, const std::string& as) {
    if (!asked) return error_response(asked.error());
    asked.value().search.as = as;
    const auto found = find_similar(searcher, asked.value());
    return found ? json(to_json(found.value())) : not_found(searcher, as, found.error());
  });
}

HttpResponse Routes::similar(const HttpRequest& request) {
  auto asked = similar_from_query(request.query);
  if (asked) asked.value().persons = {request.path_parameters.at(0)};
  return answer_similar(request, std::move(asked));
}

HttpResponse Routes::similar_by_body(const HttpRequest& request) {
  if (auto refused = refusal_of_body(request)) return std::move(*refused);
  return answer_similar(request, similar_from_json(request.body));
}

HttpResponse Routes::dormant(const HttpRequest& request) {
  return answer(request, [&](const Searcher& searcher, const std::string& as) {
    const auto limit = limit_from_query(request.query, kDormantDefault, limit::kHitsMax);
    if (!limit) return error_response(limit.error());
    const auto found = find_dormant(searcher, as, limit.value());
    return found ? json(to_json(found.value())) : not_found(searcher, as, found.error());
  });
}

HttpResponse Routes::person(const HttpRequest& request) {
  return answer(request, [&](const Searcher& searcher, const std::string& as) {
    if (const auto none = no_parameters(request.query); !none) return error_response(none.error());
    const auto found = searcher.person(as, request.path_parameters.at(0));
    return found ? json(to_json(found.value())) : not_found(searcher, as, found.error());
  });
}

HttpResponse Routes::introductions(const HttpRequest& request) {
  return answer(request, [&](const Searcher& searcher, const std::string& as) {
    const auto limit = limit_from_query(request.query, kIntroductionsDefault, kIntroductionsMax);
    if (!limit) return error_response(limit.error());
    const auto found = searcher.introductions(as, request.path_parameters.at(0), limit.value());
    return found ? json(to_json(found.value())) : not_found(searcher, as, found.error());
  });
}

HttpResponse Routes::ready(const HttpRequest&) const {
  const auto searcher = provider_();
  if (!searcher)
    return problem(ProblemKind::kNoGeneration, "run `kennis index`; what it publishes is taken up at once");
  JsonWriter writer;
  writer.begin_object();
  writer.key("status");
  writer.text("ready");
  writer.key("generation");
  writer.text(searcher->manifest().generation);
  writer.end_object();
  return json(writer.take());
}

}  // namespace kennis
