/// @file
/// What the API takes in: interactions and profiles, which count in the next search.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "journal/journal.h"
#include "server/http_message.h"
#include "server/identity.h"
#include "server/router.h"
#include "server/routes.h"

namespace kennis {

/// The handlers that write; docs/API.md is their contract. What they acknowledge is on disk, and seen by searches that begin afterwards.
/// Errors:  every problem is an answer.
/// Threads: any number at once.
class JournalRoutes {
 public:
  /// `journal` may be an error: then searches go on and every write is told why there is none.
  JournalRoutes(SearcherProvider provider, const Identity& identity, Result<std::unique_ptr<Journal>> journal);

  /// The journal, for others who write; null if there is none.
  [[nodiscard]] Journal* journal() const { return journal_ ? journal_.value().get() : nullptr; }

  /// Adds them all. Needs: this lives as long as what they are added to.
  void add_to(const std::function<void(std::string method, std::string pattern, HttpHandler)>& add);

 private:
  using Work = std::function<HttpResponse(const std::string& author)>;

  HttpResponse interactions(const HttpRequest& request);
  HttpResponse put_person(const HttpRequest& request);
  HttpResponse delete_person(const HttpRequest& request);

  /// Runs `work` as who is asking.
  HttpResponse answer(const HttpRequest& request, const Work& work);
  [[nodiscard]] HttpResponse take_one(const EntryDraft& draft, int status);
  [[nodiscard]] HttpResponse take_lines(const HttpRequest& request, const std::string& author);
  /// The places of the entries, which searches see from now on.
  [[nodiscard]] Result<std::vector<JournalPosition>> take(const std::vector<EntryDraft>& drafts);

  SearcherProvider provider_;
  Identity identity_;
  Result<std::unique_ptr<Journal>> journal_;
};

}  // namespace kennis
