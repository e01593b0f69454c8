/// @file
/// Some of the documents of a window: what Boolean operators work on, 64 documents at a time.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace kennis {

/// Documents that follow each other and are matched together: so many that what is known of them stays in the nearest caches.
inline constexpr std::uint32_t kWindow = 2048;

/// Places in a window, 0 to kWindow - 1.
class DocumentSet {
 public:
  [[nodiscard]] static DocumentSet everything() {
    DocumentSet set;
    set.words_.fill(~std::uint64_t{0});
    return set;
  }

  void add(std::uint32_t place) { words_[place / 64] |= std::uint64_t{1} << (place % 64); }
  void remove(std::uint32_t place) { words_[place / 64] &= ~(std::uint64_t{1} << (place % 64)); }
  void clear() { words_.fill(0); }
  [[nodiscard]] bool has(std::uint32_t place) const { return (words_[place / 64] >> (place % 64) & 1U) != 0; }
  [[nodiscard]] bool empty() const {
    std::uint64_t any = 0;
    for (const std::uint64_t word : words_) any |= word;
    return any == 0;
  }
  [[nodiscard]] std::uint32_t count() const {
    std::uint32_t count = 0;
    for (const std::uint64_t word : words_) {
      if (word != 0) count += static_cast<std::uint32_t>(word == ~std::uint64_t{0} ? 64 : std::popcount(word));
    }
    return count;
  }

  DocumentSet& operator&=(const DocumentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  DocumentSet& operator|=(const DocumentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  DocumentSet& operator-=(const DocumentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }

  /// Calls `use(place)` by rising place until it returns false; false if it did.
  template <typename Use>
  bool for_each(const Use& use) const {
    for (std::uint32_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1) {
        if (!use(i * 64 + static_cast<std::uint32_t>(std::countr_zero(word)))) return false;
      }
    }
    return true;
  }

 private:
  std::array<std::uint64_t, kWindow / 64> words_{};
};

}  // namespace kennis
