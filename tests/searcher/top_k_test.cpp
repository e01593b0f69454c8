/// @file
/// The real search against one that looks at everybody, on random worlds and queries.
#include "searcher/top_k.h"

#include <fstream>
#include <random>
#include <sstream>

#include <gtest/gtest.h>

#include "network/network.h"
#include "schema/skill_knowledge.h"
#include "schema/statistics.h"
#include "searcher/indexed_evidence.h"
#include "searcher/query_meaning.h"
#include "tests/fixtures/seeds.h"
#include "tests/reference/indexed_world.h"
#include "tests/reference/linear_search.h"

namespace kennis {
namespace {

using reference::IndexedWorld;
using reference::LinearHit;
using reference::LinearSearch;

/// One generation opened in parts, beside the reference over the same files.
struct Opened {
  explicit Opened(const IndexedWorld& world)
      : network(world.generation()),
        statistics(world.generation() / file::kTerms),
        database((world.generation() / file::kProfiles).string()),
        words(world.generation()),
        known_runs(world.generation() / file::kRuns),
        knowledge(read_skill_knowledge(world.generation() / file::kTaxonomy)),
        linear(world.world(), network.people(), {&known_runs, evidence_day(network.as_of()), &knowledge.finder()}) {}

  Network network;
  Statistics statistics;
  Xapian::Database database;
  ProfileWords words;
  KnownRuns known_runs;
  SkillKnowledge knowledge;
  LinearSearch linear;
};

/// Random queries over the words of the world's own profiles, with every operator.
class QueryMaker {
 public:
  QueryMaker(const std::filesystem::path& world, std::uint64_t seed) : random_(seed) {
    std::ifstream in(world / "profiles.ndjson");
    std::string line;
    while (std::getline(in, line) && words_.size() < 4000) {
      std::string word;
      for (const char c : line) {
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '#' || c == '.' || c == '/';
        if (letter) word += c;
        const std::string folded = fold_case(word);
        const bool is_operator = folded == "and" || folded == "or" || folded == "not";
        if (!letter && word.size() > 1 && !is_operator) words_.push_back(word);
        if (!letter) word.clear();
      }
    }
  }

  std::string query() {
    std::string text = clause(0);
    for (std::size_t i = below(4); i > 0; --i) text += join() + clause(0);
    return text;
  }
  std::size_t below(std::size_t bound) { return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_); }

 private:
  std::string join() {
    constexpr std::array kJoins = {" ", " ", " AND ", " OR ", " NOT ", " -", " +"};
    return kJoins[below(kJoins.size())];
  }
  std::string word() { return words_[below(words_.size())]; }
  /// Of letters alone.
  std::string plain_word() {
    for (;;) {
      const std::string plain = word();
      if (std::all_of(plain.begin(), plain.end(),
                      [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }))
        return plain;
    }
  }
  std::string near() {
    const std::string first = below(3) == 0 ? "(" + plain_word() + " OR " + plain_word() + ")" : plain_word();
    return first + " NEAR/" + std::to_string(1 + below(12)) + " " + plain_word();
  }
  std::string clause(int depth) {
    switch (below(depth > 2 ? 5 : 8)) {
      case 0:
        return "skill:" + word();
      case 1: {
        const std::size_t at = below(words_.size() - 1);
        return "\"" + words_[at] + " " + words_[at + 1] + "\"";
      }
      case 4:
        return near();
      case 6:
        return "(" + clause(depth + 1) + join() + clause(depth + 1) + ")";
      case 5:
        return "(" + clause(depth + 1) + " OR " + clause(depth + 1) + " OR " + clause(depth + 1) + ")";
      default:
        return word();
    }
  }

