/// @file
#include "server/search_batch.h"

#include <algorithm>

#include <fmt/format.h>
#include <simdjson.h>

#include "server/answer_json.h"
#include "server/error_response.h"
#include "server/json_writer.h"
#include "server/search_parameters.h"

namespace kennis {
namespace {

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

std::string problem_part(const Error& error) {
  const Problem problem{
      .kind = problem_kind_of(error.code), .detail = error.message, .position = error.position, .instance = {}};
  const int status = status_of(problem.kind);
  return fmt::format(R"("status":{},"problem":{})", status, to_json(problem, status));
}

}  // namespace

Result<std::vector<std::string>> searches_from_json(std::string_view body) {
  thread_local simdjson::dom::parser parser;
  const simdjson::padded_string padded(body);
  simdjson::dom::object object;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return invalid("the body is not a JSON object in UTF-8");
  std::vector<std::string> searches;
  bool is_there = false;
  for (const auto field : object) {
    if (field.key != "searches")
      return invalid("several searches are sent as {\"searches\": [ … ]} and nothing beside");
    if (is_there) return invalid("searches is there more than once");
    is_there = true;
    simdjson::dom::array array;
    if (field.value.get(array) != simdjson::SUCCESS) return invalid("searches must be a list of searches");
    for (const auto search : array) {
      if (searches.size() == kSearchesMax) return invalid(fmt::format("searches has more than {} in it", kSearchesMax));
      searches.push_back(simdjson::minify(search));
    }
  }
  if (searches.empty()) return invalid("searches is missing or empty: send {\"searches\": [{\"query\": \"java\"}]}");
  return searches;
}

std::string answer_one(const Searcher& searcher, const std::string& as, std::string_view search,
                       std::chrono::milliseconds left) {
  auto request = search_from_json(search);
  if (!request) return problem_part(request.error());
  if (left.count() < 1) return problem_part({ErrorCode::kTimeout, "the searches before it took all the time", {}});
  request.value().as = as;
  request.value().timeout = std::min(request.value().timeout, left);
  const auto answer = searcher.search(request.value());
  if (!answer) return problem_part(answer.error());
  return R"("status":200,"answer":)" + to_json(answer.value());
}

std::string answer_all(const Searcher& searcher, const std::string& as, const std::vector<std::string>& searches) {
  const auto began = std::chrono::steady_clock::now();
  JsonWriter json;
  json.begin_object();
  json.key("generation");
  json.text(searcher.manifest().generation);
  json.key("answers");
  json.begin_array();
  for (const std::string& search : searches) {
    const auto taken = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    json.raw("{" + answer_one(searcher, as, search, kSearchesTime - taken) + "}");
  }
  json.end_array();
  json.end_object();
  return json.take();
}

}  // namespace kennis
