/// @file
/// Constants as a file: what is written is read back, and what is wrong is named.
#include "network/tie_constants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fixtures/seeds.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/network/random_world.h"

namespace kennis {
namespace {

using testing::HasSubstr;

TEST(TieConstants, WhatIsWrittenIsReadBackToTheLastBit) {
  Dice dice(seed_of(11));
  const TemporaryFolder folder;
  for (int i = 0; i < 50; ++i) {
    TieModel model;
    model.one_way = static_cast<double>(dice.roll(1'000'001)) / 1e6;
    model.attention = 1.0 / static_cast<double>(1 + dice.roll(997));
    model.attention_power = 4.0 / static_cast<double>(1 + dice.roll(997));
    model.fading = 0.1 + 1.0 / static_cast<double>(1 + dice.roll(997));
    model.unmoved = 0.1 + 0.9 / static_cast<double>(1 + dice.roll(997));
    for (ChannelModel& channel : model.channels) {
      channel = {1.0 / static_cast<double>(1 + dice.roll(997)), 100.0 / static_cast<double>(1 + dice.roll(997)),
                 dice.percent(50)};
    }
    write_tie_model(folder / "constants.json", model);
    const auto read = read_tie_model(folder / "constants.json");
    ASSERT_TRUE(read.ok()) << read.error().message;
    ASSERT_EQ(read.value(), model);
  }
}

TEST(TieConstants, WhatIsLeftOutKeepsItsDefault) {
  const auto read = tie_model_of(R"({"comment": ["mine"], "channels": {"email": {"halflife_days": 9}}})");
  ASSERT_TRUE(read.ok()) << read.error().message;
  TieModel wanted = default_tie_model();
  wanted.channels[static_cast<std::size_t>(Channel::kEmail)].halflife_days = 9;
  EXPECT_EQ(read.value(), wanted);
  EXPECT_EQ(tie_model_of("{}").value(), default_tie_model());
}

TEST(TieConstants, WhatIsWrongIsNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "no JSON"},
      {"[]", "no JSON"},
      {R"({"rho": 1})", "rho: is none of"},
      {R"({"one_way": 1.1})", "one_way: 1.1 is out of its range"},
      {R"({"one_way": "1"})", "one_way: is no number"},
      {R"({"attention": 0})", "attention: 0 is out of its range"},
      {R"({"attention_power": 5})", "attention_power: 5 is out of its range"},
      {R"({"fading": 0})", "fading: 0 is out of its range"},
      {R"({"unmoved": 0})", "unmoved: 0 is out of its range, from 0.01"},
      {R"({"channels": {"fax": {}}})", "channels.fax: is no channel"},
      {R"({"channels": {"email": {"halflife_days": 0}}})", "channels.email.halflife_days: 0 is out"},
      {R"({"channels": {"email": {"weight": -1}}})", "channels.email.weight: -1 is out"},
      {R"({"channels": {"email": {"two_way": 1}}})", "channels.email.two_way: is neither"},
      {R"({"channels": {"email": {"half_life": 1}}})", "channels.email.half_life: is none of"},
      {R"({"channels": {"email": 3}})", "channels.email: is no object"},
      {R"({"channels": []})", "channels: is no object"},
  };
  for (const auto& [text, why] : cases) {
    const auto read = tie_model_of(text);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidRequest);
    EXPECT_THAT(read.error().message, HasSubstr(why));
  }
  const auto missing = read_tie_model("/nowhere/constants.json");
  ASSERT_FALSE(missing.ok());
  EXPECT_THAT(missing.error().message, HasSubstr("/nowhere/constants.json"));
}

}  // namespace
}  // namespace kennis
