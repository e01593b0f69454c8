/// @file
/// Golden cases as data: every file of tests/cases/ is a small world (or the sample world) with questions and what must come back.
///
///     {"world": "sample"}                         or "profiles": […], "interactions": […], "groups", "memberships", "teams"
///     "rights_date": "2026-01-15"                 optional
///     "checks": [{"as": id, "query": …, "closeness": λ, "order": …, …}] with any of
///         "hits": [ids in order]   "first": [the first ids]   "has": [ids]   "lacks": [ids]   "total": n   "parsed": text
///         "degree": {id: 1, 2, 3 or 0}   "via": {id: [ids of the best path's introducers]}   "error": "at byte 5"
///     A check with "to" instead of "query" asks for paths: "via": [[ids], …] in order, "degree": n, "unknown": true,
///         "about": [[topics of each tie of the best path]].
///     With "referrers": query, for referrers: "first", "lacks", "relation": {id: member, alumnus or contact}, "candidates": {id: [ids]},
///         "together": {id: [organisation of the time shared with the first candidate]}.
///     With "dormant": [ids], for the dormant ties in order. With "leaves": id, for what leaves: "lost": [ids], "goes_on": true.
///     With "coverage": team, for "alone": {id of a member: how many that member alone knows}, or "unknown": true.
#include <fstream>

#include <gtest/gtest.h>
#include <simdjson.h>

#include "searcher/coverage_report.h"
#include "searcher/network_reports.h"
#include "searcher/referrer_search.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

namespace fs = std::filesystem;
using Element = simdjson::dom::element;

const fs::path kSource = KENNIS_SOURCE_DIR;

std::vector<std::string> case_files() {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(kSource / "tests" / "cases")) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string text_at(Element element, const char* key, std::string otherwise = "") {
  std::string_view text;
  return element[key].get(text) == simdjson::SUCCESS ? std::string(text) : otherwise;
}

std::vector<std::string> texts_of(Element element) {
  std::vector<std::string> texts;
  for (const Element item : simdjson::dom::array(element)) texts.emplace_back(std::string_view(item));
  return texts;
}

bool has(Element element, const char* key, Element& out) { return element[key].get(out) == simdjson::SUCCESS; }

/// Writes the records of a case to the files they belong to.
void write_world(Element root, const fs::path& folder) {
  for (const char* kind : {"profiles", "interactions", "groups", "memberships", "teams"}) {
    Element records;
    if (!has(root, kind, records)) continue;
    std::vector<std::string> lines;
    for (const Element record : simdjson::dom::array(records)) lines.push_back(simdjson::minify(record));
    reference::write_lines(folder / (std::string(kind) + ".ndjson"), lines);
  }
}

std::vector<std::string> ids_of(const SearchAnswer& answer) {
  std::vector<std::string> ids;
  for (const Hit& hit : answer.hits) ids.push_back(hit.id);
  return ids;
}

std::vector<std::string> via_of(const Introduction& introduction) {
  std::vector<std::string> ids;
  for (const ShownPerson& person : introduction.via) ids.push_back(person.id);
  return ids;
}

void check_hits(Element check, const SearchAnswer& answer) {
  const std::vector<std::string> ids = ids_of(answer);
  Element wanted;
  if (has(check, "hits", wanted)) {
    EXPECT_EQ(ids, texts_of(wanted));
  }
  if (has(check, "first", wanted)) {
    const auto first = texts_of(wanted);
    EXPECT_EQ(std::vector<std::string>(ids.begin(),
                                       ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), first.size()))),
              first);
  }
  if (has(check, "has", wanted)) {
    for (const std::string& id : texts_of(wanted))
      EXPECT_TRUE(std::count(ids.begin(), ids.end(), id)) << id << " is missing";
  }
  if (has(check, "lacks", wanted)) {
    for (const std::string& id : texts_of(wanted))
      EXPECT_FALSE(std::count(ids.begin(), ids.end(), id)) << id << " is there";
  }
  if (has(check, "total", wanted)) {
    EXPECT_EQ(answer.total, std::uint64_t(wanted));
  }
  if (has(check, "parsed", wanted)) {
    EXPECT_EQ(answer.parsed, std::string_view(wanted));
  }
}

void check_reach(Element check, const SearchAnswer& answer) {
  Element wanted;
  for (const Hit& hit : answer.hits) {
    Element degrees;
    if (has(check, "degree", degrees) && has(degrees, hit.id.c_str(), wanted)) {
      EXPECT_EQ(hit.degree, std::uint64_t(wanted)) << hit.id;
    }
    Element paths;
    if (has(check, "via", paths) && has(paths, hit.id.c_str(), wanted)) {
      ASSERT_FALSE(hit.introductions.empty()) << hit.id;
      EXPECT_EQ(via_of(hit.introductions[0]), texts_of(wanted)) << hit.id;
    }
  }
}

