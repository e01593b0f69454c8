/// @file
#include "schema/event_hash.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include <fmt/format.h>
#include <xxhash.h>

namespace kennis {
namespace {

constexpr std::uint64_t kById = 1;
constexpr std::uint64_t kByContent = 2;
constexpr std::size_t kHexDigits = 16;

std::uint64_t mixed(std::uint64_t seed, std::string_view text) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

std::uint64_t hash_of_content(const Interaction& interaction) {
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

/// What a content id says.
std::optional<std::uint64_t> hash_in(std::string_view id) {
  if (id.size() != kContentId.size() + kHexDigits || !id.starts_with(kContentId)) return std::nullopt;
  std::uint64_t hash = 0;
  const char* const end = id.data() + id.size();
  const auto [at, error] = std::from_chars(id.data() + kContentId.size(), end, hash, 16);
  if (error != std::errc() || at != end) return std::nullopt;
  return hash;
}

}  // namespace

std::uint64_t hash_of_event(const Interaction& interaction) {
  if (interaction.id.empty()) return hash_of_content(interaction);
  if (const auto hash = hash_in(interaction.id)) return *hash;
  return mixed(kById, interaction.id);
}

std::uint32_t check_of_event(const Interaction& interaction) {
  const std::uint64_t hash = interaction.deleted ? 0 : hash_of_content(interaction);
  return static_cast<std::uint32_t>(hash >> (64U - kEventCheckBits));
}

std::string content_id(const Interaction& interaction) {
  return fmt::format("{}{:016x}", kContentId, hash_of_content(interaction));
}

}  // namespace kennis
