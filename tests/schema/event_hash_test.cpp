/// @file
#include "schema/event_hash.h"

#include <functional>
#include <set>

#include <gtest/gtest.h>

namespace kennis {
namespace {

Interaction example() {
  Interaction event;
  event.at = 1000;
  event.from = "a";
  event.to = {"b", "c"};
  event.channel = Channel::kEmail;
  event.topics = {"x"};
  event.subject = "s";
  event.text = "t";
  event.skill = "k";
  event.group = "g";
  return event;
}

TEST(EventEntry, TheSameIdIsTheSameEventWhateverItSays) {
  Interaction one = example();
  Interaction two;
  one.id = two.id = "e1";
  EXPECT_EQ(hash_of_event(one), hash_of_event(two));
  two.id = "e2";
  EXPECT_NE(hash_of_event(one), hash_of_event(two));
}

TEST(EventEntry, WithoutIdEverythingThatIsSaidTellsEventsApart) {
  const std::vector<std::function<void(Interaction&)>> changes = {
      [](Interaction&) {},
      [](Interaction& e) { e.at = 1001; },
      [](Interaction& e) { e.from = "z"; },
      [](Interaction& e) { e.to = {"b"}; },
      [](Interaction& e) {
        e.to = {"b", "c", "d"};
      },
      [](Interaction& e) { e.to = {"bc"}; },
      [](Interaction& e) { e.channel = Channel::kCall; },
      [](Interaction& e) { e.topics = {"y"}; },
      [](Interaction& e) { e.topics = {}; },
      [](Interaction& e) {
        e.topics = {"x", "y"};
      },
      [](Interaction& e) { e.subject = "z"; },
      [](Interaction& e) { e.text = "z"; },
      [](Interaction& e) { e.skill = "z"; },
      [](Interaction& e) { e.group = "z"; },
      [](Interaction& e) { e.group = ""; },
      [](Interaction& e) {
        e.to = {"b", "c", "g"}, e.group = "";
      },
      [](Interaction& e) { e.subject = "", e.text = "st"; },
      [](Interaction& e) { e.id = "a"; },
  };
  std::set<std::uint64_t> hashes;
  for (const auto& change : changes) {
    Interaction event = example();
    change(event);
    hashes.insert(hash_of_event(event));
  }
  EXPECT_EQ(hashes.size(), changes.size());
  EXPECT_EQ(hash_of_event(example()), hash_of_event(example()));
}

}  // namespace
}  // namespace kennis