/// What an explanation says of how a skill was matched.
void check_why(Element check, const SearchAnswer& answer) {
  Element reasons;
  if (!has(check, "why", reasons)) return;
  for (const auto [id, wanted] : simdjson::dom::object(reasons)) {
    std::string said = "(no hit)";
    for (const Hit& hit : answer.hits) {
      if (hit.id == id) said = hit.explanation->asked.at(0).why;
    }
    EXPECT_EQ(said, std::string_view(wanted)) << id;
  }
}

/// Everything that must hold of any answer.
void check_sums(const SearchAnswer& answer) {
  for (const Hit& hit : answer.hits) {
    ASSERT_TRUE(hit.explanation.has_value());
    EXPECT_NEAR(hit.explanation->fit_part + hit.explanation->reach_part, hit.score, 1e-9) << hit.id;
    double fit = 0;
    double importance = 0;
    for (const AskedPart& part : hit.explanation->asked) {
      fit += part.fit;
      importance += part.importance;
      EXPECT_NEAR(part.importance * part.level, part.fit, 1e-9);
    }
    EXPECT_NEAR(fit, hit.fit, 1e-9) << hit.id;
    EXPECT_NEAR(importance, hit.explanation->asked.empty() ? 0 : 1, 1e-9);
    double reach = hit.explanation->reach_remainder;
    for (const Introduction& introduction : hit.introductions) reach += introduction.part;
    EXPECT_NEAR(reach, hit.reach, 1e-9) << hit.id;
    EXPECT_GE(hit.fit, 0);
    EXPECT_LE(hit.fit, 1);
    EXPECT_LT(hit.reach, 1);
  }
}

void check_search(const Searcher& searcher, Element check, std::optional<Days> today) {
  SearchRequest request;
  request.query = text_at(check, "query");
  request.as = text_at(check, "as");
  request.explain = true;
  request.limit = 100;
  request.rights_date = today;
  Element closeness;
  if (has(check, "closeness", closeness)) request.closeness = double(closeness);
  request.order = order_named(text_at(check, "order", "score")).value();
  const auto answer = searcher.search(request);
  const std::string error = text_at(check, "error");
  ASSERT_EQ(answer.ok(), error.empty()) << (answer.ok() ? "no error" : answer.error().message);
  if (!error.empty()) {
    EXPECT_NE(answer.error().message.find(error), std::string::npos) << answer.error().message;
    return;
  }
  check_hits(check, answer.value());
  check_reach(check, answer.value());
  check_why(check, answer.value());
  check_sums(answer.value());
}

void check_paths(const Searcher& searcher, Element check, std::optional<Days> today) {
  const auto answer = searcher.introductions(text_at(check, "as"), text_at(check, "to"), 20, today);
  Element wanted;
  if (has(check, "unknown", wanted)) {
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUnknownPerson);
    return;
  }
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  if (has(check, "degree", wanted)) {
    EXPECT_EQ(answer.value().degree, std::uint64_t(wanted));
  }
  if (has(check, "via", wanted)) {
    std::vector<std::vector<std::string>> paths;
    std::vector<std::vector<std::string>> wanted_paths;
    for (const Introduction& introduction : answer.value().introductions) paths.push_back(via_of(introduction));
    for (const Element path : simdjson::dom::array(wanted)) wanted_paths.push_back(texts_of(path));
    EXPECT_EQ(paths, wanted_paths);
  }
  if (has(check, "about", wanted)) {
    std::vector<std::vector<std::string>> topics;
    std::vector<std::vector<std::string>> wanted_topics;
    for (const ShownTie& tie : answer.value().introductions.at(0).ties) topics.push_back(tie.topics);
    for (const Element tie : simdjson::dom::array(wanted)) wanted_topics.push_back(texts_of(tie));
    EXPECT_EQ(topics, wanted_topics);
  }
}

void check_lists(Element check, const std::vector<std::string>& ids) {
  Element wanted;
  if (has(check, "first", wanted)) {
    const auto first = texts_of(wanted);
    EXPECT_EQ(std::vector<std::string>(ids.begin(),
                                       ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), first.size()))),
              first);
  }
  if (has(check, "lacks", wanted)) {
    for (const std::string& id : texts_of(wanted))
      EXPECT_FALSE(std::count(ids.begin(), ids.end(), id)) << id << " is there";
  }
}

