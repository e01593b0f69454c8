/// @file
#include "schema/text_numbers.h"

#include <algorithm>

#include <xxhash.h>

namespace kennis {
namespace {

constexpr std::size_t kSlotsAtFirst = 1U << 8U;  // a process that stems one query need not touch half a megabyte

}  // namespace

TextNumbers::TextNumbers() : slots_(kSlotsAtFirst) {}

std::uint64_t TextNumbers::hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

std::uint32_t TextNumbers::number_of(std::string_view text, std::uint64_t hash) {
  const auto tag = static_cast<std::uint32_t>(hash >> 32U);
  std::size_t slot = slot_of(hash);
  for (; slots_[slot].next_number != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot].tag != tag) continue;
    const std::uint32_t number = slots_[slot].next_number - 1;
    if (this->text(number) == text) return number;
  }
  texts_.push_back({bytes_.size(), static_cast<std::uint32_t>(text.size())});
  hashes_.push_back(hash);
  bytes_ += text;
  slots_[slot] = {count(), tag};
  if (texts_.size() * 2 > slots_.size()) grow();
  return count() - 1;
}

void TextNumbers::grow() {
  slots_.assign(slots_.size() * 4, {});
  for (std::uint32_t number = 0; number < count(); ++number) {
    std::size_t slot = slot_of(hashes_[number]);
    while (slots_[slot].next_number != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {number + 1, static_cast<std::uint32_t>(hashes_[number] >> 32U)};
  }
}

void TextNumbers::clear() {
  bytes_.clear();
  texts_.clear();
  hashes_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot{});
}

}  // namespace kennis
