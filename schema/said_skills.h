/// @file
/// What an interaction says of skills: statements of others, and what somebody writes about in a group.
#pragma once

#include <algorithm>
#include <string_view>

#include "schema/fields.h"
#include "schema/records.h"

namespace kennis {

/// True for a statement that the recipients have a skill.
[[nodiscard]] inline bool is_endorsement(const Interaction& interaction) {
  return !interaction.skill.empty() &&
         (interaction.channel == Channel::kEndorsement || interaction.channel == Channel::kRecommendation);
}

/// True for what was written in a group: evidence of its writer's skills for whoever may see it.
[[nodiscard]] inline bool is_talk(const Interaction& interaction) {
  return !interaction.group.empty() &&
         (interaction.channel == Channel::kPost || interaction.channel == Channel::kComment);
}

/// Calls `use(name)` for each skill or topic that it is about.
template <typename Use>
void for_each_talked(const Interaction& interaction, const Use& use) {
  if (!interaction.skill.empty()) use(cut_text(interaction.skill, limit::kTopicBytesMax));
  for (std::size_t i = 0; i < std::min(interaction.topics.size(), limit::kTopicsOfEventMax); ++i) {
    if (!interaction.topics[i].empty()) use(cut_text(interaction.topics[i], limit::kTopicBytesMax));
  }
}

}  // namespace kennis
