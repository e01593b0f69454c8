/// @file
#include "indexer/event_entry.h"

#include <string>
#include <string_view>
#include <vector>

#include <xxhash.h>

namespace kennis {
namespace {

constexpr std::uint64_t kById = 1;
constexpr std::uint64_t kByContent = 2;

std::uint64_t mixed(std::uint64_t seed, std::string_view text) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

}  // namespace

std::uint64_t hash_of_event(const Interaction& interaction) {
  if (!interaction.id.empty()) return mixed(kById, interaction.id);
  std::uint64_t hash =
      kByContent + static_cast<std::uint64_t>(interaction.at) * 31 + static_cast<std::uint64_t>(interaction.channel);
  hash = mixed(hash, interaction.from);
  // How many there are is told too: three recipients are not two and a topic.
  for (const std::vector<std::string>* list : {&interaction.to, &interaction.topics}) {
    for (const std::string& text : *list) hash = mixed(hash, text);
    hash += list->size();
  }
  for (const std::string_view text : {std::string_view(interaction.group), std::string_view(interaction.skill),
                                      std::string_view(interaction.subject), std::string_view(interaction.text)}) {
    hash = mixed(hash, text);
  }
  return hash;
}

}  // namespace kennis
