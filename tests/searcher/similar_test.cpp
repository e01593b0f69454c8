/// @file
/// More like these: the query is the ordinary one that is shown, of what the examples have in common, and nobody is seen by it who may not be.
#include "searcher/similar.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "journal/draft.h"
#include "journal/journal.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

const std::vector<std::string> kProfiles = {
    R"({"id":"ada","name":"Ada","positions":[{"title":"Platform engineer","organisation":"A","from":"2020-01"}],"skills":[{"name":"Kubernetes","years":6},{"name":"Go"},{"name":"Knitting"}]})",
    R"({"id":"bob","name":"Bob","positions":[{"title":"Platform engineer","organisation":"B","from":"2020-01"},{"title":"Cook","from":"2010-01","to":"2012-01"}],"skills":[{"name":"K8s","years":2},{"name":"Go"}]})",
    R"({"id":"cas","name":"Cas","skills":[{"name":"Kubernetes"},{"name":"Go"}],"contact_policy":"do_not_contact"})",
    R"({"id":"dee","name":"Dee","positions":[{"title":"Platform engineer","from":"2021-01"}],"skills":[{"name":"Kubernetes"},{"name":"Go"}]})",
    R"({"id":"eva","name":"Eva","skills":[{"name":"Go"}]})",
    R"({"id":"fay","name":"Fay","headline":"Nothing in particular"})",
    R"({"id":"gus","name":"Gus","positions":[{"title":"Cook","from":"2021-01"}],"skills":[{"name":"Knitting"}]})",
    R"({"id":"hal","name":"Hal","skills":[{"name":"\"quoted\" * \u0001"},{"name":"***"},{"name":"C++"}]})",
    R"({"id":"ivo","name":"Ivo","skills":[{"name":"C++"}]})",
};

class SimilarTest : public testing::Test {
 protected:
  SimilarTest() {
    reference::write_lines(folder_.path() / "profiles.ndjson", kProfiles);
    reference::write_lines(
        folder_.path() / "interactions.ndjson",
        {R"({"at":"2025-01-01T00:00:00Z","from":"fay","to":["gus","mailto:only@example.org"],"channel":"email"})"});
    world_.emplace(folder_.path());
    searcher_ = Searcher::open(world_->index(), {}).value();
  }

  [[nodiscard]] Result<SimilarAnswer> like(std::vector<std::string> persons, std::size_t terms = 12) const {
    SimilarRequest request;
    request.persons = std::move(persons);
    request.terms = terms;
    request.search.as = "fay";
    return find_similar(*searcher_, request);
  }
  static std::vector<std::string> texts(const SimilarAnswer& similar) {
    std::vector<std::string> out;
    for (const SimilarTerm& term : similar.terms) out.push_back(term.text);
    return out;
  }
  static std::vector<std::string> ids(const SearchAnswer& answer) {
    std::vector<std::string> out;
    for (const Hit& hit : answer.hits) out.push_back(hit.id);
    return out;
  }

  reference::TemporaryFolder folder_;
  std::optional<reference::IndexedWorld> world_;
  std::unique_ptr<Searcher> searcher_;
};

TEST_F(SimilarTest, AsksForWhatTheExamplesHaveInCommon) {
  const auto one = like({"ada"});
  ASSERT_TRUE(one.ok()) << one.error().message;
  EXPECT_THAT(texts(one.value()), Contains(HasSubstr("Knitting")));
  EXPECT_EQ(ids(one.value().answer).front(), "bob");
  EXPECT_THAT(ids(one.value().answer), Contains("gus"));

  const auto several = like({"ada", "bob", "eva", "ada"});
  ASSERT_TRUE(several.ok()) << several.error().message;
  EXPECT_EQ(several.value().persons.size(), 3U);
  EXPECT_THAT(texts(several.value()), Not(Contains(HasSubstr("Knitting")))) << "one of three has it";
  EXPECT_THAT(texts(several.value()), Not(Contains(HasSubstr("Cook")))) << "a title of long ago";
  const auto is_kubernetes = [](const SimilarTerm& term) {
    return term.text.find("8s") != std::string::npos || term.text.find("ubernetes") != std::string::npos;
  };
  EXPECT_EQ(std::count_if(several.value().terms.begin(), several.value().terms.end(), is_kubernetes), 1)
      << "two names of one skill";
  EXPECT_THAT(ids(several.value().answer), ElementsAre("dee"));
  double importance = 0;
  for (const SimilarTerm& term : several.value().terms) importance += term.importance;
  EXPECT_NEAR(importance, 1, 1e-9);
}

