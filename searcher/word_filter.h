/// @file
/// Tells quickly of almost every word of a text that it is none of those that are looked for.
#pragma once

#include <bitset>
#include <cstddef>
#include <functional>
#include <string_view>

namespace kennis {

/// For words that are compared as they are, or without their accents.
/// Threads: any number may ask. Cost: a few nanoseconds a word, some tenths of a microsecond for one beyond ASCII.
class WordFilter {
 public:
  void add(std::string_view word);
  /// False only for a word that was not added, with its accents or without. Needs: a word, not empty.
  [[nodiscard]] bool may_have(std::string_view word) const {
    return begins_.test(static_cast<unsigned char>(word[0])) && may_have_whole(word);
  }

 private:
  static constexpr std::size_t kPlaces = 8192;
  static constexpr std::size_t kBytes = 256;
  [[nodiscard]] bool may_have_whole(std::string_view word) const;
  [[nodiscard]] static std::size_t place_of(std::string_view word) {
    return std::hash<std::string_view>()(word) % kPlaces;
  }
  std::bitset<kBytes> begins_;  ///< how words may begin: as one that was added, or with a letter beyond ASCII
  std::bitset<kPlaces> known_;
};

/// For words that are compared by their stems: no stemmer changes how a word begins, but that `dying` becomes `die`.
/// Threads: any number may ask. Cost: a nanosecond or two a word.
class StemFilter {
 public:
  void add(std::string_view stem);
  /// False only for a word, folded, of which in no language the stem was added.
  [[nodiscard]] bool may_have(std::string_view word) const { return !is_plain(word) || known_.test(place_of(word)); }

 private:
  static constexpr std::size_t kLetters = 128;
  /// Letters that may lose an accent, and signs, may become others.
  [[nodiscard]] static bool is_plain(std::string_view word);
  [[nodiscard]] static std::size_t place_of(std::string_view word);
  std::bitset<kLetters * kLetters> known_;
};

}  // namespace kennis
