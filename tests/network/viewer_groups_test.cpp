/// @file
/// What happened in a group is known to whom the group's kind and their membership say, rule by rule of spec section 6.
#include <cmath>
#include <set>

#include <gtest/gtest.h>

#include "tests/network/story.h"

namespace kennis {
namespace {

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

TEST(ViewerGroups, MembersSeeTheEvidenceOfPublicAndGroupSummedByChannel) {
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

TEST(ViewerGroups, OpenGroupsAreEvidenceForAll) {
  GroupStory story(GroupKind::kOpen);
  EXPECT_EQ(View(story).counts(story.a, story.b).size(), 2U);
}

TEST(ViewerGroups, OnlyPresentMembersKnowAGroupFromInside) {
  GroupStory story(GroupKind::kClosed);
  story.in_group(0, story.inside, kToday - 10, kToday);
  EXPECT_EQ(View(story, kToday - 11).counts(story.a, story.b).size(), 1U);
  EXPECT_EQ(View(story, kToday - 10).counts(story.a, story.b).size(), 2U);
  EXPECT_EQ(View(story, kToday - 1).counts(story.a, story.b).size(), 2U);
  EXPECT_EQ(View(story, kToday).counts(story.a, story.b).size(), 1U);
}

TEST(ViewerGroups, AContactMadeInsideAGroupIsOneForMembersOnly) {
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

TEST(ViewerGroups, EveryTieOfAHubInAGroupIsThereOnceAndInOrder) {
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

}  // namespace
}  // namespace kennis
