/// @file
/// Numbers as the file of ties has them (LEB128 varints, times as zigzag distances), and where its blocks begin.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>

#include "network/node.h"

namespace kennis {

/// After so many pairs of one smaller node a new block begins,
inline constexpr std::uint64_t kBlockPairs = 16;
/// and this says where.
struct PairBlock {
  Node high = kNoPerson;     ///< of its first pair
  std::uint32_t offset = 0;  ///< from the first entry
};

/// Appends a number: 7 bits a byte, the low ones first. Cost: a byte below 128, at most ten.
void put_number(std::uint64_t value, std::string& out);

/// Small numbers for small distances either way.
[[nodiscard]] constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}
[[nodiscard]] constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

/// Throws std::runtime_error: "the counts of a tie `what`", and what to do about it.
[[noreturn]] void refuse_tie(const char* what);

/// Reads bytes and numbers one after another, never behind the end. Throws std::runtime_error where they are cut off or a number is too large.
class TieReader {
 public:
  explicit TieReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint8_t take_byte() {
    if (at_ == bytes_.size()) refuse_tie("are cut off");
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }
  /// The byte that comes next; 0 at the end.
  [[nodiscard]] std::uint8_t peek() const { return at_ < bytes_.size() ? static_cast<std::uint8_t>(bytes_[at_]) : 0; }
  std::uint64_t take() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = take_byte();
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if (shift == 63 && byte > 1) break;
      if (byte < 0x80) return value;
    }
    refuse_tie("hold a number that is too large");
  }
  /// Passes over so many numbers, however long they are.
  void pass(unsigned numbers) {
    constexpr std::uint64_t kHighBits = 0x8080'8080'8080'8080U;
    if (numbers > 0 && bytes_.size() - at_ >= sizeof(std::uint64_t)) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes_.data() + at_, sizeof(word));
      std::uint64_t ends = ~word & kHighBits;  // of each number, the highest bit of its last byte
      for (; numbers > 1 && ends != 0; --numbers) ends &= ends - 1;
      at_ += ends != 0 ? static_cast<std::size_t>(std::countr_zero(ends)) / 8 + 1 : sizeof(word);
      if (ends != 0) return;
    }
    while (numbers > 0) {
      if (take_byte() < 0x80) --numbers;
    }
  }
  /// A number of 32 bits; one that is larger is refused as `what`.
  std::uint32_t take_short(const char* what) {
    const std::uint64_t number = take();
    if (number > std::numeric_limits<std::uint32_t>::max()) refuse_tie(what);
    return static_cast<std::uint32_t>(number);
  }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::string_view rest() const { return bytes_.substr(at_); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace kennis
