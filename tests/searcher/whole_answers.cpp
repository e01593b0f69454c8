/// @file
#include "tests/searcher/whole_answers.h"

#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "searcher/coverage_report.h"
#include "searcher/network_reports.h"
#include "searcher/referrer_search.h"
#include "searcher/suggest.h"
#include "server/answer_json.h"
#include "server/network_json.h"
#include "server/suggest_json.h"
#include "tests/searcher/random_users.h"

namespace kennis {
namespace {

const std::vector<std::string> kQueries = {
    "", "java", "java rust", "skill:\"patient care\"", "java AND NOT rust", "NOT welding", "(python OR welding) java"};

/// Asked with facets, and under a filter.
const std::vector<std::string> kConditions = {"country:BE",
                                              "java location:Gand",
                                              "NOT near:Gent~40km",
                                              "years:5.. OR rust",
                                              "is:open_to_work java",
                                              "degree:1..2",
                                              "language:fr",
                                              "current_company:acme",
                                              "ja* welding",
                                              "java NEAR/4 rust",
                                              "degree:none source:fair",
                                              "group:g0",
                                              "current_title:(java OR python) -is:known"};

const std::vector<std::string> kMisspelt = {"jvaa", "pyhton OR rust", "skill:weldin", "company:acmee"};
const std::vector<std::string> kTyped = {"j",   "java",   "care", "acme 1", "person 1",
                                         "gen", "pyhton", "g0",   "lead",   "wellding"};

/// An answer without what is never the same.
std::string plain(std::string json) {
  for (const char* field : {"\"took_ms\":", "\"generation\":", "\"journal_position\":"}) {
    const auto begin = json.find(field);
    if (begin != std::string::npos) json.erase(begin, json.find(',', begin) - begin);
  }
  return json;
}

template <typename Answer>
std::string text_of(const Result<Answer>& answer) {
  return answer ? plain(to_json(answer.value())) : answer.error().message;
}

/// Everything that is told of a searcher's network, as text.
std::string network_of(const Searcher& searcher, const std::string& as) {
  const auto day = parse_date("2023-06-01");
  std::string text;
  for (const std::string& query : kQueries) {
    auto referrers = find_referrers(searcher, {query, as, 100, 20, day});
    EXPECT_TRUE(referrers) << referrers.error().message;
    if (!referrers) return "";
    text += text_of(referrers) + "\n";
  }
  auto dormant = find_dormant(searcher, as, 100, day);
  text += text_of(dormant) + "\n";
  for (const char* team : {"t0", "t1", "t2", "t3"}) {
    auto coverage = find_coverage(searcher, {team, as, 2, {kSkills.begin(), kSkills.end()}, day});
    text += text_of(coverage) + "\n";
    text += text_of(find_coverage(searcher, {team, as, 2, {}, day})) + "\n";
    for (std::size_t person = 0; person < kPersons; person += 3) {
      auto departure = preview_departure(searcher, {fmt::format("p{}", person), team, as, 100, day});
      text += text_of(departure) + "\n";
    }
  }
  return text;
}

}  // namespace

std::unique_ptr<Searcher> open_in_force(const std::filesystem::path& index) {
  auto opened = Searcher::open(index, {});
  EXPECT_TRUE(opened) << opened.error().message;
  return opened ? std::move(opened).value() : nullptr;
}

SearchRequest request_of(const std::string& as, const std::string& query, double closeness) {
  SearchRequest request;
  request.as = as;
  request.query = query;
  request.closeness = closeness;
  request.limit = 100;
  request.explain = true;
  request.rights_date = parse_date("2023-06-01");
  return request;
}

void expect_same(const Searcher& live, const Searcher& built, std::size_t every) {
  for (std::size_t as = 0; as < kPersons; as += every) {
    const std::string searcher = fmt::format("p{}", as);
    if (!built.person(searcher, searcher, parse_date("2023-06-01"))) continue;  // a deleted one, or nobody
    for (const std::string& query : kQueries) {
      for (const double closeness : {0.0, 0.3, 1.0}) {
        const SearchRequest request = request_of(searcher, query, closeness);
        ASSERT_EQ(text_of(live.search(request)), text_of(built.search(request))) << searcher << ": " << query;
      }
    }
    for (const std::string& query : kConditions) {
      SearchRequest request = request_of(searcher, query, 0.3);
      request.facets = {"country,location,skill,current_title,past_company,years,degree,is,group,source,language"};
      ASSERT_EQ(text_of(live.search(request)), text_of(built.search(request))) << searcher << ": " << query;
      request.filters = {"country:BE", "skill:java", "skill:rust"};
      static const Order kOrders[] = {Order::kName, Order::kUpdated, Order::kExperience};
      request.order = kOrders[as % 3];
      ASSERT_EQ(text_of(live.search(request)), text_of(built.search(request)))
          << searcher << ": " << query << " filtered";
    }
    for (const std::string& query : kMisspelt) {
      const SearchRequest request = request_of(searcher, query, 0.3);
      ASSERT_EQ(text_of(live.search(request)), text_of(built.search(request))) << searcher << ": " << query;
    }
    for (const std::string& typed : kTyped) {
      const SuggestRequest request{typed, searcher, {}, 50, parse_date("2023-06-01")};
      ASSERT_EQ(text_of(suggest(live, request)), text_of(suggest(built, request))) << searcher << " types " << typed;
    }
    ASSERT_EQ(network_of(live, searcher), network_of(built, searcher)) << searcher;
    for (std::size_t to = 0; to < kPersons + 4; ++to) {
      for (const std::string& name : {fmt::format("p{}", to), fmt::format("p{}@example.org", to)}) {
        ASSERT_EQ(text_of(live.person(searcher, name, parse_date("2023-06-01"))),
                  text_of(built.person(searcher, name, parse_date("2023-06-01"))))
            << searcher << " of " << name;
      }
    }
  }
}

}  // namespace kennis
