/// @file
/// Who may use which tie, rule by rule of spec section 6; and that what may not be used is as if it were not there.
#include "network/viewer.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "network/introductions.h"
#include "network/reach.h"
#include "schema/fields.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

using reference::World;

/// A world told in sentences. Person 0 is the searcher "me".
class Story {
 public:
  Story() { person("me"); }
  std::size_t person(const std::string& id, Sharing sharing = Sharing::kContacts, std::optional<Days> set = {}) {
    world.persons.push_back({id, true, sharing, set, ContactPolicy::kOpen});
    return world.persons.size() - 1;
  }
  std::size_t stranger(const std::string& address) {
    world.persons.push_back({"mailto:" + address, false, Sharing::kContacts, {}, ContactPolicy::kOpen});
    return world.persons.size() - 1;
  }
  std::size_t group(GroupKind kind) {
    world.groups.push_back({"g" + std::to_string(world.groups.size()), kind});
    return world.groups.size() - 1;
  }
  void mail(std::size_t from, std::size_t to, Days days_ago = 1, std::optional<std::size_t> group = {}) {
    world.events.push_back({from, {to}, world.as_of - days_ago * kSecondsPerDay, Channel::kEmail, group});
  }
  void mails(std::size_t a, std::size_t b, std::optional<std::size_t> group = {}) {
    for (Days day = 1; day <= 3; ++day) {
      mail(a, b, day, group);
      mail(b, a, day, group);
    }
  }
  void in_team(std::size_t person, std::size_t team, Days from, std::optional<Days> to = {}) {
    world.team_count = std::max(world.team_count, team + 1);
    world.roster.push_back({person, team, from, to});
  }
  void in_group(std::size_t person, std::size_t group, Days from, std::optional<Days> to = {}) {
    world.memberships.push_back({person, group, from, to});
  }

  World world{{}, {}, 0, {}, {}, {}, Seconds{kToday} * kSecondsPerDay};
};

/// What a story's searcher sees on a day.
class View {
 public:
  explicit View(const Story& story, Days today = kToday, std::size_t searcher = 0) : nodes_(nodes_of(story.world)) {
    write_generation(story.world, folder_.path());
    network_.emplace(folder_.path());
    viewer_.emplace(*network_, nodes_[searcher], today);
    reach_ = ReachComputer().compute(*viewer_);
  }
  [[nodiscard]] bool may_carry(std::size_t person) const { return viewer_->may_carry(nodes_[person]); }
  [[nodiscard]] bool may_see(std::size_t person) const { return viewer_->may_see(nodes_[person]); }
  [[nodiscard]] bool is_direct(std::size_t person) const { return viewer_->is_direct(nodes_[person]); }
  [[nodiscard]] ReachMap::Entry reach(std::size_t person) const { return reach_.of(nodes_[person]); }
  [[nodiscard]] double attention(std::size_t person) const { return viewer_->attention(nodes_[person]); }
  [[nodiscard]] std::vector<ChannelCounts> counts(std::size_t a, std::size_t b) const {
    return viewer_->counts(nodes_[a], nodes_[b]);
  }
  [[nodiscard]] std::size_t tie_count(std::size_t person) const { return viewer_->arcs(nodes_[person]).size(); }
  [[nodiscard]] double strength(std::size_t a, std::size_t b) const {
    for (const Arc& arc : viewer_->arcs(nodes_[a])) {
      if (arc.to == nodes_[b]) return arc.strength();
    }
    return 0;
  }

 private:
  ScratchFolder folder_;
  std::vector<Node> nodes_;
  std::optional<Network> network_;
  std::optional<Viewer> viewer_;
  ReachMap reach_;
};

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

/// Me, a and b with public mails, and others that they wrote in a group of `kind`.
struct GroupStory : Story {
  explicit GroupStory(GroupKind kind) {
    a = person("a", Sharing::kEveryone);
    b = person("b", Sharing::kEveryone);
    inside = group(kind);
    mails(0, a);
    mails(a, b);
    mails(a, b, inside);
    world.events.push_back({b, {a}, world.as_of - 60, Channel::kComment, inside});
  }
  std::size_t a;
  std::size_t b;
  std::size_t inside;
};

