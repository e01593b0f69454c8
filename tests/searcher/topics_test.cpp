/// @file
/// What a tie was about: told to who took part, and to others only where one of both shares topics.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "searcher/searcher.h"
#include "tests/reference/indexed_world.h"

namespace kennis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Days kDay = 20'000;

/// Anna knows Bram, who knows Carla and Dirk; in a closed group Bram and Carla say more.
class Topics : public testing::Test {
 protected:
  void index(const std::string& more_of_bram, const std::string& more_of_carla) {
    const auto world = folder_.path() / "world";
    reference::write_lines(world / "profiles.ndjson",
                           {R"({"id":"anna","name":"Anna"})", R"({"id":"bram","name":"Bram")" + more_of_bram + "}",
                            R"({"id":"carla","name":"Carla")" + more_of_carla + "}", R"({"id":"eva","name":"Eva"})"});
    reference::write_lines(world / "groups.ndjson", {R"({"id":"night","name":"Night","kind":"closed"})"});
    std::vector<std::string> members;
    for (const char* person : {"bram", "carla", "eva"}) {
      members.push_back(std::string(R"({"group":"night","person":")") + person + R"("})");
    }
    reference::write_lines(world / "memberships.ndjson", members);
    std::vector<std::string> events;
    const auto mail = [&](const std::string& from, const std::string& to, const std::string& more) {
      events.push_back(R"({"id":"e)" + std::to_string(events.size()) + R"(","at":"2024-01-0)" +
                       std::to_string(1 + events.size() % 9) + R"(T10:00:00Z","from":")" + from + R"(","to":[")" + to +
                       R"("],"channel":"email")" + more + "}");
    };
    for (const auto& [a, b] : {std::pair("anna", "bram"), std::pair("bram", "carla"), std::pair("bram", "eva")}) {
      mail(a, b, R"(,"topics":["sailing","rust"])");
      mail(b, a, R"(,"topics":["rust"])");
    }
    for (int i = 0; i < 4; ++i) mail("carla", "bram", R"(,"group":"night","topics":["secrets"])");
    mail("bram", "carla", R"(,"topics":["","a","b","c","d","e","f"])");
    reference::write_lines(world / "interactions.ndjson", events);
    indexed_.emplace(world);
  }

  /// The topics of each tie on the best path.
  [[nodiscard]] std::vector<std::vector<std::string>> told(const std::string& as, const std::string& to) const {
    const auto searcher = Searcher::open(indexed_->index(), {});
    const auto answer = searcher.value()->introductions(as, to, 1, kDay);
    std::vector<std::vector<std::string>> topics;
    if (!answer || answer.value().introductions.empty()) return topics;
    for (const ShownTie& tie : answer.value().introductions[0].ties) topics.push_back(tie.topics);
    return topics;
  }

  reference::TemporaryFolder folder_;
  std::optional<reference::IndexedWorld> indexed_;
};

TEST_F(Topics, AreToldToWhoTookPart) {
  index("", "");
  EXPECT_THAT(told("anna", "bram"), ElementsAre(ElementsAre("rust", "sailing")));
  EXPECT_THAT(told("bram", "anna"), ElementsAre(ElementsAre("rust", "sailing")));
  EXPECT_THAT(told("anna", "carla"), ElementsAre(ElementsAre("rust", "sailing"), IsEmpty())) << "nobody shares them";
}

TEST_F(Topics, AreToldToOthersWhereEitherSharesThem) {
  index(R"(,"share_topics":true)", "");
  EXPECT_THAT(told("anna", "carla"), ElementsAre(ElementsAre("rust", "sailing"), ElementsAre("rust", "a", "b")));
  index("", R"(,"share_topics":true)");
  EXPECT_THAT(told("anna", "carla"), ElementsAre(ElementsAre("rust", "sailing"), ElementsAre("rust", "a", "b")));
  index(R"(,"share_topics":true,"sharing":"nobody")", R"(,"share_topics":true)");
  EXPECT_THAT(told("anna", "carla"), IsEmpty()) << "the tie itself may not be used";
}

TEST_F(Topics, OfAClosedGroupAreToldToItsMembersOnly) {
  index(R"(,"share_topics":true)", R"(,"share_topics":true)");
  EXPECT_THAT(told("bram", "carla"), ElementsAre(ElementsAre("secrets", "rust", "a")));
  EXPECT_THAT(told("eva", "carla"), ElementsAre(ElementsAre("rust", "sailing"), ElementsAre("secrets", "rust", "a")));
  EXPECT_THAT(told("anna", "carla"), ElementsAre(ElementsAre("rust", "sailing"), ElementsAre("rust", "a", "b")));
}

}  // namespace
}  // namespace kennis
