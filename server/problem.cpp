/// @file
#include "server/problem.h"

#include <array>

#include "server/json_writer.h"

namespace kennis {
namespace {

constexpr std::string_view kTypeBase = "https://kennis.example/problems/";

struct Words {
  std::string_view slug;
  std::string_view title;
};

constexpr std::array<Words, kProblemKindCount> kWords = {{
    {"invalid-query", "The query cannot be understood"},
    {"invalid-request", "The request is not one this server understands"},
    {"unauthenticated", "Who is asking is not known"},
    {"forbidden", "This is not allowed"},
    {"unknown-person", "There is no such person"},
    {"unknown-id", "There is nothing by this id"},
    {"conflict", "It is not in the state that this needs"},
    {"unknown-path", "There is nothing at this path"},
    {"method-not-allowed", "This path does not take this method"},
    {"request-timeout", "The request did not arrive in time"},
    {"length-required", "The length of the body is missing"},
    {"body-too-large", "The body is too large"},
    {"uri-too-long", "The address is too long"},
    {"unsupported-media-type", "The body is in a form this server does not read"},
    {"expectation-failed", "The request expects what this server does not do"},
    {"misdirected-request", "This server does not answer for this host"},
    {"head-too-large", "The headers are too many or too large"},
    {"internal", "The server failed"},
    {"not-implemented", "This server does not do this"},
    {"overloaded", "Too many requests are in flight"},
    {"no-generation", "There is no index to search yet"},
    {"not-written", "What was sent could not be kept"},
    {"search-timeout", "The search took longer than it may"},
    {"stale-cursor", "The list that this page belongs to is no longer there"},
}};

}  // namespace

std::string_view slug_of(ProblemKind kind) { return kWords.at(static_cast<std::size_t>(kind)).slug; }

std::string_view title_of(ProblemKind kind) { return kWords.at(static_cast<std::size_t>(kind)).title; }

std::string to_json(const Problem& problem, int status) {
  JsonWriter json;
  json.begin_object();
  json.key("type");
  json.text(std::string(kTypeBase).append(slug_of(problem.kind)));
  json.key("title");
  json.text(title_of(problem.kind));
  json.key("status");
  json.count(static_cast<std::uint64_t>(status));
  json.key("detail");
  json.text(problem.detail);
  if (problem.position) {
    json.key("position");
    json.count(*problem.position);
  }
  if (!problem.instance.empty()) {
    json.key("instance");
    json.text(problem.instance);
  }
  json.end_object();
  return json.take();
}

}  // namespace kennis
