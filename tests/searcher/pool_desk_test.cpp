/// @file
#include "searcher/pool_desk.h"

#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>

#include "journal/draft.h"
#include "server/desk_json.h"
#include "tests/fixtures/seeds.h"
#include "tests/server/tiny_world.h"

namespace kennis {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class PoolDeskTest : public testing::Test {
 protected:
  [[nodiscard]] Desk desk() { return {*searcher_, books_, journal_.get()}; }
  void append(RecordKind kind, const std::string& json) {
    ASSERT_TRUE(journal_->append({DraftMaker("test", now()).record(kind, json).value()}));
  }
  static std::vector<std::string> ids(const Result<ShownPool>& pool) {
    std::vector<std::string> ids;
    EXPECT_TRUE(pool) << pool.error().message;
    if (!pool) return ids;
    for (const ShownPool::Person& pooled : pool.value().persons) ids.push_back(pooled.person.id);
    return ids;
  }

  tests::TinyWorld world_;
  std::shared_ptr<const Searcher> searcher_ = world_.open();
  std::unique_ptr<Journal> journal_ = std::move(Journal::open(world_.index())).value();
  LiveBooks books_{world_.index()};
};

TEST_F(PoolDeskTest, OnesOwnAreForNobodyElse) {
  const auto made = make_pool(desk(), "anna", "Gophers", "");
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_THAT(ids(put_in_pool(desk(), "anna", "Gophers", {"carla", "bram", "carla"})), ElementsAre("carla", "bram"));
  EXPECT_THAT(ids(put_in_pool(desk(), "anna", made.value().id, {"bram"})), ElementsAre("carla", "bram"));
  EXPECT_THAT(ids(take_out_of_pool(desk(), "anna", "Gophers", {"carla"})), ElementsAre("bram"));
  EXPECT_EQ(take_out_of_pool(desk(), "anna", "Gophers", {"carla"}).error().code, ErrorCode::kUnknownId);
  for (const char* name : {"Gophers", "no such pool"}) {
    const auto refused = show_pool(desk(), "bram", name);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kUnknownId);
  }
  EXPECT_EQ(show_pool(desk(), "bram", made.value().id).error().code, ErrorCode::kUnknownId);
  EXPECT_EQ(remove_pool(desk(), "bram", made.value().id).error().code, ErrorCode::kUnknownId);
  EXPECT_EQ(put_in_pool(desk(), "bram", made.value().id, {"carla"}).error().code, ErrorCode::kUnknownId);
  EXPECT_EQ(make_pool(desk(), "anna", "Gophers", "").error().code, ErrorCode::kConflict);
  EXPECT_TRUE(make_pool(desk(), "bram", "Gophers", "")) << "names are each one's own";
  EXPECT_THAT(remove_pool(desk(), "anna", "Gophers").value().pools, IsEmpty());
}

TEST_F(PoolDeskTest, ATeamsAreForItsPresentMembers) {
  append(RecordKind::kTeam, R"({"team":"talent","person":"anna"})");
  append(RecordKind::kTeam, R"({"team":"talent","person":"bram"})");
  EXPECT_EQ(make_pool(desk(), "carla", "Gophers", "talent").error().code, ErrorCode::kForbidden);
  EXPECT_EQ(make_pool(desk(), "carla", "Gophers", "no such team").error().code, ErrorCode::kForbidden);
  ASSERT_TRUE(make_pool(desk(), "anna", "Gophers", "talent"));
  EXPECT_THAT(ids(put_in_pool(desk(), "bram", "Gophers", {"carla"})), ElementsAre("carla"));
  EXPECT_EQ(show_pool(desk(), "anna", "Gophers").value().persons.front().by.id, "bram");
  EXPECT_FALSE(show_pool(desk(), "carla", "Gophers"));
  append(RecordKind::kTeam, R"({"team":"talent","person":"anna","to":"2025-01-31"})");
  EXPECT_FALSE(show_pool(desk(), "anna", "Gophers")) << "who made it has left";
  EXPECT_THAT(list_pools(desk(), "anna").value().pools, IsEmpty());
  EXPECT_THAT(ids(show_pool(desk(), "bram", "Gophers")), ElementsAre("carla"));
}

