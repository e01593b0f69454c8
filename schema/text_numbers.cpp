/// @file
#include "schema/text_numbers.h"

#include <algorithm>
#include <cstring>

#define XXH_INLINE_ALL  // most texts are words: a call would cost as much as the hash
#include <xxhash.h>

namespace kennis {
namespace {

constexpr std::size_t kSlotsAtFirst = 1U << 8U;  // a process that stems one query need not touch half a megabyte
constexpr std::size_t kPieceBytes = 64U << 10U;

std::uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

}  // namespace

TextNumbers::TextNumbers() : slots_(kSlotsAtFirst) {}

std::size_t TextNumbers::slot_of(std::string_view text, std::uint64_t hash) const {
  const auto tag = static_cast<std::uint32_t>(hash >> 32U);
  std::size_t slot = hash & (slots_.size() - 1);
  while (slots_[slot].next_number != 0 && (slots_[slot].tag != tag || texts_[slots_[slot].next_number - 1] != text)) {
    slot = (slot + 1) & (slots_.size() - 1);
  }
  return slot;
}

std::uint32_t TextNumbers::find(std::string_view text) const {
  const std::uint32_t next_number = slots_[slot_of(text, hash_of(text))].next_number;
  return next_number != 0 ? next_number - 1 : count();
}

std::uint32_t TextNumbers::number_of(std::string_view text) {
  const std::uint64_t hash = hash_of(text);
  Slot& slot = slots_[slot_of(text, hash)];
  if (slot.next_number != 0) return slot.next_number - 1;
  texts_.push_back(keep(text));
  hashes_.push_back(hash);
  slot = {count(), static_cast<std::uint32_t>(hash >> 32U)};
  if (texts_.size() * 2 > slots_.size()) grow();
  return count() - 1;
}

std::string_view TextNumbers::keep(std::string_view text) {
  if (text.size() > room_) {
    room_ = std::max(kPieceBytes, text.size());
    next_ = pieces_.emplace_back(new char[room_]).get();
  }
  if (!text.empty()) std::memcpy(next_, text.data(), text.size());
  const std::string_view kept(next_, text.size());
  next_ += text.size();
  room_ -= text.size();
  return kept;
}

void TextNumbers::grow() {
  slots_.assign(slots_.size() * 4, {});
  for (std::uint32_t number = 0; number < count(); ++number) {
    std::size_t slot = hashes_[number] & (slots_.size() - 1);
    while (slots_[slot].next_number != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {number + 1, static_cast<std::uint32_t>(hashes_[number] >> 32U)};
  }
}

void TextNumbers::clear() {
  pieces_.clear();
  room_ = 0;
  texts_.clear();
  hashes_.clear();
  std::fill(slots_.begin(), slots_.end(), Slot{});
}

}  // namespace kennis
