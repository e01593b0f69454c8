/// @file
/// Drawing contacts, near ones first.
#include "generator/contacts.h"

#include <algorithm>

namespace kennis {
namespace {

/// Of two persons, the one who tells of the pair: decided by their numbers alone, evenly on the
/// whole.
bool tells(Slot self, Slot other) { return ((self ^ other) & 1U) == 0 ? self < other : self > other; }

Nearness draw_nearness(Random& random, std::size_t colleagues, std::size_t neighbours, const Community& home) {
  const std::uint32_t draw = random.below(100);
  if (draw < 42 && colleagues < home.staff / 3) {
    return Nearness::kColleague;
  }
  if (draw < 82 && neighbours < home.size / 5) {
    return Nearness::kCommunity;
  }
  return draw < 94 ? Nearness::kField : Nearness::kAnybody;
}

Slot draw_other(const People& people, Slot self, const Community& home, Nearness nearness, Random& random) {
  const Layout& layout = people.layout();
  switch (nearness) {
    case Nearness::kColleague: {
      const std::uint32_t begin = (self - home.first) / home.staff * home.staff;
      return home.first + begin + random.below(std::min(home.staff, home.size - begin));
    }
    case Nearness::kCommunity:
      return home.first + random.skewed(home.size, 2);
    case Nearness::kField: {
      const auto& same_field = layout.communities_of(home.field);
      const Community& other =
          layout.communities()[same_field[random.skewed(static_cast<std::uint32_t>(same_field.size()), 2)]];
      return other.first + random.skewed(other.size, 2);
    }
    case Nearness::kAnybody:
      break;
  }
  return random.skewed(layout.people(), 3);
}

}  // namespace

std::vector<PlannedTie> contacts_of(const People& people, Slot slot, std::uint32_t contacts_mean) {
  Random random(people.seed(), Stream::kContacts, slot);
  const Layout& layout = people.layout();
  const Community& home = layout.communities()[layout.community_of(slot)];
  const std::uint32_t wanted = std::min(random.heavy_tailed((contacts_mean + 1) / 2), layout.people() / 2);
  std::vector<PlannedTie> contacts;
  std::size_t colleagues = 0;
  std::size_t neighbours = 0;
  for (std::uint32_t attempt = 0; attempt < 6 * wanted && contacts.size() < wanted; ++attempt) {
    const Nearness nearness = draw_nearness(random, colleagues, neighbours, home);
    const Slot other = draw_other(people, slot, home, nearness, random);
    const bool known = std::any_of(contacts.begin(), contacts.end(),
                                   [other](const PlannedTie& contact) { return contact.slot == other; });
    if (other == slot || !tells(slot, other) || known) {
      continue;
    }
    contacts.push_back({other, nearness});
    colleagues += nearness == Nearness::kColleague ? 1 : 0;
    neighbours += nearness == Nearness::kCommunity ? 1 : 0;
  }
  return contacts;
}

}  // namespace kennis
