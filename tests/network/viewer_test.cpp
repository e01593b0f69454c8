/// @file
/// Who may use which tie, rule by rule of spec section 6.
#include "network/viewer.h"

#include <map>

#include <gtest/gtest.h>

#include "network/reach.h"
#include "tests/network/story.h"

namespace kennis {
namespace {

TEST(Viewer, ContactsCarryUnlessTheyShareWithNobody) {
  for (const auto& [sharing, expected] : std::map<Sharing, bool>{
           {Sharing::kNobody, false}, {Sharing::kContacts, true}, {Sharing::kTeam, true}, {Sharing::kEveryone, true}}) {
    Story story;
    const auto contact = story.person("a", sharing);
    story.mails(0, contact);
    EXPECT_EQ(View(story).may_carry(contact), expected) << name_of(sharing);
    EXPECT_TRUE(View(story).is_direct(contact));
  }
}

TEST(Viewer, SomeoneWithoutATieCarriesOnlyWhenSharingWithEveryone) {
  for (const Sharing sharing : {Sharing::kNobody, Sharing::kContacts, Sharing::kTeam, Sharing::kEveryone}) {
    Story story;
    const auto other = story.person("a", sharing);
    EXPECT_EQ(View(story).may_carry(other), sharing == Sharing::kEveryone) << name_of(sharing);
  }
}

TEST(Viewer, WritingToSomeoneDoesNotMakeThemShare) {
  Story story;
  const auto written_to = story.person("a");
  const auto writer = story.person("b");
  for (Days day = 1; day < 30; ++day) story.mail(0, written_to, day);
  story.mail(writer, 0);
  const View view(story);
  EXPECT_TRUE(view.is_direct(written_to));
  EXPECT_FALSE(view.may_carry(written_to));
  EXPECT_TRUE(view.may_carry(writer));
}

TEST(Viewer, ATieThatHasFadedBelowTheLeastIsNoContact) {
  Story story;
  const auto old = story.person("a");
  story.mail(old, 0, 90'000);
  story.mail(0, old, 90'000);
  EXPECT_FALSE(View(story).is_direct(old));
  EXPECT_FALSE(View(story).may_carry(old));
}

TEST(Viewer, TeamSharingIncludesPresentMembersOfATeamThatBothAreIn) {
  Story story;
  const auto sharer = story.person("a", Sharing::kTeam);
  const auto contact_only = story.person("b", Sharing::kContacts);
  const auto of_another_team = story.person("c", Sharing::kTeam);
  const auto to_come = story.person("d", Sharing::kTeam);
  story.in_team(0, 0, kToday - 100);
  story.in_team(sharer, 0, kToday - 100);
  story.in_team(contact_only, 0, kToday - 100);
  story.in_team(of_another_team, 1, kToday - 100);
  story.in_team(to_come, 0, kToday + 1);
  EXPECT_TRUE(View(story).may_carry(sharer));
  EXPECT_FALSE(View(story).may_carry(contact_only));
  EXPECT_FALSE(View(story).may_carry(of_another_team));
  EXPECT_FALSE(View(story).may_carry(to_come));
  EXPECT_TRUE(View(story, kToday + 1).may_carry(to_come));
}

TEST(Viewer, ASearcherWhoLeftTheTeamLosesItsSharing) {
  Story story;
  const auto sharer = story.person("a", Sharing::kTeam);
  story.in_team(0, 0, kToday - 100, kToday);
  story.in_team(sharer, 0, kToday - 100);
  EXPECT_TRUE(View(story, kToday - 1).may_carry(sharer));
  EXPECT_FALSE(View(story, kToday).may_carry(sharer));
}

TEST(Viewer, OnTheDayOfLeavingSharingWithContactsAndTeamStops) {
  for (const Sharing sharing : {Sharing::kContacts, Sharing::kTeam, Sharing::kEveryone}) {
    Story story;
    const auto leaver = story.person("a", sharing, kToday - 50);
    const auto friend_of_leaver = story.person("b");
    story.mails(0, leaver);
    story.mails(leaver, friend_of_leaver);
    story.in_team(0, 0, kToday - 100);
    story.in_team(leaver, 0, kToday - 100, kToday);
    const bool goes_on = sharing == Sharing::kEveryone;
    EXPECT_TRUE(View(story, kToday - 1).may_carry(leaver)) << name_of(sharing);
    EXPECT_EQ(View(story, kToday).may_carry(leaver), goes_on) << name_of(sharing);
    EXPECT_EQ(View(story, kToday + 400).may_carry(leaver), goes_on) << name_of(sharing);
    EXPECT_EQ(View(story, kToday - 1).reach(friend_of_leaver).degree, 2);
    EXPECT_EQ(View(story, kToday).reach(friend_of_leaver).degree, goes_on ? 2 : 0);
    EXPECT_EQ(View(story, kToday).reach(leaver).degree, 1) << "one's own tie to the leaver stays";
  }
}

TEST(Viewer, AnAlumnusWhoSetsSharingAfterLeavingSharesAgain) {
  for (const auto& [set, expected] :
       std::map<Days, bool>{{kToday - 11, false}, {kToday - 10, false}, {kToday - 9, true}, {kToday, true}}) {
    Story story;
    const auto alumnus = story.person("a", Sharing::kContacts, set);
    const auto of_team_sharing = story.person("b", Sharing::kTeam, set);
    story.mails(0, alumnus);
    story.mails(0, of_team_sharing);
    story.in_team(0, 0, kToday - 100);
    story.in_team(alumnus, 0, kToday - 100, kToday - 10);
    story.in_team(of_team_sharing, 0, kToday - 100, kToday - 10);
    EXPECT_EQ(View(story).may_carry(alumnus), expected) << set - kToday;
    EXPECT_EQ(View(story).may_carry(of_team_sharing), expected) << set - kToday;
  }
}

TEST(Viewer, AnAlumnusSharingWithTheTeamAgainReachesContactsOnly) {
  Story story;
  const auto alumnus = story.person("a", Sharing::kTeam, kToday - 1);
  story.in_team(0, 0, kToday - 100);
  story.in_team(alumnus, 0, kToday - 100, kToday - 10);
  EXPECT_FALSE(View(story).may_carry(alumnus)) << "no present member of the team";
}

TEST(Viewer, WhoReturnsSharesAgainAndWhoLeavesTwiceStopsTwice) {
  Story story;
  const auto returner = story.person("a", Sharing::kTeam, kToday - 40);
  story.in_team(0, 0, kToday - 100);
  story.in_team(returner, 0, kToday - 100, kToday - 50);
  story.in_team(returner, 0, kToday - 20, kToday);
  EXPECT_TRUE(View(story, kToday - 51).may_carry(returner));
  EXPECT_TRUE(View(story, kToday - 1).may_carry(returner));
  story.mails(0, returner);
  EXPECT_TRUE(View(story, kToday - 30).may_carry(returner)) << "set again after the first leave";
  EXPECT_FALSE(View(story, kToday).may_carry(returner)) << "not set since the second";
}

TEST(Viewer, LeavingOneTeamStopsSharingWithItsMembersWhateverElseTheyShare) {
  for (const bool leaves_first : {true, false}) {
    Story story;
    const auto leaver = story.person("a", Sharing::kTeam, kToday - 50);
    const auto stays_apart = story.person("b");
    story.mails(0, leaver);
    for (const std::size_t team : {0U, 1U}) {
      story.in_team(0, team, kToday - 100);
      const bool leaves = (team == 0) == leaves_first;
      story.in_team(leaver, team, kToday - 100, leaves ? std::optional<Days>(kToday - 5) : std::nullopt);
    }
    story.in_team(stays_apart, leaves_first ? 1 : 0, kToday - 100);
    EXPECT_FALSE(View(story).may_carry(leaver));
    EXPECT_TRUE(View(story, kToday, stays_apart).may_carry(leaver)) << "never a member of the team that was left";
  }
}

TEST(Viewer, ThoseOutsideTheTeamKeepTheLeaverAsContact) {
  Story story;
  const auto leaver = story.person("a", Sharing::kContacts, kToday - 50);
  story.mails(0, leaver);
  story.in_team(leaver, 0, kToday - 100, kToday - 5);
  EXPECT_TRUE(View(story).may_carry(leaver));
}

TEST(Viewer, WhoWantsNoContactNeverIntroducesAndIsNotSeen) {
  for (const Sharing sharing : {Sharing::kContacts, Sharing::kTeam, Sharing::kEveryone}) {
    Story story;
    const auto hidden = story.person("a", sharing);
    const auto behind = story.person("b");
    story.world.persons[hidden].contact_policy = ContactPolicy::kDoNotContact;
    story.mails(0, hidden);
    story.mails(hidden, behind);
    const View view(story);
    EXPECT_FALSE(view.may_carry(hidden));
    EXPECT_FALSE(view.may_see(hidden));
    EXPECT_EQ(view.reach(behind).degree, 0);
    const View own(story, kToday, hidden);
    EXPECT_TRUE(own.may_see(hidden));
    EXPECT_EQ(own.reach(behind).degree, 1) << "may search as anybody";
  }
}

TEST(Viewer, WhoWantsToBeAskedFirstIntroducesAndIsSeen) {
  Story story;
  const auto asked = story.person("a");
  story.world.persons[asked].contact_policy = ContactPolicy::kAskFirst;
  story.mails(0, asked);
  EXPECT_TRUE(View(story).may_carry(asked));
  EXPECT_TRUE(View(story).may_see(asked));
}

TEST(Viewer, PersonsWithoutAProfileAreSeenByDirectContactsOnly) {
  Story story;
  const auto contact = story.person("a");
  const auto address = story.stranger("x@example.org");
  const auto unknown = story.stranger("y@example.org");
  story.mails(0, contact);
  story.mails(contact, address);
  const View mine(story);
  EXPECT_FALSE(mine.may_see(address));
  EXPECT_FALSE(mine.may_see(unknown));
  EXPECT_TRUE(View(story, kToday, contact).may_see(address));
  EXPECT_TRUE(View(story, kToday, contact).may_carry(address)) << "counts as an introducer";
}

TEST(Viewer, APersonWithoutAProfileWhoWantsNoContactIsNotSeenByContactsEither) {
  Story story;
  const auto erased = story.stranger("x@example.org");
  story.world.persons[erased].sharing = Sharing::kNobody;
  story.world.persons[erased].contact_policy = ContactPolicy::kDoNotContact;
  const auto behind = story.person("b");
  story.mails(0, erased);
  story.mails(erased, behind);
  const View view(story);
  EXPECT_TRUE(view.is_direct(erased));
  EXPECT_FALSE(view.may_see(erased));
  EXPECT_FALSE(view.may_carry(erased));
  EXPECT_EQ(view.reach(behind).degree, 0);
}

TEST(Viewer, CountsOfATieAreToldOverPersonsWhoShareItOnly) {
  Story story;
  const auto sharer = story.person("a", Sharing::kContacts);
  const auto closed = story.person("b", Sharing::kNobody);
  story.mails(0, sharer);
  story.mails(0, closed);
  story.mails(sharer, closed);
  const auto far = story.person("c");
  story.mails(closed, far);
  const View view(story);
  EXPECT_EQ(view.counts(0, closed).size(), 1U) << "one's own tie";
  EXPECT_EQ(view.counts(sharer, closed).size(), 1U);
  EXPECT_TRUE(view.counts(closed, sharer).empty());
  EXPECT_TRUE(view.counts(closed, far).empty());
  EXPECT_TRUE(view.counts(far, closed).empty());
}

TEST(Viewer, CountsRunForwardFromTheFirstPerson) {
  Story story;
  const auto other = story.person("a");  // before "me" in the order of nodes
  story.mail(0, other, 4);
  story.mail(0, other, 3);
  story.mail(other, 0, 2);
  const View view(story);
  const auto mine = view.counts(0, other);
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(mine[0].events_forward, 2U);
  EXPECT_EQ(mine[0].events_backward, 1U);
  const auto theirs = view.counts(other, 0);
  ASSERT_EQ(theirs.size(), 1U);
  EXPECT_EQ(theirs[0].events_forward, 1U);
  EXPECT_EQ(theirs[0].last_backward, mine[0].last_forward);
}

}  // namespace
}  // namespace kennis
