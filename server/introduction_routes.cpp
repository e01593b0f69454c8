/// @file
#include "server/introduction_routes.h"

#include <utility>
#include <variant>

#include "searcher/introduction_desk.h"
#include "server/error_response.h"
#include "server/introduction_json.h"
#include "server/search_parameters.h"

namespace kennis {
namespace {

HttpResponse problem(ProblemKind kind, std::string detail) {
  return error_response(Problem{.kind = kind, .detail = std::move(detail), .position = {}, .instance = {}});
}

/// The answer as JSON, or what was wrong; a searcher who is not there is told apart from a person who is not found.
template <typename Answer>
HttpResponse response_of(const Desk& desk, const std::string& as, const Result<Answer>& done, int status = 200) {
  if (done) {
    return {.status = status, .content_type = "application/json", .body = to_json(done.value()) + "\n", .headers = {}};
  }
  if (done.error().code == ErrorCode::kUnknownPerson && !desk.searcher.knows(as)) {
    return problem(ProblemKind::kForbidden,
                   "the searcher is nobody this index knows; give the id of a person who is in it");
  }
  return error_response(done.error());
}

}  // namespace

IntroductionRoutes::IntroductionRoutes(SearcherProvider provider, const Identity& identity, Journal* journal,
                                       const std::filesystem::path& index)
    : provider_(std::move(provider)), identity_(identity), journal_(journal), books_(index) {}

void IntroductionRoutes::add_to(const std::function<void(std::string, std::string, HttpHandler)>& add) {
  const std::string one = "/v1/introductions/{}";
  add("POST", "/v1/introductions", [this](const HttpRequest& request) { return ask(request); });
  add("GET", "/v1/introductions", [this](const HttpRequest& request) { return list(request); });
  add("GET", one, [this](const HttpRequest& request) { return show(request); });
  add("POST", one + "/answer", [this](const HttpRequest& request) { return answer(request); });
  add("POST", one + "/withdraw", [this](const HttpRequest& request) { return withdraw(request); });
  add("POST", one + "/made", [this](const HttpRequest& request) { return made(request); });
  add("GET", "/v1/refusals", [this](const HttpRequest& request) { return refusals(request); });
  add("PUT", "/v1/refusals", [this](const HttpRequest& request) { return refuse(request); });
}

HttpResponse IntroductionRoutes::at_desk(const HttpRequest& request, Use use, const Work& work) {
  const auto who = identity_.searcher_of(request);
  if (const auto* refused = std::get_if<Problem>(&who)) return unauthenticated(identity_, *refused);
  if (const auto none = no_parameters(request.query); !none) return error_response(none.error());
  if (use == Use::kWrites && !request.body.empty() && !has_media_type(request, "application/json")) {
    return problem(ProblemKind::kUnsupportedMediaType, "send JSON, with Content-Type: application/json");
  }
  if (use == Use::kWrites && journal_ == nullptr) {
    return problem(ProblemKind::kNotWritten, "the journal cannot be written: the server's log says why");
  }
  const auto searcher = provider_();
  if (!searcher) {
    return problem(ProblemKind::kNoGeneration, "run `kennis index`; what it publishes is taken up at once");
  }
  return work(Desk{*searcher, books_, journal_}, *std::get_if<std::string>(&who));
}

HttpResponse IntroductionRoutes::ask(const HttpRequest& request) {
  return at_desk(request, Use::kWrites, [&](const Desk& desk, const std::string& as) {
    auto asked = introduction_from_json(request.body);
    if (!asked) return error_response(asked.error());
    asked.value().as = as;
    return response_of(desk, as, ask_introduction(desk, asked.value()), 201);
  });
}

HttpResponse IntroductionRoutes::list(const HttpRequest& request) {
  return at_desk(request, Use::kReads, [](const Desk& desk, const std::string& as) {
    return response_of(desk, as, list_introductions(desk, as));
  });
}

HttpResponse IntroductionRoutes::show(const HttpRequest& request) {
  return at_desk(request, Use::kReads, [&](const Desk& desk, const std::string& as) {
    return response_of(desk, as, show_introduction(desk, as, request.path_parameters.at(0)));
  });
}

HttpResponse IntroductionRoutes::answer(const HttpRequest& request) {
  return at_desk(request, Use::kWrites, [&](const Desk& desk, const std::string& as) {
    const auto reply = reply_from_json(request.body);
    if (!reply) return error_response(reply.error());
    return response_of(desk, as, answer_introduction(desk, as, request.path_parameters.at(0), reply.value()));
  });
}

HttpResponse IntroductionRoutes::withdraw(const HttpRequest& request) {
  return at_desk(request, Use::kWrites, [&](const Desk& desk, const std::string& as) {
    if (!request.body.empty()) return problem(ProblemKind::kInvalidRequest, "withdrawing takes no body");
    return response_of(desk, as, withdraw_introduction(desk, as, request.path_parameters.at(0)));
  });
}

HttpResponse IntroductionRoutes::made(const HttpRequest& request) {
  return at_desk(request, Use::kWrites, [&](const Desk& desk, const std::string& as) {
    const auto as_contact = request.body.empty() ? Result<bool>(true) : introduced_from_json(request.body);
    if (!as_contact) return error_response(as_contact.error());
    return response_of(desk, as, made_introduction(desk, as, request.path_parameters.at(0), as_contact.value()));
  });
}

HttpResponse IntroductionRoutes::refusals(const HttpRequest& request) {
  return at_desk(request, Use::kReads, [](const Desk& desk, const std::string& as) {
    return response_of(desk, as, list_refusals(desk, as));
  });
}

HttpResponse IntroductionRoutes::refuse(const HttpRequest& request) {
  return at_desk(request, Use::kWrites, [&](const Desk& desk, const std::string& as) {
    const auto refusal = refusal_from_json(request.body);
    if (!refusal) return error_response(refusal.error());
    return response_of(desk, as, set_refusal(desk, as, refusal.value().asker, refusal.value().refused));
  });
}

}  // namespace kennis
