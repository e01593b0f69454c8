/// @file
/// Texts, each known by a number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace kennis {

/// Numbers texts from 0, in the order in which they come first. Open addressing; the bytes lie in pieces that stay where they are.
/// Threads: one. Memory: about 40 bytes a text, and the text.
class TextNumbers {
 public:
  TextNumbers();
  /// The number of a text; count() before the call if it is new.
  [[nodiscard]] std::uint32_t number_of(std::string_view text);
  /// The number of a text that has one; count() of any other.
  [[nodiscard]] std::uint32_t find(std::string_view text) const;
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(texts_.size()); }
  /// Valid until clear().
  [[nodiscard]] std::string_view text(std::uint32_t number) const { return texts_[number]; }
  void clear();

 private:
  struct Slot {
    std::uint32_t next_number;  ///< number + 1; 0: free
    std::uint32_t tag;          ///< of the hash, so that few other texts are looked at
  };
  /// Where the text is, or the free slot where it belongs.
  [[nodiscard]] std::size_t slot_of(std::string_view text, std::uint64_t hash) const;
  [[nodiscard]] std::string_view keep(std::string_view text);
  void grow();

  std::vector<std::unique_ptr<char[]>> pieces_;
  std::size_t room_ = 0;  ///< in the last piece
  char* next_ = nullptr;
  std::vector<std::string_view> texts_;
  std::vector<std::uint64_t> hashes_;  ///< by number
  std::vector<Slot> slots_;
};

}  // namespace kennis
