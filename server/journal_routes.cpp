/// @file
#include "server/journal_routes.h"

#include <algorithm>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "journal/draft.h"
#include "schema/fields.h"
#include "server/error_response.h"
#include "server/json_writer.h"
#include "server/search_parameters.h"

namespace kennis {
namespace {

constexpr std::string_view kKeyHeader = "idempotency-key";

HttpResponse problem(ProblemKind kind, std::string detail) {
  return error_response(Problem{.kind = kind, .detail = std::move(detail), .position = {}, .instance = {}});
}

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

HttpResponse json(int status, std::string body) {
  return {.status = status, .content_type = "application/json", .body = std::move(body) + "\n", .headers = {}};
}

/// A request may say which it is; it need not, since the same event again is the same event.
std::optional<Error> fault_of_key(const HttpRequest& request) {
  const auto keys = header_values(request.headers, kKeyHeader);
  const bool fits = keys.empty() || (keys.size() == 1 && is_valid_id(keys.front()));
  if (fits) return std::nullopt;
  return invalid(fmt::format("Idempotency-Key must be there once, with 1 to {} bytes", limit::kIdBytesMax));
}

struct Refused {
  std::size_t line = 0;
  std::string why;
};

struct Lines {
  std::vector<EntryDraft> drafts;
  std::vector<Refused> refused;
};

/// Reads the interactions of a body, one a line; blank lines count and are passed over.
Result<Lines> read_lines(std::string_view body, const std::string& author) {
  Lines lines;
  DraftMaker maker(author, now());
  for (std::size_t number = 1; !body.empty(); ++number) {
    const std::string_view line = body.substr(0, body.find('\n'));
    body.remove_prefix(std::min(line.size() + 1, body.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto draft = maker.interaction(line);
    if (draft) {
      lines.drafts.push_back(std::move(draft).value());
    } else {
      lines.refused.push_back({number, draft.error().message});
    }
    if (lines.drafts.size() + lines.refused.size() > limit::kJournalLinesMax) {
      return invalid(fmt::format("at most {} lines a request; send the rest in another", limit::kJournalLinesMax));
    }
  }
  return lines;
}

}  // namespace

JournalRoutes::JournalRoutes(SearcherProvider provider, const Identity& identity,
                             Result<std::unique_ptr<Journal>> journal)
    : provider_(std::move(provider)), identity_(identity), journal_(std::move(journal)) {}

void JournalRoutes::add_to(const std::function<void(std::string, std::string, HttpHandler)>& add) {
  add("POST", "/v1/interactions", [this](const HttpRequest& request) { return interactions(request); });
  add("PUT", "/v1/people/{}", [this](const HttpRequest& request) { return put_person(request); });
  add("DELETE", "/v1/people/{}", [this](const HttpRequest& request) { return delete_person(request); });
}

HttpResponse JournalRoutes::answer(const HttpRequest& request, const Work& work) {
  const auto who = identity_.searcher_of(request);
  if (const auto* refused = std::get_if<Problem>(&who)) return unauthenticated(identity_, *refused);
  if (const auto none = no_parameters(request.query); !none) return error_response(none.error());
  return work(*std::get_if<std::string>(&who));
}

Result<std::vector<JournalPosition>> JournalRoutes::take(const std::vector<EntryDraft>& drafts) {
  if (!journal_) return journal_.error();
  auto positions = journal_.value()->append(drafts);
  if (!positions) return positions;
  if (const auto searcher = provider_()) (void)searcher->follow_journal();
  return positions;
}

HttpResponse JournalRoutes::take_one(const EntryDraft& draft, int status) {
  const auto positions = take({draft});
  if (!positions) return error_response(positions.error());
  JsonWriter writer;
  writer.begin_object();
  writer.key("id");
  writer.text(draft.key);
  writer.key("journal_position");
  writer.count(positions.value().front());
  writer.end_object();
  return json(status, writer.take());
}

HttpResponse JournalRoutes::take_lines(const HttpRequest& request, const std::string& author) {
  if (const auto fault = fault_of_key(request)) return error_response(*fault);
  const auto lines = read_lines(request.body, author);
  if (!lines) return error_response(lines.error());
  const auto& [drafts, refused] = lines.value();
  if (drafts.empty()) {
    const std::string why = refused.empty() ? "the body holds no line; send one interaction a line"
                                            : fmt::format("line {}: {}", refused.front().line, refused.front().why);
    return problem(ProblemKind::kInvalidRequest, why);
  }
  const auto positions = take(drafts);
  if (!positions) return error_response(positions.error());
  JsonWriter writer;
  writer.begin_object();
  writer.key("accepted");
  writer.begin_array();
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    writer.begin_object();
    writer.key("id");
    writer.text(drafts[i].key);
    writer.key("journal_position");
    writer.count(positions.value()[i]);
    writer.end_object();
  }
  writer.end_array();
  writer.key("refused");
  writer.begin_array();
  for (const Refused& one : refused) {
    writer.begin_object();
    writer.key("line");
    writer.count(one.line);
    writer.key("detail");
    writer.text(one.why);
    writer.end_object();
  }
  writer.end_array();
  writer.key("journal_position");
  writer.count(*std::max_element(positions.value().begin(), positions.value().end()));
  writer.end_object();
  return json(refused.empty() ? 201 : 200, writer.take());
}

HttpResponse JournalRoutes::interactions(const HttpRequest& request) {
  return answer(request, [&](const std::string& author) {
    if (has_media_type(request, "application/x-ndjson")) return take_lines(request, author);
    if (!has_media_type(request, "application/json")) {
      return problem(
          ProblemKind::kUnsupportedMediaType,
          "send one interaction with Content-Type: application/json, or one a line with application/x-ndjson");
    }
    if (const auto fault = fault_of_key(request)) return error_response(*fault);
    const auto draft = DraftMaker(author, now()).interaction(request.body);
    return draft ? take_one(draft.value(), 201) : error_response(draft.error());
  });
}

HttpResponse JournalRoutes::put_person(const HttpRequest& request) {
  return answer(request, [&](const std::string& author) {
    if (!has_media_type(request, "application/json")) {
      return problem(ProblemKind::kUnsupportedMediaType,
                     "send the profile as JSON, with Content-Type: application/json");
    }
    const auto draft = DraftMaker(author, now()).profile(request.body, request.path_parameters.at(0));
    return draft ? take_one(draft.value(), 200) : error_response(draft.error());
  });
}

HttpResponse JournalRoutes::delete_person(const HttpRequest& request) {
  return answer(request, [&](const std::string& author) {
    if (!request.body.empty()) return problem(ProblemKind::kInvalidRequest, "DELETE takes no body");
    const auto draft = DraftMaker(author, now()).deletion(request.path_parameters.at(0));
    return draft ? take_one(draft.value(), 200) : error_response(draft.error());
  });
}

}  // namespace kennis
