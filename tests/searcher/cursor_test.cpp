/// @file
/// Pages by cursor: all of them together are the whole list, and nobody's cursor is taken for another's.
#include "searcher/cursor.h"

#include <random>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "journal/draft.h"
#include "journal/journal.h"
#include "searcher/searcher.h"
#include "tests/fixtures/seeds.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

using ::testing::HasSubstr;

constexpr Days kToday = 20'500;

SearchRequest asking(const std::string& query, const std::string& as, Order order) {
  SearchRequest request;
  request.query = query;
  request.as = as;
  request.order = order;
  request.paths = 0;
  request.snippets = 0;
  request.rights_date = kToday;
  return request;
}

std::vector<std::string> ids_of(const SearchAnswer& answer) {
  std::vector<std::string> ids;
  for (const Hit& hit : answer.hits) ids.push_back(hit.id);
  return ids;
}

/// Everybody in the list, fetched so many at a time.
std::vector<std::string> paged(const Searcher& searcher, SearchRequest request, std::size_t page) {
  request.limit = page;
  std::vector<std::string> ids;
  do {
    const auto answer = searcher.search(request);
    EXPECT_TRUE(answer.ok()) << answer.error().message;
    if (!answer) return ids;
    EXPECT_EQ(answer.value().seen, ids.size());
    for (const std::string& id : ids_of(answer.value())) ids.push_back(id);
    request.cursor = answer.value().next_cursor;
  } while (!request.cursor.empty());
  return ids;
}

class CursorTest : public testing::Test {
 protected:
  CursorTest() : world_(300, 9), searcher_(Searcher::open(world_.index(), {}).value()) {}

  /// New persons and changed ones, beside the generation.
  void change_some() {
    auto journal = Journal::open(world_.index());
    ASSERT_TRUE(journal.ok());
    DraftMaker maker("p000007", 1'767'000'000);
    for (const char* id : {"p000011a", "p000003", "zed", "a", "p000011b"}) {
      const std::string record =
          fmt::format(R"({{"name":"New {}","headline":"java python","updated_at":"2025-12-01T00:00:00Z"}})", id);
      ASSERT_TRUE(journal.value()->append({maker.profile(record, id).value()}).ok());
    }
  }

  reference::IndexedWorld world_;
  std::unique_ptr<Searcher> searcher_;
};

TEST_F(CursorTest, AllPagesTogetherAreTheList) {
  for (const bool changed : {false, true}) {
    if (changed) change_some();
    std::mt19937_64 random(seed_of(4));
    for (const Order order :
         {Order::kScore, Order::kFit, Order::kReach, Order::kHelp, Order::kName, Order::kUpdated, Order::kExperience}) {
      for (const char* query : {"", "java OR python", "project", "is:open_to_work", "\"project management\" sql"}) {
        SCOPED_TRACE(fmt::format("{} by {}, seed 4", query, name_of(order)));
        SearchRequest request = asking(query, "p000007", order);
        request.limit = limit::kHitsMax;
        const auto whole = searcher_->search(request);
        ASSERT_TRUE(whole.ok()) << whole.error().message;
        EXPECT_EQ(whole.value().next_cursor, "");
        EXPECT_EQ(paged(*searcher_, request, 1 + random() % 40), ids_of(whole.value()));
      }
    }
  }
}

TEST_F(CursorTest, ThePageThatIsJustFullIsTheLast) {
  SearchRequest request = asking("java", "p000007", Order::kScore);
  const std::size_t total = searcher_->search(request).value().total;
  ASSERT_GT(total, 1U);
  request.limit = total;
  EXPECT_EQ(searcher_->search(request).value().next_cursor, "");
  request.limit = total - 1;
  EXPECT_NE(searcher_->search(request).value().next_cursor, "");
  request.limit = 0;
  EXPECT_EQ(searcher_->search(request).value().next_cursor, "");
}

TEST_F(CursorTest, PagesMayBeOfDifferentSizeAndShowOtherThings) {
  SearchRequest request = asking("java", "p000007", Order::kScore);
  request.limit = 3;
  request.cursor = searcher_->search(request).value().next_cursor;
  request.limit = 5;
  request.explain = true;
  request.facets = {"skill"};
  const auto second = searcher_->search(request);
  ASSERT_TRUE(second.ok());
  SearchRequest both = asking("java", "p000007", Order::kScore);
  both.limit = 8;
  const auto ids = ids_of(searcher_->search(both).value());
  EXPECT_EQ(ids_of(second.value()), std::vector<std::string>(ids.begin() + 3, ids.end()));
  EXPECT_EQ(second.value().hits[0].fit_rank, searcher_->search(both).value().hits[3].fit_rank);
}

TEST_F(CursorTest, WhatIsNoneIsRefused) {
  SearchRequest request = asking("java", "p000007", Order::kScore);
  request.limit = 3;
  const std::string cursor = searcher_->search(request).value().next_cursor;
  const auto refusal = [&](const std::string& given) {
    SearchRequest next = request;
    next.cursor = given;
    const auto answer = searcher_->search(next);
    EXPECT_FALSE(answer.ok()) << given;
    return answer.ok() ? Error{} : answer.error();
  };
  std::vector<std::string> bad = {
      "0",   "x", std::string(97, 'z'), cursor + "0", cursor.substr(0, cursor.size() - 1), std::string(100'000, '1'),
      "\xff"};
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    std::string altered = cursor;
    altered[i] = altered[i] == '0' ? '1' : '0';
    bad.push_back(altered);
  }
  std::string upper = cursor;
  for (char& digit : upper) digit = static_cast<char>(std::toupper(digit));
  if (upper != cursor) bad.push_back(upper);
  for (const std::string& each : bad) {
    EXPECT_EQ(refusal(each).code, ErrorCode::kInvalidRequest);
    EXPECT_THAT(refusal(each).message, HasSubstr("leave it out"));
  }
}

TEST_F(CursorTest, OfAnotherQuestionIsRefused) {
  SearchRequest request = asking("java", "p000007", Order::kScore);
  request.limit = 3;
  request.cursor = searcher_->search(request).value().next_cursor;
  std::vector<SearchRequest> others(5, request);
  others[0].query = "java ";
  others[1].as = "p000008";
  others[2].order = Order::kFit;
  others[3].closeness = 0.31;
  others[4].filters = {"country:NL"};
  for (const SearchRequest& other : others) {
    const auto answer = searcher_->search(other);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(answer.error().code, ErrorCode::kInvalidRequest);
    EXPECT_THAT(answer.error().message, HasSubstr("another question"));
  }
  EXPECT_TRUE(searcher_->search(request).ok());
}

TEST_F(CursorTest, OfAnotherGenerationIsStale) {
  SearchRequest request = asking("java", "p000007", Order::kScore);
  request.limit = 3;
  request.cursor = searcher_->search(request).value().next_cursor;
  const reference::IndexedWorld other(world_.world());
  const auto searcher = Searcher::open(other.index(), {});
  const auto answer = searcher.value()->search(request);
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, ErrorCode::kStaleCursor);
}

}  // namespace
}  // namespace kennis