TEST(Viewer, MembersSeeTheEvidenceOfPublicAndGroupSummedByChannel) {
  for (const GroupKind kind : {GroupKind::kMembersOnly, GroupKind::kClosed}) {
    GroupStory story(kind);
    const View outside(story);
    story.in_group(0, story.inside, kToday);
    const View member(story);
    const auto outer = outside.counts(story.a, story.b);
    const auto inner = member.counts(story.a, story.b);
    ASSERT_EQ(outer.size(), 1U);
    ASSERT_EQ(inner.size(), 2U);
    EXPECT_EQ(outer[0].events_forward, 3U);
    EXPECT_EQ(inner[0].events_forward, 6U);
    EXPECT_EQ(inner[1].channel, Channel::kComment);
    EXPECT_GT(member.strength(story.a, story.b), outside.strength(story.a, story.b));
    EXPECT_EQ(member.strength(story.a, story.b), member.strength(story.b, story.a));
    const double sum = member.strength(story.a, story.b) + member.strength(story.a, 0);
    EXPECT_NEAR(member.attention(story.a), std::pow(1 / (1 + sum), default_tie_model().attention_power), 1e-12);
    EXPECT_LT(member.attention(story.a), outside.attention(story.a));
    EXPECT_EQ(member.tie_count(story.a), outside.tie_count(story.a)) << "a tie that grew is not a second tie";
  }
}

TEST(Viewer, OpenGroupsAreEvidenceForAll) {
  GroupStory story(GroupKind::kOpen);
  EXPECT_EQ(View(story).counts(story.a, story.b).size(), 2U);
}

TEST(Viewer, OnlyPresentMembersKnowAGroupFromInside) {
  GroupStory story(GroupKind::kClosed);
  story.in_group(0, story.inside, kToday - 10, kToday);
  EXPECT_EQ(View(story, kToday - 11).counts(story.a, story.b).size(), 1U);
  EXPECT_EQ(View(story, kToday - 10).counts(story.a, story.b).size(), 2U);
  EXPECT_EQ(View(story, kToday - 1).counts(story.a, story.b).size(), 2U);
  EXPECT_EQ(View(story, kToday).counts(story.a, story.b).size(), 1U);
}

TEST(Viewer, AContactMadeInsideAGroupIsOneForMembersOnly) {
  Story story;
  const auto other = story.person("a");
  const auto inside = story.group(GroupKind::kClosed);
  story.mails(0, other, inside);
  EXPECT_FALSE(View(story).is_direct(other));
  EXPECT_FALSE(View(story).may_carry(other));
  EXPECT_EQ(View(story).reach(other).degree, 0);
  story.in_group(0, inside, kToday);
  EXPECT_TRUE(View(story).is_direct(other));
  EXPECT_TRUE(View(story).may_carry(other));
}

TEST(Viewer, EveryTieOfAHubInAGroupIsThereOnceAndInOrder) {
  Story story;
  const auto hub = story.person("hub", Sharing::kEveryone);
  const auto inside = story.group(GroupKind::kMembersOnly);
  story.in_group(0, inside, kToday);
  for (int i = 0; i < 400; ++i) {
    const auto other = story.person("p" + std::to_string(i));
    if (i % 3 != 0) story.mail(hub, other, i % 7 + 1);
    if (i % 2 == 0) story.mails(hub, other, inside);
  }
  const ScratchFolder folder;
  write_generation(story.world, folder.path());
  const Network network(folder.path());
  const Viewer viewer(network, nodes_of(story.world)[0], kToday);
  const auto arcs = viewer.arcs(nodes_of(story.world)[hub]);
  std::set<Node> others;
  for (const Arc& arc : arcs) others.insert(arc.to);
  EXPECT_EQ(others.size(), arcs.size());
  EXPECT_EQ(arcs.size(), 400U - 67U);  // without those of i divisible by 3 and odd
  EXPECT_TRUE(std::is_sorted(arcs.begin(), arcs.end(), stronger));
}

