/// @file
#include "schema/text_numbers.h"

#include <algorithm>

#include <xxhash.h>

namespace kennis {
namespace {

constexpr std::size_t kSlotsAtFirst = 1U << 14U;

}  // namespace

TextNumbers::TextNumbers() : slots_(kSlotsAtFirst) {}

std::uint32_t TextNumbers::number_of(std::string_view text) {
  const std::uint64_t hash = XXH3_64bits(text.data(), text.size());
  std::size_t slot = hash & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    const std::uint32_t number = slots_[slot] - 1;
    if (texts_[number].hash == hash && this->text(number) == text) return number;
  }
  texts_.push_back({hash, bytes_.size(), static_cast<std::uint32_t>(text.size())});
  bytes_ += text;
  slots_[slot] = count();
  if (texts_.size() * 2 > slots_.size()) grow();
  return count() - 1;
}

void TextNumbers::grow() {
  slots_.assign(slots_.size() * 4, 0);
  for (std::uint32_t number = 0; number < count(); ++number) {
    std::size_t slot = texts_[number].hash & (slots_.size() - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = number + 1;
  }
}

void TextNumbers::clear() {
  bytes_.clear();
  texts_.clear();
  std::fill(slots_.begin(), slots_.end(), 0U);
}

}  // namespace kennis
