/// @file
/// Introductions over HTTP: asking, answering, and looking at one's own.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "journal/books.h"
#include "searcher/desk.h"
#include "server/http_message.h"
#include "server/identity.h"
#include "server/router.h"
#include "server/routes.h"

namespace kennis {

/// The handlers of introductions; docs/API.md is their contract.
/// Errors:  every problem is an answer; what the searcher throws passes through.
/// Threads: any number at once.
class IntroductionRoutes {
 public:
  /// `journal` may be null: then what is there can be looked at, and nothing changed.
  IntroductionRoutes(SearcherProvider provider, const Identity& identity, Journal* journal,
                     const std::filesystem::path& index);

  /// Adds them all. Needs: this lives as long as what they are added to.
  void add_to(const std::function<void(std::string method, std::string pattern, HttpHandler)>& add);

 private:
  using Work = std::function<HttpResponse(const Desk& desk, const std::string& as)>;
  enum class Use : std::uint8_t { kReads, kWrites };

  HttpResponse ask(const HttpRequest& request);
  HttpResponse list(const HttpRequest& request);
  HttpResponse show(const HttpRequest& request);
  HttpResponse answer(const HttpRequest& request);
  HttpResponse withdraw(const HttpRequest& request);
  HttpResponse made(const HttpRequest& request);
  HttpResponse refusals(const HttpRequest& request);
  HttpResponse refuse(const HttpRequest& request);

  /// Runs `work` as who is asking.
  HttpResponse at_desk(const HttpRequest& request, Use use, const Work& work);

  SearcherProvider provider_;
  Identity identity_;
  Journal* journal_;
  LiveBooks books_;
};

}  // namespace kennis