/// All that a viewer gets, by ids: nothing in it depends on how persons are numbered.
using Told = std::map<std::string, std::tuple<double, int, std::int64_t, std::size_t, bool>>;
using ToldPaths = std::multiset<std::tuple<std::vector<std::string>, std::vector<double>, double, bool>>;

struct Everything {
  Told persons;
  ToldPaths paths;
  std::vector<std::string> order;
  std::multiset<std::tuple<std::string, std::string, int, std::uint64_t, std::uint64_t, Seconds>> behind;
  friend bool operator==(const Everything&, const Everything&) = default;
};

Everything everything_told(const Network& network, const std::string& searcher, Days today) {
  Everything all;
  const People& people = network.people();
  const Viewer viewer(network, people.find(searcher), today);
  const ReachMap reach = ReachComputer().compute(viewer);
  const IntroductionFinder finder(viewer);
  for (Node node = 1; node <= people.node_max(); ++node) {
    const auto entry = reach.of(node);
    const Introductions found = finder.find(node, 1000);
    if (entry.degree == 0 && found.paths.empty() && !viewer.may_see(node)) continue;
    const std::string id(people.id(node));
    all.persons[id] = {entry.closeness, entry.degree, found.log_sum, found.counted_total, viewer.may_see(node)};
    for (const Path& path : found.paths) {
      std::vector<std::string> ids;
      for (const Node person : path.persons) ids.emplace_back(people.id(person));
      all.order.insert(all.order.end(), ids.begin(), ids.end());
      for (std::size_t i = 0; i + 1 < path.persons.size(); ++i) {
        for (const ChannelCounts& count : viewer.counts(path.persons[i], path.persons[i + 1])) {
          all.behind.insert({ids[i], ids[i + 1], static_cast<int>(count.channel), count.forward, count.backward,
                             last_contact(count)});
        }
      }
      all.paths.insert({std::move(ids), path.strengths, path.chance, path.counts});
    }
  }
  return all;
}

/// The world as it would be without the groups of which `searcher` is no member: their events, memberships, and those met only there.
World without_other_groups(const World& world, std::size_t searcher, Days today) {
  World rest = world;
  const auto is_other = [&](std::size_t group) {
    if (world.groups[group].kind == GroupKind::kOpen) return false;
    return std::none_of(world.memberships.begin(), world.memberships.end(), [&](const reference::Stay& stay) {
      return stay.person == searcher && stay.place == group && stay.from <= today && (!stay.to || today < *stay.to);
    });
  };
  std::erase_if(rest.events, [&](const auto& event) { return event.group && is_other(*event.group); });
  std::erase_if(rest.memberships, [&](const auto& stay) { return is_other(stay.place); });
  return rest;
}

TEST(Privacy, NothingIsToldOfGroupsThatOneIsNotIn) {
  std::size_t removed = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder with;
    const ScratchFolder without;
    write_generation(world, with.path());
    const std::size_t searcher = seed % world.persons.size();
    const World rest = without_other_groups(world, searcher, kToday);
    removed += world.events.size() - rest.events.size();
    write_generation(rest, without.path());
    const std::string& id = world.persons[searcher].id;
    ASSERT_EQ(everything_told(Network(with.path()), id, kToday), everything_told(Network(without.path()), id, kToday))
        << "seed " << seed;
  }
  EXPECT_GT(removed, 1000U);
}

TEST(Privacy, NothingIsToldOfGroupsThatOneIsNotInThroughTheIndexer) {
  for (std::uint64_t seed = 2001; seed <= 2030; ++seed) {
    const World world = random_world(seed);
    if (world.persons.empty() || !world.persons[0].has_profile) continue;
    const ScratchFolder with;
    const ScratchFolder without;
    World rest = without_other_groups(world, 0, kToday);
    rest.groups = world.groups;
    const Network all(index_world(world, with.path()));
    const Network less(index_world(rest, without.path()));
    const std::string& id = world.persons[0].id;
    ASSERT_EQ(everything_told(all, id, kToday), everything_told(less, id, kToday)) << "seed " << seed;
  }
}

