/// @file
#include "tests/network/random_world.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace kennis {
namespace {

using reference::World;

void add_persons(World& world, Dice& dice) {
  const std::size_t count = dice.percent(5) ? dice.roll(3) : 3 + dice.roll(24);
  const bool generous = dice.percent(30);
  for (std::size_t i = 0; i < count; ++i) {
    reference::Person person;
    person.has_profile = !dice.percent(20);
    // Ids are not in the order of the indexes.
    const std::size_t number = i * 37 % 101;
    person.id = person.has_profile ? fmt::format("p{:03}", number) : fmt::format("mailto:s{:03}@example.org", number);
    if (person.has_profile) {
      person.sharing = generous && dice.percent(80) ? Sharing::kEveryone : static_cast<Sharing>(dice.roll(4));
      if (!dice.percent(30)) person.sharing_set = kToday - 3 + static_cast<Days>(dice.roll(5));
      if (dice.percent(15)) person.sharing_set = kToday - 500;
      if (dice.percent(10)) person.contact_policy = ContactPolicy::kDoNotContact;
      if (dice.percent(10)) person.contact_policy = ContactPolicy::kAskFirst;
    }
    world.persons.push_back(std::move(person));
  }
}

/// One or two stays of a person in a place; most of what matters happens within a few days of kToday.
void add_stays(std::vector<reference::Stay>& stays, std::size_t person, std::size_t place, Dice& dice) {
  reference::Stay stay{person, place, kToday - 300 - static_cast<Days>(dice.roll(100)), std::nullopt};
  if (dice.percent(10)) stay.from = kToday - 1 + static_cast<Days>(dice.roll(3));
  if (dice.percent(50)) stay.to = kToday - 3 + static_cast<Days>(dice.roll(6));
  if (dice.percent(15)) stay.to = kToday - 200;
  stays.push_back(stay);
  if (!stay.to || !dice.percent(35)) return;
  reference::Stay again{person, place, *stay.to + 1 + static_cast<Days>(dice.roll(3)), std::nullopt};
  if (dice.percent(40)) again.to = again.from + static_cast<Days>(dice.roll(4));
  if (again.from != stay.from) stays.push_back(again);
}

Seconds silence(Dice& dice) {
  static constexpr std::array<std::size_t, 6> kDays = {1, 10, 100, 400, 2000, 30'000};
  const auto days = static_cast<Seconds>(dice.roll(kDays[dice.roll(kDays.size())]));
  if (dice.percent(20)) return days * kSecondsPerDay;  // many of these are of one second
  return days * kSecondsPerDay + static_cast<Seconds>(dice.roll(kSecondsPerDay)) - (days == 0 ? 3600 : 0);
}

void add_events(World& world, Dice& dice) {
  const std::size_t persons = world.persons.size();
  if (persons == 0) return;
  const std::size_t hub = dice.roll(persons);
  const bool has_hub = dice.percent(40);
  const bool is_band = dice.percent(30);  // neighbours only: long chains
  const bool is_warm = dice.percent(40);  // ties strong enough for paths over two
  const std::size_t density = 1 + dice.roll(7);
  const std::size_t count = dice.roll(persons * density + 1);
  for (std::size_t i = 0; i < count; ++i) {
    reference::Event event;
    event.from = has_hub && dice.percent(25) ? hub : dice.roll(persons);
    event.channel = static_cast<Channel>(dice.roll(dice.percent(50) ? 3 : kChannelCount));
    event.at = world.as_of - (is_warm ? static_cast<Seconds>(dice.roll(20 * kSecondsPerDay)) : silence(dice));
    if (!world.groups.empty() && dice.percent(30)) event.group = dice.roll(world.groups.size());
    std::size_t recipients = dice.percent(80) ? 1 : dice.roll(7);
    if (recipients == 0 && !event.group) recipients = 1;
    for (std::size_t r = 0; r < recipients; ++r) {
      const std::size_t to = is_band ? (event.from + 1 + dice.roll(3)) % persons : dice.roll(persons);
      event.to.push_back(has_hub && dice.percent(25) ? hub : to);
    }
    const bool is_answered = event.to.size() == 1 && dice.percent(is_warm ? 90 : 40);
    world.events.insert(world.events.end(), is_warm && !event.to.empty() ? 4 : 1, event);
    if (!is_answered) continue;
    std::swap(event.from, event.to.front());
    event.at += static_cast<Seconds>(dice.roll(2)) * 60;
    world.events.push_back(event);
  }
}

/// Few organisations in which many were, with gaps and returns; months matter, and so do the days around kToday.
void add_employments(World& world, Dice& dice) {
  world.organisation_count = dice.percent(60) ? 1 + dice.roll(4) : 0;
  for (std::size_t person = 0; person < world.persons.size(); ++person) {
    if (!world.persons[person].has_profile) continue;
    for (std::size_t place = 0; place < world.organisation_count; ++place) {
      for (std::size_t stays = dice.percent(35) ? 1 + dice.roll(2) : 0; stays > 0; --stays) {
        reference::Stay stay{person, place, kToday - static_cast<Days>(dice.roll(2500)), std::nullopt};
        if (!dice.percent(40)) stay.to = stay.from + static_cast<Days>(dice.roll(900));
        world.employments.push_back(stay);
      }
    }
  }
  if (dice.percent(30)) world.model.context_size_max = static_cast<std::uint32_t>(2 + dice.roll(6));
  const bool is_faint = dice.percent(30);
  for (ContextModel& context : world.model.contexts) {
    context.weight = is_faint ? 0.001 * static_cast<double>(1 + dice.roll(800)) : 0.6;
  }
}

}  // namespace

World random_world(std::uint64_t seed) {
  Dice dice(seed);
  World world;
  world.as_of = Seconds{kToday - static_cast<Days>(dice.roll(30))} * kSecondsPerDay + 43'200;
  add_persons(world, dice);
  const std::size_t groups = dice.roll(5);
  for (std::size_t g = 0; g < groups; ++g) {
    world.groups.push_back({fmt::format("group-{}", g), static_cast<GroupKind>(dice.roll(3))});
  }
  world.team_count = dice.roll(4);
  for (std::size_t person = 0; person < world.persons.size(); ++person) {
    for (std::size_t g = 0; g < groups; ++g) {
      if (dice.percent(45)) add_stays(world.memberships, person, g, dice);
    }
    for (std::size_t team = 0; team < world.team_count; ++team) {
      if (dice.percent(45)) add_stays(world.roster, person, team, dice);
    }
  }
  add_events(world, dice);
  if (dice.percent(30)) {  // constants of the world's own
    world.model.attention = 0.25 * static_cast<double>(1 + dice.roll(12));
    world.model.one_way = 0.1 * static_cast<double>(dice.roll(11));
    world.model.attention_power = 0.25 * static_cast<double>(1 + dice.roll(6));
    world.model.fading = 0.5 * static_cast<double>(1 + dice.roll(6));
    world.model.unmoved = 0.1 * static_cast<double>(1 + dice.roll(10));
    for (ChannelModel& channel : world.model.channels) channel.weight = 0.2 * static_cast<double>(1 + dice.roll(9));
  }
  add_employments(world, dice);
  return world;
}

}  // namespace kennis