TEST_F(SimilarTest, TheQueryThatIsShownGivesTheSameHits) {
  const auto similar = like({"ada", "bob"});
  ASSERT_TRUE(similar.ok());
  SearchRequest request;
  request.as = "fay";
  request.query = similar.value().answer.query;
  const auto with = searcher_->search(request);
  ASSERT_TRUE(with.ok());
  EXPECT_THAT(ids(with.value()), Contains("ada"));
  request.without = {"ada", "bob"};
  const auto without = searcher_->search(request);
  ASSERT_TRUE(without.ok());
  EXPECT_EQ(ids(without.value()), ids(similar.value().answer));
  EXPECT_EQ(without.value().total, with.value().total - 2);
  for (std::size_t i = 0; i < without.value().hits.size(); ++i) {
    EXPECT_EQ(without.value().hits[i].score, similar.value().answer.hits[i].score);
  }
}

TEST_F(SimilarTest, TermsAreBounded) {
  EXPECT_EQ(like({"ada"}, 1).value().terms.size(), 1U);
  EXPECT_EQ(like({"ada"}, 0).error().code, ErrorCode::kInvalidRequest);
  EXPECT_TRUE(like({"ada"}, kSimilarTermsMax).ok());
  EXPECT_EQ(like({"ada"}, kSimilarTermsMax + 1).error().code, ErrorCode::kInvalidRequest);
  EXPECT_EQ(like({}).error().code, ErrorCode::kInvalidRequest);
  EXPECT_TRUE(like(std::vector<std::string>(kExamplesMax, "ada")).ok());
  EXPECT_EQ(like(std::vector<std::string>(kExamplesMax + 1, "ada")).error().code, ErrorCode::kInvalidRequest);
}

TEST_F(SimilarTest, WhomTheSearcherMayNotSeeIsNobody) {
  const auto message = [&](const std::string& id) {
    const auto answer = like({"ada", id});
    EXPECT_FALSE(answer.ok());
    std::string text = answer.ok() ? "" : answer.error().message;
    EXPECT_EQ(answer.ok() ? ErrorCode::kInvalidQuery : answer.error().code, ErrorCode::kUnknownPerson);
    if (const auto at = text.find(id); at != std::string::npos) text.replace(at, id.size(), "X");
    return text;
  };
  EXPECT_EQ(message("cas"), message("someone"));
  EXPECT_EQ(message("mailto:only@example.org"), message("someone"));
  for (const char* id : {"ada", "bob", "dee"}) EXPECT_THAT(ids(like({id}).value().answer), Not(Contains("cas")));
}

TEST_F(SimilarTest, WhatTheLanguageCannotSayIsPassedOver) {
  const auto similar = like({"hal"});
  ASSERT_TRUE(similar.ok()) << similar.error().message;
  EXPECT_THAT(ids(similar.value().answer), ElementsAre("ivo"));
  const auto nothing = like({"fay"});
  ASSERT_FALSE(nothing.ok());
  EXPECT_EQ(nothing.error().code, ErrorCode::kInvalidRequest);
  EXPECT_THAT(nothing.error().message, HasSubstr("in common"));
}

TEST_F(SimilarTest, AProfileOfTodayIsAnExampleAndAHit) {
  DraftMaker maker("fay", 1'767'000'000);
  auto journal = Journal::open(world_->index());
  ASSERT_TRUE(
      journal.value()->append({maker.profile(R"({"name":"New","skills":[{"name":"Knitting"}]})", "new").value()}).ok());
  EXPECT_THAT(ids(like({"gus"}).value().answer), Contains("new"));
  EXPECT_THAT(ids(like({"new"}).value().answer), UnorderedElementsAre("ada", "gus"));
  SearchRequest request;
  request.as = "fay";
  request.query = "knitting";
  request.without = {"new", "gus"};
  EXPECT_THAT(ids(searcher_->search(request).value()), ElementsAre("ada"));
}

}  // namespace
}  // namespace kennis
