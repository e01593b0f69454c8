/// @file
/// Profiles take names and give them up: whom events, rosters and endorsements of long ago mean is what a whole build makes of it.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "journal/draft.h"
#include "journal/journal.h"
#include "tests/searcher/incremental_fixture.h"
#include "tests/searcher/whole_answers.h"

namespace kennis {
namespace {

using ::testing::HasSubstr;

/// One of p0 … p23, whom whole_answers.h asks.
std::string person(const std::string& id, const std::string& mails = "", const std::string& more = "") {
  return fmt::format(R"({{"id":"{0}","name":"{0}","headline":"java","skills":["java","rust"],"emails":[{1}]{2}}})", id,
                     mails, more) +
         "\n";
}
std::string event(int id, const std::string& from, const std::string& to, const std::string& more) {
  return fmt::format(R"({{"id":"e{}","at":"2023-11-{:02}T10:00:00Z","from":"{}","to":[{}],{}}})", id, 1 + id % 14, from,
                     to, more) +
         "\n";
}
const std::string kCall = R"("channel":"call","topics":["topic 1"])";
const std::string kPraise = R"("channel":"endorsement","skill":"rust")";

struct Case {
  const char* what;
  std::string before;
  std::string after;
  std::string more_events = {};
  std::string teams = {};    ///< what is said of teams in the end, beside what is
  std::string because = {};  ///< why a whole build is needed; empty: it is not
};

class IncrementalNames : public IncrementalTest {
 protected:
  /// p1 is known by id and by two addresses, p2 by an id and an address, a stranger by an address.
  void write_world(const std::string& profiles) {
    write_input("profiles.ndjson", profiles);
    write_input("groups.ndjson", "{\"id\":\"g1\",\"kind\":\"members_only\"}\n{\"id\":\"g0\",\"kind\":\"open\"}\n");
    write_input("memberships.ndjson",
                "{\"group\":\"g1\",\"person\":\"p1\"}\n{\"group\":\"g1\",\"person\":\"p0\"}\n"
                "{\"group\":\"g0\",\"person\":\"one@example.org\",\"from\":\"2020-01-01\"}\n");
    write_input("teams.ndjson",
                "{\"team\":\"t0\",\"person\":\"p0\"}\n{\"team\":\"t0\",\"person\":\"two@example.org\"}\n"
                "{\"team\":\"t1\",\"person\":\"stray@example.org\"}\n{\"team\":\"t1\",\"person\":\"p0\"}\n");
    write_input("interactions.ndjson",
                event(1, "p0", R"("p1")", kCall) + event(2, "ONE@example.org", R"("p0")", kCall) +
                    event(3, "p0", R"("two@example.org")", R"("channel":"email")") +
                    event(4, "p1", R"("p2","p3")", kCall) + event(5, "p3", R"("one@example.org")", kPraise) +
                    event(6, "one@example.org", R"("p3","p2")", kPraise) +
                    event(7, "p0", R"("stray@example.org","p3")", kCall) +
                    event(8, "stray@example.org", R"("p2")", R"("channel":"meeting")") +
                    event(9, "p0", R"("one@example.org","stray@example.org")", R"("channel":"post","group":"g1")") +
                    event(10, "one@example.org", R"("p0")", R"("channel":"post","group":"g0","topics":["rust"])") +
                    event(11, "stray@example.org", R"("p0")", R"("channel":"post","group":"g0","topics":["rust"])") +
                    event(12, "p2", R"("p0","p9")", kCall) + event(13, "deux@example.org", R"("p0")", kCall) +
                    event(15, "stray@example.org", R"("p3")", kPraise));
  }
  void expect_as_a_whole_build(const Case& one, const std::vector<EntryDraft>& journal = {}) {
    SCOPED_TRACE(one.what);
    fs::remove_all(folder_ / "input");
    for (const char* index_of : {"grown", "whole"}) {
      fs::remove_all(folder_ / index_of);
      if (journal.empty()) continue;
      ASSERT_TRUE(Journal::open(folder_ / index_of).value()->append(journal));
    }
    write_world(one.before);
    write_input("interactions-2.ndjson", one.more_events);
    write_input("teams-2.ndjson", "");
    ASSERT_TRUE(index(folder_ / "grown", IndexMode::kFull).published);
    write_input("profiles.ndjson", one.after);
    write_input("teams-2.ndjson", one.teams);
    const IndexReport report = index(folder_ / "grown", IndexMode::kIncremental);
    ASSERT_TRUE(report.published);
    EXPECT_THAT(report.whole_because, HasSubstr(one.because));
    EXPECT_EQ(report.is_incremental, one.because.empty()) << report.whole_because;
    ASSERT_TRUE(index(folder_ / "whole", IndexMode::kFull).published);
    expect_same(*open_in_force(folder_ / "grown"), *open_in_force(folder_ / "whole"));
  }
};

const std::string kP0 = person("p0", R"("zero@example.org")");
const std::string kP1 = person("p1", R"("one@example.org","two@example.org")");
const std::string kP2 = person("p2", R"("deux@example.org")");
const std::string kP3 = person("p3");

TEST_F(IncrementalNames, MeanWhomAWholeBuildMeans) {
  const std::string all = kP0 + kP1 + kP2 + kP3;
  const Case cases[] = {
      {"one of three is given up", all, kP0 + person("p1", R"("one@example.org")") + kP2 + kP3},
      {"all addresses are given up", all, kP0 + person("p1") + kP2 + kP3},
      {"one goes to another", all,
       kP0 + person("p1", R"("two@example.org")") + person("p2", R"("deux@example.org","one@example.org")") + kP3},
      {"two are exchanged", all,
       kP0 + person("p1", R"("two@example.org","deux@example.org")") + person("p2", R"("one@example.org")") + kP3},
      {"the profile is gone", all, kP0 + kP2 + kP3},
      {"the profile is gone, and another takes an address", all,
       kP0 + person("p2", R"("deux@example.org","one@example.org")") + kP3},
      {"the profile is gone, and somebody new has its names", all,
       kP0 + kP2 + kP3 + person("p7", R"("one@example.org","two@example.org")")},
      {"the profile is deleted", all, kP0 + "{\"id\":\"p1\",\"deleted\":true}\n" + kP2 + kP3},
      {"the profile is deleted, and another takes an address", all,
       kP0 + "{\"id\":\"p1\",\"deleted\":true}\n" + person("p2", R"("two@example.org")") + kP3},
      {"a stranger was somebody who met the same", all, kP0 + kP1 + kP2 + person("p3", R"("stray@example.org")")},
      {"a stranger was somebody who met the same, and who gives up an address", all,
       kP0 + kP1 + person("p2", R"("stray@example.org")") + kP3},
      {"two claim what logs know", all, kP0 + kP1 + person("p2", R"("deux@example.org","one@example.org")") + kP3},
      {"somebody has an id that was another's address", kP0 + kP1 + kP2 + kP3,
       kP0 + kP1 + kP2 + kP3 + person("one@example.org", "")},
      {"an id goes, and is another's address", all + person("p9", ""), kP0 + kP1 + kP2 + person("p3", R"("p9")")},
      {"several at once", all,
       person("p0", R"("stray@example.org")") + person("p1", R"("two@example.org")") +
           person("p3", R"("deux@example.org")")},
  };
  for (const Case& one : cases) expect_as_a_whole_build(one);
}

TEST_F(IncrementalNames, AreTheLastClaimantsOnceOthersGiveThemUp) {
  const std::string double_of_p1 = person("p4", R"("one@example.org","four@example.org")");
  const std::string two = kP0 + kP1 + kP2 + kP3 + double_of_p1;
  const std::string three = two + person("p5", R"("one@example.org")");
  const Case cases[] = {
      {"a double is gone", two, kP0 + kP1 + kP2 + kP3},
      {"the one of whom logs know is gone", two, kP0 + kP2 + kP3 + double_of_p1},
      {"a double is deleted", two, kP0 + kP1 + kP2 + kP3 + "{\"id\":\"p4\",\"deleted\":true}\n"},
      {"one gives it up", two, kP0 + kP1 + kP2 + kP3 + person("p4", R"("four@example.org")")},
      {"two of three are left", three, two},
      {"one of three is left", three, kP0 + kP1 + kP2 + kP3},
      {"none of two is left", two, kP0 + person("p1", R"("two@example.org")") + kP2 + kP3 + person("p4")},
      {"what nobody wrote to",
       kP0 + kP2 + kP3 + person("p6", R"("x@example.org")") + person("p7", R"("x@example.org")"),
       kP0 + kP2 + kP3 + person("p7", R"("x@example.org")")},
      {"a double is gone, and the other takes a stranger's address too", two,
       kP0 + person("p1", R"("one@example.org","two@example.org","stray@example.org")") + kP2 + kP3},
      {"a double is gone, and the other has its names", two,
       kP0 + person("p1", R"("one@example.org","two@example.org","four@example.org")") + kP2 + kP3},
      {"the last one changes too", two, kP0 + person("p1", R"("one@example.org")") + kP2 + kP3, {}, {}},
      {"an id that others claim",
       kP0 + kP1 + kP2 + kP3 + person("p4", R"("x@example.org")") + person("x@example.org", ""),
       kP0 + kP1 + kP2 + kP3 + person("x@example.org", "")},
  };
  for (const Case& one : cases) expect_as_a_whole_build(one);
}

TEST_F(IncrementalNames, OfIdsThatOthersClaim) {
  const std::string claims_p3 = person("p5", "", R"(,"aliases":["p3"])");
  const std::string claims_zz = person("p5", "", R"(,"aliases":["zz"])");
  const std::string to_zz = event(14, "p0", R"("zz")", kCall);
  const std::string two = person("p0") + person("p9@example.org") + person("P9@Example.org");
  const std::string to_both = event(14, "p0", R"("p9@example.org")", kCall) +
                              event(16, "p0", R"("mailto:p9@example.org")", kCall) +
                              event(17, "p0", R"("P9@Example.org")", kCall);
  const Case cases[] = {
      {"one that is deleted",
       kP0 + kP3 + claims_p3,
       kP0 + "{\"id\":\"p3\",\"deleted\":true}\n" + claims_p3,
       {},
       {},
       "is deleted, and another claims"},
      {"one that nobody has is deleted", kP0 + claims_zz, kP0 + claims_zz + "{\"id\":\"zz\",\"deleted\":true}\n",
       to_zz},
      {"the same, and nobody claims it", kP0 + kP3, kP0 + kP3 + "{\"id\":\"zz\",\"deleted\":true}\n", to_zz},
      {"the same, and it is given up",
       kP0 + claims_zz,
       kP0 + person("p5") + "{\"id\":\"zz\",\"deleted\":true}\n",
       to_zz,
       {},
       "goes from one to another"},
      {"two that are one but for how they are written", two,
       person("p0") + person("p9@example.org", "", R"(,"open_to_work":true)") + person("P9@Example.org"), to_both},
      {"another is new that is one but for how it is written",
       person("p0") + person("p9@example.org"),
       two,
       to_both,
       {},
       "have one id"},
      {"an address that is deleted", kP0 + person("P9@Example.org"),
       kP0 + "{\"id\":\"P9@Example.org\",\"deleted\":true}\n", to_both},
  };
  for (const Case& one : cases) expect_as_a_whole_build(one);
}

TEST_F(IncrementalNames, OfRostersThatChangeTheSameNight) {
  const std::string all = kP0 + kP1 + kP2 + kP3;
  const std::string given_up = kP0 + person("p1", R"("one@example.org")") + kP2 + kP3;
  const std::string left = "{\"team\":\"t0\",\"person\":\"two@example.org\",\"to\":\"2021-01-01\"}\n";
  expect_as_a_whole_build({"by a name that is given up", all, given_up, {}, left});
  const std::string taken = kP0 + kP1 + kP2 + person("p3", R"("new@example.org","stray@example.org")");
  const std::string both =
      "{\"team\":\"t1\",\"person\":\"new@example.org\",\"from\":\"2020-01-01\",\"to\":\"2021-01-01\"}\n"
      "{\"team\":\"t1\",\"person\":\"p3\",\"from\":\"2020-01-01\"}\n";
  expect_as_a_whole_build({"by a name that is new, and one that was a stranger's", all, taken, {}, both});
  expect_as_a_whole_build({"of whom the profile is gone",
                           all,
                           kP0 + kP2 + kP3,
                           {},
                           "{\"team\":\"t3\",\"person\":\"p1\"}\n{\"team\":\"t3\",\"person\":\"two@example.org\"}\n"});
}

TEST_F(IncrementalNames, OfWhatTheJournalSaysToo) {
  DraftMaker maker("anna", kAsOf);
  std::vector<EntryDraft> journal;
  journal.push_back(maker.interaction(event(20, "p3", R"("one@example.org")", kCall)).value());
  journal.push_back(maker.interaction(event(21, "one@example.org", R"("p0")", kPraise)).value());
  journal.push_back(maker.record(RecordKind::kTeam, R"({"team":"t2","person":"one@example.org"})").value());
  const std::string all = kP0 + kP1 + kP2 + kP3;
  expect_as_a_whole_build({"one is given up", all, kP0 + person("p1", R"("two@example.org")") + kP2 + kP3}, journal);
  expect_as_a_whole_build({"the profile is gone", all, kP0 + kP2 + kP3}, journal);
}

TEST_F(IncrementalNames, OfAProfileInTheJournalAtOnce) {
  fs::remove_all(folder_ / "input");
  write_world(kP0 + kP1 + kP2 + kP3);
  ASSERT_TRUE(index(folder_ / "grown", IndexMode::kFull).published);
  DraftMaker maker("anna", kAsOf);
  std::string line = person("p2", R"("deux@example.org","stray@example.org")");
  line.pop_back();
  const EntryDraft draft = maker.record(RecordKind::kProfile, line).value();
  for (const char* index_of : {"grown", "whole"}) {
    ASSERT_TRUE(Journal::open(folder_ / index_of).value()->append({draft}));
  }
  ASSERT_TRUE(index(folder_ / "whole", IndexMode::kFull).published);
  expect_same(*open_in_force(folder_ / "grown"), *open_in_force(folder_ / "whole"));
}

TEST_F(IncrementalNames, NeedAWholeBuildWhereOthersAreConcerned) {
  // Who was written to under two names was one recipient of two, and is two of three: what p3 got of it is less.
  const std::string twice = event(14, "p0", R"("one@example.org","two@example.org","p3")", kCall);
  const std::string after = kP0 + person("p1", R"("one@example.org")") + kP2 + kP3;
  expect_as_a_whole_build({"", kP0 + kP1 + kP2 + kP3, after, twice, {}, "is to other persons by the new names"});
  const std::string alone = event(14, "p0", R"("one@example.org","two@example.org")", kCall);
  expect_as_a_whole_build({"", kP0 + kP1 + kP2 + kP3, after, alone});
}

}  // namespace
}  // namespace kennis
