/// @file
/// Contexts: what profiles and memberships claim, how claims become contexts, and what a large firm costs and gives.
#include "network/contexts.h"

#include <chrono>

#include <gtest/gtest.h>

#include "network/introductions.h"
#include "network/reach.h"
#include "schema/fields.h"
#include "tests/network/random_world.h"
#include "tests/network/world_files.h"

namespace kennis {
namespace {

Days day(int year, unsigned month, unsigned day_of_month) {
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day_of_month)};
  return static_cast<Days>(std::chrono::sys_days(date).time_since_epoch().count());
}

Position position(const std::string& organisation, const std::string& id, std::optional<Days> from,
                  std::optional<Days> to) {
  return {"", organisation, id, from, to, "", ""};
}

ContextClaim claim_of(const std::string& organisation, const std::string& id = "") {
  Profile profile;
  profile.positions.push_back(position(organisation, id, day(2019, 3, 31), std::nullopt));
  return context_claims_of(profile).at(0);
}

TEST(ContextClaims, MonthsAreCountedFromJanuary1900) {
  EXPECT_EQ(month_of(day(1900, 1, 1)), 0);
  EXPECT_EQ(month_of(day(1899, 12, 31)), 0);
  EXPECT_EQ(month_of(day(2019, 3, 31)), 119 * 12 + 2);
  EXPECT_EQ(month_of(2'000'000'000), kMonthMax);
  EXPECT_EQ(month_of(-2'000'000'000), 0);
}

TEST(ContextClaims, WhatSaysNoTimeOrEndsBeforeItBeginsSaysNothing) {
  Profile profile;
  profile.positions = {position("Acme", "", std::nullopt, day(2020, 1, 1)), position("", "", day(2020, 1, 1), {}),
                       position("Acme", "", day(2020, 2, 1), day(2020, 1, 1))};
  profile.education = {{"Delft", "", "", {}, {}}, {"", "", "", day(2001, 9, 1), {}}};
  EXPECT_TRUE(context_claims_of(profile).empty());
}

TEST(ContextClaims, OfWhoIsNotToBeContactedThereAreNone) {
  Profile profile;
  profile.positions = {position("Acme", "", day(2019, 1, 1), {})};
  EXPECT_EQ(context_claims_of(profile).size(), 1U);
  profile.contact_policy = ContactPolicy::kDoNotContact;
  EXPECT_TRUE(context_claims_of(profile).empty());
}

TEST(ContextClaims, ACohortIsSchoolAndYearOfTheEnd) {
  Profile profile;
  profile.education = {{"TU Delft", "", "", day(2001, 9, 1), day(2006, 6, 30)},
                       {"tu delft", "", "", {}, day(2006, 8, 31)},
                       {"TU Delft", "", "", day(2006, 9, 1), {}}};
  const auto claims = context_claims_of(profile);
  ASSERT_EQ(claims.size(), 3U);
  EXPECT_EQ(claims[0].key, claims[1].key);
  EXPECT_NE(claims[0].key, claims[2].key) << "began in the year in which others ended";
  EXPECT_EQ(claims[1].span.from, month_of(day(2006, 1, 1)));
}

TEST(ContextClaims, OfAGroupThatWasOpenedOnlyWhatCameAfterIsForEverybody) {
  const Stay stay{1, 0, day(2020, 1, 1), day(2020, 12, 1)};
  const Seconds opened = Seconds{day(2020, 6, 15)} * kSecondsPerDay;
  EXPECT_EQ(membership_in_context(stay, GroupKind::kOpen, kAlwaysOpen)->from, stay.from);
  EXPECT_EQ(membership_in_context(stay, GroupKind::kOpen, opened)->from, day(2020, 7, 1));
  EXPECT_EQ(membership_in_context(stay, GroupKind::kClosed, opened)->from, stay.from);
  const Stay early{1, 0, day(2020, 1, 1), day(2020, 6, 20)};
  EXPECT_FALSE(membership_in_context(early, GroupKind::kOpen, opened));
  EXPECT_EQ(context_claim_of(stay, "g").span.to, month_of(day(2020, 11, 30)));
}

TEST(Contexts, ANameMeansTheIdThatItGoesWithUnlessThereAreTwo) {
  for (const bool is_clear : {true, false}) {
    const ScratchFolder folder;
    ContextColumns columns;
    columns.add(1, claim_of("Acme", "acme-1"));
    columns.add(2, claim_of("ACME"));
    if (!is_clear) columns.add(3, claim_of("acme", "acme-2"));
    std::move(columns).write(folder.path() / "contexts", 3);
    const Contexts contexts(folder.path() / "contexts");
    const ContextIndex of_first = contexts.stays(1)[0].context;
    EXPECT_EQ(contexts.stays(2)[0].context == of_first, is_clear);
    EXPECT_EQ(contexts.size(of_first), is_clear ? 2U : 1U);
    EXPECT_EQ(contexts.find(claim_of("acme").key) == std::optional(of_first), is_clear);
  }
}

TEST(Contexts, SpansThatFollowOneAnotherAreOneAndGapsStay) {
  const ScratchFolder folder;
  ContextColumns columns;
  ContextClaim claim = claim_of("Acme");
  for (const MonthSpan span : {MonthSpan{10, 12}, {13, 15}, {20, kStillThere}, {25, 26}}) {
    claim.span = span;
    columns.add(1, claim);
  }
  std::move(columns).write(folder.path() / "contexts", 1);
  const Contexts contexts(folder.path() / "contexts");
  ASSERT_EQ(contexts.stays(1).size(), 2U);
  EXPECT_EQ(contexts.stays(1)[0].span, (MonthSpan{10, 15}));
  EXPECT_EQ(contexts.stays(1)[1].span, (MonthSpan{20, kStillThere}));
  EXPECT_EQ(contexts.size(0), 1U);
  EXPECT_TRUE(contexts.stays(2).empty());
}

TEST(Contexts, AFileThatIsCutShortIsRefused) {
  const ScratchFolder folder;
  std::filesystem::create_directories(folder.path());
  write_bytes(folder.path() / "contexts", "no file of ours");
  EXPECT_THROW(Contexts(folder.path() / "contexts"), std::runtime_error);
}

/// A firm in which everybody works; persons 0 and 1 write to each other, and everybody shares.
reference::World firm_of(std::size_t persons) {
  reference::World world;
  world.as_of = Seconds{kToday} * kSecondsPerDay;
  world.organisation_count = 1;
  world.model.contexts[0].weight = 0.6;
  for (std::size_t i = 0; i < persons; ++i) {
    reference::Person person;
    person.id = "p" + std::to_string(1'000'000 + i);
    person.sharing = Sharing::kEveryone;
    world.persons.push_back(person);
    if (i > 0) world.employments.push_back({i, 0, kToday - 100, std::nullopt});
  }
  for (const auto& [from, to] : {std::pair<std::size_t, std::size_t>{0, 1}, {1, 0}}) {
    world.events.push_back({from, {to}, world.as_of - kSecondsPerDay, Channel::kEmail, std::nullopt});
  }
  return world;
}

TEST(Contexts, AFirmOfFiftyThousandMakesNoIntroductionsAndNobodyAContact) {
  for (const std::size_t persons : {500U, 50'000U}) {
    const ScratchFolder folder;
    write_generation(firm_of(persons), folder.path());
    const Network network(folder.path());
    const Viewer stranger(network, 1, kToday);
    EXPECT_EQ(ReachComputer().compute(stranger).nodes.size(), persons == 500 ? 499U : 1U);
    const Viewer colleague(network, 3, kToday);
    const ReachMap map = ReachComputer().compute(colleague);
    EXPECT_EQ(map.nodes.size(), persons - 2) << "whom everybody works with";
    EXPECT_EQ(map.of(4).degree, 2);
    EXPECT_GT(map.of(4).closeness, 0.03);
    EXPECT_FALSE(colleague.is_direct(4));
    const Introductions found = IntroductionFinder(colleague).find(4, 10);
    ASSERT_EQ(found.paths.size(), 1U);
    EXPECT_EQ(colleague.context_name(found.paths[0].context->context), "Org 0");
    EXPECT_EQ(closeness_of(found.log_sum), map.of(4).closeness);
  }
}

}  // namespace
}  // namespace kennis