TEST(Privacy, TiesBetweenTwoWhoDoNotShareWithTheSearcherChangeNothing) {
  std::size_t removed = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder with;
    const ScratchFolder without;
    write_generation(world, with.path());
    const Network network(with.path());
    const std::size_t searcher = seed % world.persons.size();
    const Viewer viewer(network, nodes_of(world)[searcher], kToday);
    write_generation(world, without.path(), [&](Node a, Node b) {
      const bool usable = viewer.may_carry(a) || viewer.may_carry(b);
      removed += usable ? 0 : 1;
      return usable;
    });
    const std::string& id = world.persons[searcher].id;
    ASSERT_EQ(everything_told(network, id, kToday), everything_told(Network(without.path()), id, kToday))
        << "seed " << seed;
  }
  EXPECT_GT(removed, 1000U);
}

/// The graph with no arc that goes out from a person who may not carry the viewer. κ is what it was: it is over all public ties.
void write_usable_arcs(const std::filesystem::path& from, const Viewer& viewer, const std::filesystem::path& to) {
  const ArrayFile whole(from);
  const auto offsets = whole.section<std::uint64_t>("offsets");
  const auto arcs = whole.section<Arc>("arcs");
  std::vector<std::uint64_t> usable_offsets = {0};
  std::vector<Arc> usable;
  for (std::size_t node = 0; node + 1 < offsets.size(); ++node) {
    if (node != kNoPerson && viewer.may_carry(static_cast<Node>(node))) {
      usable.insert(usable.end(), arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node]),
                    arcs.begin() + static_cast<std::ptrdiff_t>(offsets[node + 1]));
    }
    usable_offsets.push_back(usable.size());
  }
  const auto attention = whole.section<double>("attention");
  ArrayFileWriter writer;
  writer.add("offsets", usable_offsets);
  writer.add("arcs", usable);
  writer.add("attention", attention);
  writer.write(to);
}

TEST(Privacy, ArcsOverThoseWhoDoNotShareWithTheSearcherChangeNoReach) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder with;
    const ScratchFolder without;
    write_generation(world, with.path());
    write_generation(world, without.path());
    const Network network(with.path());
    const Node searcher = nodes_of(world)[seed % world.persons.size()];
    const Viewer viewer(network, searcher, kToday);
    write_usable_arcs(with.path() / file::kGraph, viewer, without.path() / file::kGraph);
    const Network pruned(without.path());
    const ReachMap all = ReachComputer().compute(viewer);
    const ReachMap less = ReachComputer().compute(Viewer(pruned, searcher, kToday));
    ASSERT_EQ(all.nodes, less.nodes) << "seed " << seed;
    ASSERT_EQ(all.closeness, less.closeness) << "seed " << seed;
    ASSERT_EQ(all.degrees, less.degrees) << "seed " << seed;
  }
}

TEST(Privacy, NobodyIsNamedOnAPathWhoDoesNotShareOrMayNotBeSeen) {
  std::size_t named = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const World world = random_world(seed);
    if (world.persons.empty()) continue;
    const ScratchFolder folder;
    write_generation(world, folder.path());
    const Network network(folder.path());
    const std::vector<Node> nodes = nodes_of(world);
    const std::size_t searcher = seed % nodes.size();
    const reference::LinearReach oracle(world, searcher, kToday);
    std::map<Node, std::size_t> index_of;
    for (std::size_t i = 0; i < nodes.size(); ++i) index_of[nodes[i]] = i;
    const Viewer viewer(network, nodes[searcher], kToday);
    const IntroductionFinder finder(viewer);
    for (const Node candidate : nodes) {
      for (const Path& path : finder.find(candidate, 1000).paths) {
        for (std::size_t i = 1; i + 1 < path.persons.size(); ++i) {
          ASSERT_TRUE(oracle.may_carry(index_of[path.persons[i]])) << "seed " << seed;
          ASSERT_TRUE(viewer.may_see(path.persons[i])) << "seed " << seed;
          ++named;
        }
      }
    }
  }
  EXPECT_GT(named, 1000U);
}

}  // namespace
}  // namespace kennis
