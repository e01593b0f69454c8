/// @file
/// What is proposed for words that nobody has, and when nothing is.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "journal/draft.h"
#include "journal/journal.h"
#include "searcher/searcher.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

using reference::IndexedWorld;
using reference::TemporaryFolder;
using testing::ElementsAre;
using testing::IsEmpty;

class DidYouMean : public testing::Test {
 protected:
  DidYouMean() {
    reference::write_lines(
        folder_.path() / "profiles.ndjson",
        {R"({"id":"a","name":"Anna Visser","headline":"Architect","summary":"Likes zeppelins","skills":[{"name":"Kubernetes"},{"name":"Cobalt"}],"positions":[{"title":"Data Engineer","organisation":"Zwaluw Cloud"}]})",
         R"({"id":"b","name":"Bram Mulder","skills":[{"name":"Kubernetes"},{"name":"Project management"},{"name":"Cobolt"}]})",
         R"({"id":"c","name":"Carla Quetzal","skills":[{"name":"Cobolt"}]})",
         R"({"id":"x","name":"Hidden Xanthippe","skills":[{"name":"Quetzalcoatl"}],"contact_policy":"do_not_contact"})"});
    world_.emplace(folder_.path());
    searcher_ = Searcher::open(world_->index(), {}).value();
  }
  std::vector<std::string> proposed(const std::string& query) {
    SearchRequest request;
    request.query = query;
    request.as = "a";
    const auto answer = searcher_->search(request);
    EXPECT_TRUE(answer) << query;
    std::vector<std::string> queries;
    if (answer) {
      for (const SpellingProposal& proposal : answer.value().did_you_mean) queries.push_back(proposal.query);
    }
    return queries;
  }
  void append(RecordKind kind, const std::string& record) {
    DraftMaker maker("a", 1'780'000'000);
    ASSERT_TRUE(Journal::open(world_->index()).value()->append({maker.record(kind, record).value()}));
  }

  TemporaryFolder folder_;
  std::optional<IndexedWorld> world_;
  std::unique_ptr<Searcher> searcher_;
};

TEST_F(DidYouMean, ProposesAWordForOneThatNobodyHas) {
  EXPECT_THAT(proposed("kubernotes"), ElementsAre("kubernetes"));
  EXPECT_THAT(proposed("+Kubernotes -junior"), ElementsAre("+kubernetes -junior"));
  EXPECT_THAT(proposed("skill:\"project managemint\" AND enginear"),
              ElementsAre("skill:\"project management\" AND enginear", "skill:\"project managemint\" AND engineer"));
  EXPECT_THAT(proposed("company:zwaluv"), ElementsAre("company:zwaluw"));
  EXPECT_THAT(proposed("name:mullder"), ElementsAre("name:mulder"));
  EXPECT_THAT(proposed("coballt"), ElementsAre("cobalt"));  // the nearest, not the commonest
}

/// Whose word stands in no name: labels of skills that somebody has by another name, and words of texts as they are written there.
TEST_F(DidYouMean, ProposesSkillsAndWordsOfTexts) {
  EXPECT_THAT(proposed("zepelins"), ElementsAre("zeppelins"));
  EXPECT_THAT(proposed("zepelin"), ElementsAre("zeppelins"));
  append(RecordKind::kProfile,
         R"({"id":"e","name":"Els","summary":"Builds K8s clusters and Golang services with Postgres"})");
  EXPECT_THAT(proposed("postgresqll"), ElementsAre("postgresql"));
  EXPECT_THAT(proposed("clutsers"), ElementsAre("clusters"));
  EXPECT_THAT(proposed("clusters"), IsEmpty());
}

TEST_F(DidYouMean, LeavesWordsAloneThatSomebodyHas) {
  for (const char* query : {"kubernetes", "cobalt", "cobolt", "zeppelins", "zeppelin", "", "k8s", "NOT kubernotes",
                            "kubernotes*", "country:BE", "kub", "xyzzyplugh", "name:kubernetes", "\"data engineer\""})
    EXPECT_THAT(proposed(query), IsEmpty()) << query;
}

TEST_F(DidYouMean, LooksAtTheFirstWordsThatNobodyHas) {
  EXPECT_THAT(proposed("xyzzyplugh qqqqwwww kubernotes"), ElementsAre("xyzzyplugh qqqqwwww kubernetes"));
  EXPECT_THAT(proposed("xyzzyplugh qqqqwwww zzzzyyyy xxxxvvvv kubernotes"), IsEmpty()) << "a pasted text has many";
}

TEST_F(DidYouMean, ProposesNothingOfWhoMustNotBeContacted) {
  EXPECT_THAT(proposed("quetzalcoatlus"), IsEmpty());
  EXPECT_THAT(proposed("name:xantippe"), IsEmpty());
  append(RecordKind::kDoNotContact, R"({"person":"c"})");
  EXPECT_THAT(proposed("name:quetzl"), IsEmpty());
}

TEST_F(DidYouMean, KnowsWhatUsersDoAtOnce) {
  EXPECT_THAT(proposed("archeopteryx"), IsEmpty());
  append(RecordKind::kProfile, R"({"id":"d","name":"Dirk","skills":[{"name":"Archaeopteryx"}]})");
  EXPECT_THAT(proposed("archeopteryx"), ElementsAre("archaeopteryx"));
  EXPECT_THAT(proposed("cobolt"), IsEmpty());
  append(RecordKind::kProfile, R"({"id":"b","name":"Bram Mulder","skills":[{"name":"Kubernetes"}]})");
  append(RecordKind::kProfile, R"({"id":"c","name":"Carla","skills":[{"name":"Archeopteryx"}]})");
  EXPECT_THAT(proposed("archeopteryx"), IsEmpty());
  EXPECT_THAT(proposed("cobolt"), ElementsAre("cobalt"));  // nobody has it any more
}

}  // namespace
}  // namespace kennis
