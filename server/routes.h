/// @file
/// What the API answers: requests in, answers out, over whatever generation is in force. No sockets.
#pragma once

#include <functional>
#include <memory>

#include "searcher/network_answers.h"
#include "searcher/searcher.h"
#include "searcher/similar.h"
#include "searcher/vacancy_help.h"
#include "server/gate.h"
#include "server/http_message.h"
#include "server/identity.h"
#include "server/router.h"

namespace kennis {

/// The searcher in force, or nothing if there is no generation. Threads: called by many at once.
using SearcherProvider = std::function<std::shared_ptr<const Searcher>()>;

/// The answer to whom the identity refuses.
[[nodiscard]] HttpResponse unauthenticated(const Identity& identity, const Problem& refused);
/// Whether a request has one Content-Type, and that one, in any case and whatever its parameters.
[[nodiscard]] bool has_media_type(const HttpRequest& request, std::string_view type);

/// The handlers of the API that read; docs/API.md is their contract.
/// Errors:  every problem is an answer; what the searcher throws passes through.
/// Threads: any number at once.
class Routes {
 public:
  Routes(SearcherProvider provider, const Identity& identity, const GateOptions& gate);

  /// Adds them all. Needs: this lives as long as what they are added to.
  void add_to(const std::function<void(std::string method, std::string pattern, HttpHandler)>& add);

 private:
  using Work = std::function<HttpResponse(const Searcher& searcher, const std::string& as)>;

  HttpResponse search(const HttpRequest& request);
  HttpResponse search_by_body(const HttpRequest& request);
  HttpResponse searches(const HttpRequest& request);
  HttpResponse suggestions(const HttpRequest& request);
  HttpResponse vacancy(const HttpRequest& request);
  HttpResponse referrers(const HttpRequest& request);
  HttpResponse referrers_by_body(const HttpRequest& request);
  HttpResponse similar(const HttpRequest& request);
  HttpResponse similar_by_body(const HttpRequest& request);
  HttpResponse dormant(const HttpRequest& request);
  HttpResponse person(const HttpRequest& request);
  HttpResponse introductions(const HttpRequest& request);
  HttpResponse ready(const HttpRequest& request) const;

  /// Runs `work` as who is asking, when there is room.
  HttpResponse answer(const HttpRequest& request, const Work& work);
  HttpResponse answer_search(const HttpRequest& request, Result<SearchRequest> (*parse)(const HttpRequest&));

  HttpResponse answer_referrers(const HttpRequest& request, Result<ReferrersRequest> asked);
  HttpResponse answer_similar(const HttpRequest& request, Result<SimilarRequest> asked);

  SearcherProvider provider_;
  Identity identity_;
  Gate gate_;
  VacancyHelp vacancies_;
};

}  // namespace kennis
