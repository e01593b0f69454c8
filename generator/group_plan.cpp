/// @file
/// Drawing groups: half of them open, a third for members only, the rest closed.
#include "generator/group_plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "generator/prose.h"

namespace kennis {
namespace {

constexpr std::uint32_t kPeoplePerGroup = 50;
constexpr std::uint32_t kFoundedDaysMax = 1300;

void draw_members(const People& people, GroupPlan& group, Random& random) {
  const Layout& layout = people.layout();
  const Community& home = layout.communities()[group.community];
  const auto& same_field = layout.communities_of(home.field);
  const std::uint32_t wanted = std::min(4 + random.skewed(2 * home.size, 3), layout.people());
  for (std::uint32_t attempt = 0; attempt < 3 * wanted && group.members.size() < wanted; ++attempt) {
    const bool visitor = random.percent(25);
    const std::uint32_t from =
        visitor ? same_field[random.below(static_cast<std::uint32_t>(same_field.size()))] : group.community;
    const Community& community = layout.communities()[from];
    const Slot slot = community.first + random.skewed(community.size, 2);
    if (std::find(group.members.begin(), group.members.end(), slot) == group.members.end()) {
      group.members.push_back(slot);
    }
  }
}

}  // namespace

std::uint32_t group_count(const People& people) {
  const std::uint32_t count = people.layout().people();
  return count < 3 ? 0 : std::max(1U, count / kPeoplePerGroup);
}

GroupPlan plan_group(const People& people, std::uint32_t index) {
  Random random(people.seed(), Stream::kGroup, index);
  const Vocabulary& vocabulary = people.vocabulary();
  GroupPlan group;
  group.id = fmt::format("g{}", index);
  group.community = random.below(static_cast<std::uint32_t>(people.layout().communities().size()));
  const Community& home = people.layout().communities()[group.community];
  const Field& field = vocabulary.fields[home.field];
  const VocabularyPlace& place = vocabulary.places[home.place];
  group.tongue = random.percent(20) ? Tongue::kEnglish : place.tongue;
  const std::uint32_t kind = random.below(100);
  group.kind = kind < 50 ? GroupKind::kOpen : kind < 82 ? GroupKind::kMembersOnly : GroupKind::kClosed;
  group.topic = field.skills.usual(random);
  group.founded = people.as_of() - kSecondsPerDay * (60 + random.below(kFoundedDaysMax));
  const auto tongue = static_cast<std::size_t>(group.tongue);
  const ProseContext context{vocabulary, group.tongue, {&group.topic, 1}, field.names[tongue], {}, {}, place.name};
  append_sentence(group.name, vocabulary.group_names[tongue].any(random), context, random);
  append_paragraph(group.description, vocabulary.group_descriptions[tongue], 2, context, random);
  draw_members(people, group, random);
  return group;
}

}  // namespace kennis