  std::mt19937_64 random_;
  std::vector<std::string> words_;
};

void expect_same(const TopK& top, const std::vector<LinearHit>& all, const Opened& opened, bool scanned) {
  ASSERT_EQ(top.hits.size(), std::min<std::size_t>(top.hits.size(), all.size()));
  if (scanned) {
    EXPECT_EQ(top.total, all.size());
    EXPECT_TRUE(top.total_exact);
  }
  for (std::size_t i = 0; i < top.hits.size(); ++i) {
    const RankedCandidate& hit = top.hits[i];
    const LinearHit& wanted = all[i];
    EXPECT_NEAR(static_cast<double>(hit.candidate.score), static_cast<double>(wanted.score), 2) << "at " << i;
    EXPECT_EQ(opened.network.people().id(hit.candidate.node), wanted.id) << "at " << i;
    EXPECT_NEAR(hit.candidate.fit, wanted.fit, 1e-9) << "at " << i;
    EXPECT_NEAR(hit.candidate.reach, wanted.reach, 1e-12) << "at " << i;
    if (hit.fit_rank_exact) {
      EXPECT_EQ(hit.fit_rank, wanted.fit_rank) << "at " << i;
    } else {
      EXPECT_LE(hit.fit_rank, wanted.fit_rank) << "at " << i;
    }
  }
}

void compare(const Opened& opened, QueryMaker& maker, std::size_t count) {
  Stemmer stemmer;
  ReachComputer computer;
  const Node persons = opened.network.people().node_max();
  for (std::size_t round = 0; round < count; ++round) {
    const std::string text = maker.query();
    auto query = parse_query(text, stemmer);
    ASSERT_TRUE(query.ok()) << text << ": " << query.error().message;
    find_meaning(query.value(), opened.knowledge.finder(), opened.statistics, stemmer);
    const Viewer viewer(opened.network, static_cast<Node>(1 + maker.below(persons)), parse_date("2026-01-15").value());
    const ReachMap reach = computer.compute(viewer);
    constexpr std::array kLambdas = {0.0, 0.3, 0.7, 1.0};
    const double lambda = kLambdas[maker.below(kLambdas.size())];
    const auto all = opened.linear.search(query.value(), lambda, [&](const std::string& id) {
      return reach.of(opened.network.people().find(id)).closeness;
    });
    const auto plan = plan_match(std::move(query).value(), opened.statistics, opened.known_runs);
    for (const std::size_t scan_max : {std::size_t{10'000}, std::size_t{25}, std::size_t{0}}) {
      TopKRequest request;
      request.lambda = lambda;
      request.count = 1 + maker.below(30);
      request.scan_max = scan_max;
      SCOPED_TRACE(text + " as " + std::to_string(viewer.searcher()) + " lambda " + std::to_string(lambda) +
                   " scan_max " + std::to_string(scan_max) + " count " + std::to_string(request.count));
      const TopK top = find_top_k(opened.database, opened.words, *plan, reach, request).value();
      EXPECT_EQ(top.hits.size(), std::min(request.count, all.size()));
      expect_same(top, all, opened, scan_max == 10'000);
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(TopK, IsWhatAScanOfAllMatchesGives) {
  for (const std::uint64_t seed : seeds(1, 6)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const IndexedWorld world(100 + 60 * (seed % 7), seed);
    const Opened opened(world);
    QueryMaker maker(world.world(), seed);
    compare(opened, maker, 150);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(TopK, GivesUpAtItsDeadlineInsteadOfAnsweringInPart) {
  const IndexedWorld world(100, 3);
  const Opened opened(world);
  Stemmer stemmer;
  const Viewer viewer(opened.network, 5, parse_date("2026-01-15").value());
  const ReachMap reach = ReachComputer().compute(viewer);
  const auto plan = plan_match(parse_query("java", stemmer).value(), opened.statistics, opened.known_runs);
  TopKRequest request;
  request.deadline = std::chrono::steady_clock::now();
  const auto late = find_top_k(opened.database, opened.words, *plan, reach, request);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::kTimeout);
  request.deadline = std::chrono::steady_clock::now() + std::chrono::hours(1);
  EXPECT_TRUE(find_top_k(opened.database, opened.words, *plan, reach, request).ok());
}

/// Words that stand in a row somewhere in a field, document by document, as their order tells it.
std::vector<Node> in_row_by_order(const Opened& opened, const Alternative& phrase) {
  std::vector<Node> found;
  const auto& rarest = phrase.terms.front();
  for (auto at = opened.database.postlist_begin(rarest); at != opened.database.postlist_end(rarest); ++at) {
    const IndexedEvidence document(opened.database, opened.words, *at);
    bool whole = true;
    for (std::size_t i = 0; i < phrase.terms.size(); ++i) whole = whole && document.evidence(phrase, i) > 0;
    if (whole && document.in_row(phrase)) found.push_back(*at);
  }
  return found;
}

TEST(TopK, ARunThatIsATermFindsWhomThePhraseFinds) {
  const IndexedWorld world(200, 13);
  const Opened opened(world);
  std::size_t runs = 0;
  for (auto term = opened.database.allterms_begin(); term != opened.database.allterms_end(); ++term) {
    const std::string text = *term;
    if (text.find(' ') == std::string::npos || text.starts_with(prefix::kId) || text.size() >= limit::kTermBytesMax) {
      continue;
    }
    if (++runs % 7 != 0) continue;
    Alternative phrase;
    const std::string field(text.starts_with(prefix::kSkill)          ? prefix::kSkill
                            : text.starts_with(prefix::kCurrentTitle) ? prefix::kCurrentTitle
                            : text.starts_with(prefix::kTitle)        ? prefix::kTitle
                                                                      : prefix::kText);
    std::stringstream words(text.substr(field.size()));
    for (std::string word; words >> word;) {
      phrase.terms.push_back(field + word);
      phrase.row.words.push_back(number_of_word(hash_of_run(0, word)));
    }
    phrase.row.window = static_cast<std::uint32_t>(phrase.terms.size());
    phrase.row.kinds = kinds_of(field);
    if (text.find("/") != std::string::npos) continue;  // a/b takes two places
    std::vector<Node> having;
    for (auto at = opened.database.postlist_begin(text); at != opened.database.postlist_end(text); ++at) {
      having.push_back(*at);
    }
    EXPECT_EQ(having, in_row_by_order(opened, phrase)) << text;
  }
  EXPECT_GT(runs, 300U);
}

TEST(TopK, OrdersEqualScoresById) {
  std::vector<std::string> profiles;
  for (int i = 999; i >= 100; --i) {
    profiles.push_back(R"({"id":"p)" + std::to_string(i) + R"(","name":"N","skills":[{"name":"Welding"}]})");
  }
  const reference::TemporaryFolder folder;
  reference::write_lines(folder.path() / "world" / "profiles.ndjson", profiles);
  reference::write_lines(folder.path() / "world" / "interactions.ndjson",
                         {R"({"id":"e","at":"2025-01-01T00:00:00Z","from":"p500","to":["p777"],"channel":"call"})"});
  const IndexedWorld world(folder.path() / "world");
  const Opened opened(world);
  Stemmer stemmer;
  const Viewer viewer(opened.network, opened.network.people().find("p500"), 0);
  const ReachMap reach = ReachComputer().compute(viewer);
  for (const double lambda : {0.3, 1.0}) {
    for (const std::size_t scan_max : {std::size_t{10'000}, std::size_t{10}}) {
      const auto plan = plan_match(parse_query("welding", stemmer).value(), opened.statistics, opened.known_runs);
      const TopK top = find_top_k(opened.database, opened.words, *plan, reach, {lambda, 5, false, scan_max}).value();
      std::vector<std::string> ids;
      for (const auto& hit : top.hits) ids.emplace_back(opened.network.people().id(hit.candidate.node));
      EXPECT_EQ(ids, (std::vector<std::string>{"p777", "p100", "p101", "p102", "p103"}));
    }
  }
}

TEST(TopK, OrdersAQueryOfFiltersByReachThenId) {
  const IndexedWorld world(200, 9);
  const Opened opened(world);
  Stemmer stemmer;
  const Viewer viewer(opened.network, 7, parse_date("2026-01-15").value());
  const ReachMap reach = ReachComputer().compute(viewer);
  for (const double lambda : {0.0, 0.3}) {
    for (const std::size_t scan_max : {std::size_t{10'000}, std::size_t{10}}) {
      const auto plan = plan_match(parse_query("NOT java", stemmer).value(), opened.statistics, opened.known_runs);
      EXPECT_TRUE(plan->units.empty());
      const TopK top = find_top_k(opened.database, opened.words, *plan, reach, {lambda, 60, false, scan_max}).value();
      ASSERT_EQ(top.hits.size(), 60U);
      for (std::size_t i = 1; i < top.hits.size(); ++i) {
        const Candidate& before = top.hits[i - 1].candidate;
        const Candidate& after = top.hits[i].candidate;
        EXPECT_TRUE(to_nano(before.reach) > to_nano(after.reach) ||
                    (to_nano(before.reach) == to_nano(after.reach) && before.node < after.node));
      }
      EXPECT_GT(top.hits[0].candidate.reach, 0);
    }
  }
}

TEST(TopK, FitDoesNotDependOnWhoAsks) {
  const IndexedWorld world(200, 11);
  const Opened opened(world);
  Stemmer stemmer;
  QueryMaker maker(world.world(), 5);
  for (int round = 0; round < 20; ++round) {
    const std::string text = maker.query();
    const auto plan = plan_match(parse_query(text, stemmer).value(), opened.statistics, opened.known_runs);
    std::map<Node, double> fits;
    for (const Node searcher : {1U, 50U, 199U}) {
      const Viewer viewer(opened.network, searcher, parse_date("2026-01-15").value());
      const ReachMap reach = ReachComputer().compute(viewer);
      for (const double lambda : {0.0, 0.5}) {
        const TopK top = find_top_k(opened.database, opened.words, *plan, reach, {lambda, 200, false, 10}).value();
        for (const auto& hit : top.hits) {
          const auto [known, is_new] = fits.try_emplace(hit.candidate.node, hit.candidate.fit);
          EXPECT_EQ(known->second, hit.candidate.fit) << text;  // to the last bit
        }
      }
    }
  }
}

}  // namespace
}  // namespace kennis