void check_referrers(const Searcher& searcher, Element check, std::optional<Days> today) {
  const auto answer = find_referrers(searcher, {text_at(check, "referrers"), text_at(check, "as"), 100, 20, today});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  std::vector<std::string> ids;
  for (const ShownReferrer& referrer : answer.value().referrers) {
    ids.push_back(referrer.person.id);
    const char* id = referrer.person.id.c_str();
    Element wanted;
    Element of;
    if (has(check, "relation", wanted) && has(wanted, id, of)) {
      EXPECT_EQ(name_of(referrer.relation), std::string_view(of)) << id;
    }
    if (has(check, "candidates", wanted) && has(wanted, id, of)) {
      std::vector<std::string> candidates;
      for (const ShownReferral& referral : referrer.candidates) candidates.push_back(referral.person.id);
      EXPECT_EQ(candidates, texts_of(of)) << id;
    }
    if (has(check, "together", wanted) && has(wanted, id, of)) {
      std::vector<std::string> together;
      const auto& shared = referrer.candidates.at(0).shared_time;
      if (shared) together.push_back(shared->organisation);
      EXPECT_EQ(together, texts_of(of)) << id;
    }
  }
  check_lists(check, ids);
}

void check_dormant(const Searcher& searcher, Element check, std::optional<Days> today) {
  const auto answer = find_dormant(searcher, text_at(check, "as"), 100, today);
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  std::vector<std::string> ids;
  for (const ShownDormantTie& tie : answer.value().ties) ids.push_back(tie.person.id);
  EXPECT_EQ(ids, texts_of(Element(check["dormant"])));
}

void check_departure(const Searcher& searcher, Element check, std::optional<Days> today) {
  const auto answer = preview_departure(searcher, {text_at(check, "leaves"), "", text_at(check, "as"), 100, today});
  Element wanted;
  if (has(check, "error", wanted)) {
    ASSERT_FALSE(answer.ok());
    EXPECT_NE(answer.error().message.find(std::string_view(wanted)), std::string::npos) << answer.error().message;
    return;
  }
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  std::vector<std::string> unreached;
  for (const DepartureAnswer::Lost& lost : answer.value().lost) {
    if (lost.after == 0) unreached.push_back(lost.person.id);
  }
  if (has(check, "lost", wanted)) {
    EXPECT_EQ(unreached, texts_of(wanted));
  }
  if (has(check, "goes_on", wanted)) {
    EXPECT_EQ(answer.value().goes_on, bool(wanted));
  }
}

void check_coverage(const Searcher& searcher, Element check, std::optional<Days> today) {
  const auto answer = find_coverage(searcher, {text_at(check, "coverage"), text_at(check, "as"), 4, {}, today});
  Element wanted;
  if (has(check, "unknown", wanted)) {
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kUnknownPerson);
    return;
  }
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  ASSERT_TRUE(has(check, "alone", wanted));
  for (const CoverageAnswer::By& by : answer.value().by_member) {
    Element alone;
    ASSERT_TRUE(has(wanted, by.member.id.c_str(), alone)) << by.member.id;
    EXPECT_EQ(by.by_one, std::uint64_t(alone)) << by.member.id;
  }
}

class Cases : public testing::TestWithParam<std::string> {};

TEST_P(Cases, Holds) {
  simdjson::dom::parser parser;
  const Element root = parser.load((kSource / "tests" / "cases" / (GetParam() + ".json")).string());
  const reference::TemporaryFolder folder;
  const bool is_sample = text_at(root, "world") == "sample";
  const fs::path world_folder = is_sample ? kSource / "data" / "sample" : folder.path();
  if (!is_sample) write_world(root, world_folder);
  const reference::IndexedWorld world(world_folder);
  const auto searcher = Searcher::open(world.index(), {});
  ASSERT_TRUE(searcher.ok()) << searcher.error().message;
  const auto today = parse_date(text_at(root, "rights_date", "2026-01-15"));
  for (const Element check : simdjson::dom::array(Element(root["checks"]))) {
    SCOPED_TRACE(simdjson::minify(check));
    Element asked;
    if (has(check, "to", asked)) {
      check_paths(*searcher.value(), check, today);
    } else if (has(check, "referrers", asked)) {
      check_referrers(*searcher.value(), check, today);
    } else if (has(check, "dormant", asked)) {
      check_dormant(*searcher.value(), check, today);
    } else if (has(check, "leaves", asked)) {
      check_departure(*searcher.value(), check, today);
    } else if (has(check, "coverage", asked)) {
      check_coverage(*searcher.value(), check, today);
    } else {
      check_search(*searcher.value(), check, today);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Golden, Cases, testing::ValuesIn(case_files()), [](const auto& named) {
  std::string name = named.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

}  // namespace
}  // namespace kennis
