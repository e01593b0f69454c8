/// @file
#include "server/search_parameters.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <simdjson.h>

#include "schema/fields.h"
#include "searcher/referrer_search.h"

namespace kennis {
namespace {

constexpr std::string_view kBooleans = "must be true or false";
constexpr std::size_t kNameShownMax = 60;

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

/// A name that a client sent, short enough to be shown back.
std::string shown(std::string_view name) {
  if (name.size() <= kNameShownMax) return std::string(name);
  std::size_t end = kNameShownMax;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return std::string(name.substr(0, end)) + "…";
}

/// One setting, whether it came as text or as JSON.
using Fault = std::optional<Error>;

Fault query_text(std::string_view name, std::string_view value) {
  if (value.size() <= limit::kQueryBytesMax) return std::nullopt;
  return invalid(fmt::format("{} is {} bytes long, at most {} are read", name, value.size(), limit::kQueryBytesMax));
}

Fault set_query(SearchRequest& request, std::string_view name, std::string_view value) {
  request.query = value;
  return query_text(name, value);
}

Fault set_closeness(SearchRequest& request, double value) {
  if (!(value >= 0 && value <= 1)) return invalid("closeness must be a number from 0 to 1");
  request.closeness = value;
  return std::nullopt;
}

Fault set_order(SearchRequest& request, std::string_view value) {
  const auto order = order_named(value);
  if (!order) return invalid("order must be score, fit, reach, help, name, updated or experience");
  request.order = *order;
  return std::nullopt;
}

Fault set_count(std::size_t& count, std::string_view name, std::optional<std::uint64_t> value, std::size_t max) {
  if (!value || *value > max) return invalid(fmt::format("{} must be a whole number from 0 to {}", name, max));
  count = static_cast<std::size_t>(*value);
  return std::nullopt;
}

template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Fault set_timeout(SearchRequest& request, std::string_view name, std::optional<std::uint64_t> number) {
  if (!number || *number == 0 || *number > limit::kSearchTimeoutMsMax) {
    return invalid(fmt::format("{} must be a whole number from 1 to {}", name, limit::kSearchTimeoutMsMax));
  }
  request.timeout = std::chrono::milliseconds(*number);
  return std::nullopt;
}

Fault set_flag(bool& flag, std::string_view name, std::string_view value) {
  if (value != "true" && value != "false") return invalid(fmt::format("{} {}", name, kBooleans));
  flag = value == "true";
  return std::nullopt;
}

Fault set_cursor(SearchRequest& request, std::string_view value) {
  if (value.empty()) return invalid("cursor is empty: give next_cursor of the answer before, or leave it out");
  request.cursor = value;
  return std::nullopt;
}

Fault add_text(std::vector<std::string>& texts, std::string_view name, std::string_view value) {
  if (value.empty()) return invalid(fmt::format("{} is empty", name));
  texts.emplace_back(value);
  return std::nullopt;
}

Fault set_from_text(SearchRequest& request, std::string_view name, std::string_view value) {
  if (name == "q") return set_query(request, name, value);
  if (name == "closeness") return set_closeness(request, number_of<double>(value).value_or(-1));
  if (name == "order") return set_order(request, value);
  if (name == "limit") return set_count(request.limit, name, number_of<std::uint64_t>(value), limit::kHitsMax);
  if (name == "paths") return set_count(request.paths, name, number_of<std::uint64_t>(value), kPathsShownMax);
  if (name == "snippets") return set_count(request.snippets, name, number_of<std::uint64_t>(value), kSnippetsMax);
  if (name == "explain") return set_flag(request.explain, name, value);
  if (name == "exact") return set_flag(request.exact, name, value);
  if (name == "cursor") return set_cursor(request, value);
  if (name == "timeout_ms") return set_timeout(request, name, number_of<std::uint64_t>(value));
  if (name == "filter") return add_text(request.filters, name, value);
  if (name == "without") return add_text(request.without, name, value);
  if (name == "facets") return add_text(request.facets, name, value);
  if (name == "facet_values")
    return set_count(request.facet_values, name, number_of<std::uint64_t>(value), limit::kFacetValuesMax);
  return invalid(fmt::format(
      "there is no parameter '{}'; a search takes q, filter, without, facets, facet_values, closeness, order, "
      "limit, paths, snippets, "
      "explain, exact, cursor, timeout_ms",
      shown(name)));
}

using simdjson::dom::element;

std::optional<std::uint64_t> whole_number(const element& value) {
  std::uint64_t number = 0;
  if (value.get(number) != simdjson::SUCCESS) return std::nullopt;
  return number;
}

Fault set_json_flag(bool& flag, std::string_view name, const element& value) {
  if (value.get(flag) != simdjson::SUCCESS) return invalid(fmt::format("{} {}", name, kBooleans));
  return std::nullopt;
}

/// One text or a list of them.
Fault add_texts(std::vector<std::string>& texts, std::string_view name, const element& value) {
  const auto fault = [&] { return invalid(fmt::format("{} must be a text or a list of texts", name)); };
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return add_text(texts, name, text);
  simdjson::dom::array list;
  if (value.get(list) != simdjson::SUCCESS) return fault();
  for (const element item : list) {
    if (item.get(text) != simdjson::SUCCESS) return fault();
    if (auto wrong = add_text(texts, name, text)) return wrong;
  }
  return std::nullopt;
}

Fault set_from_json(SearchRequest& request, std::string_view name, const element& value) {
  if (name == "query") {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return invalid("query must be a text");
    return set_query(request, name, text);
  }
  if (name == "closeness") {
    double number = -1;
    if (value.get(number) != simdjson::SUCCESS) number = -1;
    return set_closeness(request, number);
  }
  if (name == "order") {
    std::string_view text;
    return set_order(request, value.get(text) == simdjson::SUCCESS ? text : "");
  }
  if (name == "limit") return set_count(request.limit, name, whole_number(value), limit::kHitsMax);
  if (name == "paths") return set_count(request.paths, name, whole_number(value), kPathsShownMax);
  if (name == "snippets") return set_count(request.snippets, name, whole_number(value), kSnippetsMax);
  if (name == "explain") return set_json_flag(request.explain, name, value);
  if (name == "exact") return set_json_flag(request.exact, name, value);
  if (name == "cursor") {
    std::string_view text;
    if (value.get(text) != simdjson::SUCCESS) return invalid("cursor must be a text");
    return set_cursor(request, text);
  }
  if (name == "timeout_ms") return set_timeout(request, name, whole_number(value));
  if (name == "filter") return add_texts(request.filters, name, value);
  if (name == "without") return add_texts(request.without, name, value);
  if (name == "facets") return add_texts(request.facets, name, value);
  if (name == "facet_values") return set_count(request.facet_values, name, whole_number(value), limit::kFacetValuesMax);
  return invalid(fmt::format(
      "there is no field '{}'; a search takes query, filter, without, facets, facet_values, closeness, order, "
      "limit, paths, snippets, "
      "explain, exact, cursor, timeout_ms",
      shown(name)));
}

}  // namespace

Result<SearchRequest> search_from_query(const NameValues& query) {
  SearchRequest request;
  std::set<std::string_view> seen;
  for (const auto& [name, value] : query) {
    if (auto fault = set_from_text(request, name, value)) return *fault;
    const bool may_repeat = name == "filter" || name == "facets" || name == "without";
    if (!seen.insert(name).second && !may_repeat) return invalid(fmt::format("{} is there more than once", name));
  }
  if (!seen.contains("q")) return invalid("q is missing: say what to search for; q= alone finds everyone");
  return request;
}

Result<SearchRequest> search_from_json(std::string_view body) {
  thread_local simdjson::dom::parser parser;
  const simdjson::padded_string padded(body);
  element document;
  if (parser.parse(padded).get(document) != simdjson::SUCCESS) return invalid("the body is not JSON in UTF-8");
  simdjson::dom::object object;
  if (document.get(object) != simdjson::SUCCESS) return invalid("the body is not a JSON object");
  SearchRequest request;
  std::set<std::string_view> seen;
  for (const auto field : object) {
    if (auto fault = set_from_json(request, field.key, field.value)) return *fault;
    if (!seen.insert(field.key).second) return invalid(fmt::format("{} is there more than once", field.key));
  }
  if (!seen.contains("query")) return invalid("query is missing: say what to search for; \"\" finds everyone");
  return request;
}

Result<ReferrersRequest> referrers_from_query(const NameValues& query) {
  ReferrersRequest request;
  std::set<std::string_view> seen;
  for (const auto& [name, value] : query) {
    Fault fault;
    if (name == "q") {
      fault = query_text(name, value);
      request.query = value;
    } else if (name == "limit") {
      fault = set_count(request.limit, name, number_of<std::uint64_t>(value), limit::kHitsMax);
    } else if (name == "candidates") {
      fault = set_count(request.candidates, name, number_of<std::uint64_t>(value), kReferralsShownMax);
    } else {
      return invalid(fmt::format("there is no parameter '{}'; referrers take q, limit, candidates", shown(name)));
    }
    if (fault) return *fault;
    if (!seen.insert(name).second) return invalid(fmt::format("{} is there more than once", name));
  }
  if (!seen.contains("q")) return invalid("q is missing: say what to search for; q= alone finds everyone");
  return request;
}

Result<ReferrersRequest> referrers_from_json(std::string_view body) {
  thread_local simdjson::dom::parser parser;
  const simdjson::padded_string padded(body);
  simdjson::dom::object object;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return invalid("the body is not a JSON object in UTF-8");
  ReferrersRequest request;
  std::set<std::string_view> seen;
  for (const auto field : object) {
    Fault fault;
    if (field.key == "query") {
      std::string_view text;
      if (field.value.get(text) != simdjson::SUCCESS) return invalid("query must be a text");
      fault = query_text(field.key, text);
      request.query = text;
    } else if (field.key == "limit") {
      fault = set_count(request.limit, field.key, whole_number(field.value), limit::kHitsMax);
    } else if (field.key == "candidates") {
      fault = set_count(request.candidates, field.key, whole_number(field.value), kReferralsShownMax);
    } else {
      return invalid(fmt::format("there is no field '{}'; referrers take query, limit, candidates", shown(field.key)));
    }
    if (fault) return *fault;
    if (!seen.insert(field.key).second) return invalid(fmt::format("{} is there more than once", field.key));
  }
  if (!seen.contains("query")) return invalid("query is missing: say what to search for; \"\" finds everyone");
  return request;
}

Result<SuggestRequest> suggest_from_query(const NameValues& query) {
  SuggestRequest request;
  std::set<std::string_view> seen;
  for (const auto& [name, value] : query) {
    if (name == "field") {
      for (std::size_t at = 0; at <= value.size();) {
        const std::size_t comma = std::min(value.find(',', at), value.size());
        request.fields.push_back(value.substr(at, comma - at));
        at = comma + 1;
      }
      if (request.fields.size() > limit::kFacetsMax) return invalid("field is there too often");
      continue;
    }
    Fault fault;
    if (name == "q") {
      request.text = value;
    } else if (name == "limit") {
      fault = set_count(request.limit, name, number_of<std::uint64_t>(value), limit::kSuggestionsMax);
    } else {
      return invalid(fmt::format("there is no parameter '{}'; suggestions take q, field, limit", shown(name)));
    }
    if (fault) return *fault;
    if (!seen.insert(name).second) return invalid(fmt::format("{} is there more than once", name));
  }
  if (!seen.contains("q")) return invalid("q is missing: say what is typed");
  return request;
}

Result<SimilarRequest> similar_from_query(const NameValues& query) {
  SimilarRequest request;
  std::set<std::string_view> seen;
  for (const auto& [name, value] : query) {
    const bool is_set_here = name == "q" || name == "cursor" || name == "without";
    if (is_set_here) return invalid(fmt::format("'{}' is no parameter here: the query is made of the person", name));
    auto fault = name == "terms" ? set_count(request.terms, name, number_of<std::uint64_t>(value), kSimilarTermsMax)
                                 : set_from_text(request.search, name, value);
    if (fault) return *fault;
    const bool may_repeat = name == "filter" || name == "facets";
    if (!seen.insert(name).second && !may_repeat) return invalid(fmt::format("{} is there more than once", name));
  }
  return request;
}

Result<SimilarRequest> similar_from_json(std::string_view body) {
  thread_local simdjson::dom::parser parser;
  const simdjson::padded_string padded(body);
  simdjson::dom::object object;
  if (parser.parse(padded).get(object) != simdjson::SUCCESS) return invalid("the body is not a JSON object in UTF-8");
  SimilarRequest request;
  std::set<std::string_view> seen;
  for (const auto field : object) {
    const std::string_view name = field.key;
    const bool is_set_here = name == "query" || name == "cursor" || name == "without";
    if (is_set_here) return invalid(fmt::format("'{}' is no field here: the query is made of the persons", name));
    Fault fault;
    if (name == "persons") {
      fault = add_texts(request.persons, name, field.value);
    } else if (name == "terms") {
      fault = set_count(request.terms, name, whole_number(field.value), kSimilarTermsMax);
    } else {
      fault = set_from_json(request.search, name, field.value);
    }
    if (fault) return *fault;
    if (!seen.insert(name).second) return invalid(fmt::format("{} is there more than once", name));
  }
  if (request.persons.empty()) return invalid("persons is missing: name whom others should be like");
  return request;
}

Result<std::size_t> limit_from_query(const NameValues& query, std::size_t fallback, std::size_t max) {
  std::size_t limit = fallback;
  bool seen = false;
  for (const auto& [name, value] : query) {
    if (name != "limit") {
      return invalid(fmt::format("there is no parameter '{}'; this path takes limit", shown(name)));
    }
    if (seen) return invalid("limit is there more than once");
    seen = true;
    if (auto fault = set_count(limit, name, number_of<std::uint64_t>(value), max)) return *fault;
  }
  return limit;
}

Result<bool> no_parameters(const NameValues& query) {
  if (!query.empty()) {
    return invalid(fmt::format("there is no parameter '{}'; this path takes none", shown(query.front().first)));
  }
  return true;
}

}  // namespace kennis