TEST_F(PoolDeskTest, OnlyWhomTheReaderMaySeeIsThere) {
  ASSERT_TRUE(make_pool(desk(), "anna", "Gophers", ""));
  for (const char* person : {"erik", "nobody", "zoe@example.org"}) {
    const auto refused = put_in_pool(desk(), "anna", "Gophers", {"carla", person});
    ASSERT_FALSE(refused) << person;
    EXPECT_EQ(refused.error().message, unknown_person(person).message);
  }
  EXPECT_THAT(ids(show_pool(desk(), "anna", "Gophers")), IsEmpty()) << "all or none";
  ASSERT_TRUE(put_in_pool(desk(), "anna", "Gophers", {"carla", "bram"}));
  append(RecordKind::kProfile, R"({"id":"carla","name":"Carla","contact_policy":"do_not_contact"})");
  const auto left = show_pool(desk(), "anna", "Gophers");
  EXPECT_THAT(ids(left), ElementsAre("bram"));
  EXPECT_EQ(left.value().total, 1U);
  EXPECT_EQ(list_pools(desk(), "anna").value().pools.front().total, 1U);
  EXPECT_THAT(to_json(left.value()), Not(HasSubstr("arla")));
  EXPECT_THAT(ids(take_out_of_pool(desk(), "anna", "Gophers", {"carla"})), ElementsAre("bram"));
}

TEST(Pools, HaveLimits) {
  Pools pools;
  const PoolReader anna{"anna", {}};
  JournalPosition position = 0;
  const auto append = [&](const Result<std::vector<EntryDraft>>& drafts) {
    if (!drafts) return false;
    for (const EntryDraft& draft : drafts.value()) EXPECT_FALSE(pools.take({++position, 1, draft}).has_value());
    return true;
  };
  EXPECT_FALSE(append(pools.make(anna, {"x", "", "anna", "", 1, {}})));
  EXPECT_FALSE(append(pools.make(anna, {"x", std::string(limit::kNameBytesMax + 1, 'x'), "anna", "", 1, {}})));
  EXPECT_FALSE(append(pools.make(anna, {"x", "\xff", "anna", "", 1, {}})));
  for (std::size_t i = 0; i < limit::kPoolsMax; ++i) {
    const std::string n = std::to_string(i);
    ASSERT_TRUE(append(pools.make(anna, {n, "pool " + n, "anna", "", 1, {}})));
  }
  EXPECT_FALSE(append(pools.make(anna, {"x", "one more", "anna", "", 1, {}})));
  std::vector<std::string> persons;
  for (std::size_t i = 0; i <= limit::kPoolPersonsMax; ++i) persons.push_back("p" + std::to_string(i));
  EXPECT_FALSE(append(pools.put(anna, "pool 1", persons)));
  persons.pop_back();
  persons.resize(200);
  EXPECT_TRUE(append(pools.put(anna, "pool 1", persons)));
}

/// Beside the fold: sets, over random steps.
TEST(Pools, FollowASlowReference) {
  for (const std::uint64_t seed : seeds(1, 2)) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 dice(seed);
    Pools pools;
    std::map<std::string, std::set<std::string>> reference;
    const PoolReader anna{"anna", {}};
    JournalPosition position = 0;
    for (int step = 0; step < 2000; ++step) {
      const std::string pool = "pool" + std::to_string(dice() % 5);
      const std::string person = "p" + std::to_string(dice() % 10);
      const auto kind = dice() % 10;
      const bool is_there = reference.contains(pool);
      const bool has = is_there && reference[pool].contains(person);
      const auto drafts = kind == 0   ? pools.make(anna, {pool, pool, "anna", "", 1, {}})
                          : kind == 1 ? pools.remove(anna, pool)
                          : kind < 7  ? pools.put(anna, pool, {person})
                                      : pools.take_out(anna, pool, {person});
      const bool expected = kind == 0 ? !is_there : kind < 7 ? is_there : has;
      ASSERT_EQ(drafts.ok(), expected) << "step " << step;
      if (!drafts) continue;
      if (kind == 0) reference[pool];
      if (kind == 1) reference.erase(pool);
      if (kind > 1 && kind < 7) reference[pool].insert(person);
      if (kind >= 7) reference[pool].erase(person);
      for (const EntryDraft& draft : drafts.value()) ASSERT_FALSE(pools.take({++position, 1, draft}).has_value());
      ASSERT_EQ(pools.all().size(), reference.size());
      for (const auto& [name, members] : reference) {
        std::set<std::string> folded;
        for (const PooledPerson& pooled : pools.all().at(name).persons) folded.insert(pooled.person);
        ASSERT_EQ(folded, members);
      }
    }
  }
}

}  // namespace
}  // namespace kennis
