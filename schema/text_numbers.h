/// @file
/// Texts, each known by a number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kennis {

/// Numbers texts from 0, in the order in which they come first. Open addressing over one string of bytes.
/// Threads: one. Memory: about 40 bytes a text, and the text.
class TextNumbers {
 public:
  TextNumbers();
  [[nodiscard]] static std::uint64_t hash_of(std::string_view text);
  /// The number of a text; count() before the call if it is new.
  [[nodiscard]] std::uint32_t number_of(std::string_view text) { return number_of(text, hash_of(text)); }
  [[nodiscard]] std::uint32_t number_of(std::string_view text, std::uint64_t hash);
  /// Asks the memory for what number_of will look at first, and then second: whoever looks up many texts need not wait for each.
  void expect(std::uint64_t hash) const { __builtin_prefetch(&slots_[slot_of(hash)]); }
  void expect_text(std::uint64_t hash) const {
    const Slot& slot = slots_[slot_of(hash)];
    if (slot.next_number != 0) __builtin_prefetch(&texts_[slot.next_number - 1]);
  }
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(texts_.size()); }
  /// Valid until the next new text.
  [[nodiscard]] std::string_view text(std::uint32_t number) const {
    return std::string_view(bytes_).substr(texts_[number].offset, texts_[number].size);
  }
  void clear();

 private:
  struct Text {
    std::size_t offset;
    std::uint32_t size;
  };
  struct Slot {
    std::uint32_t next_number;  ///< number + 1; 0: free
    std::uint32_t tag;          ///< of the hash, so that few other texts are looked at
  };
  [[nodiscard]] std::size_t slot_of(std::uint64_t hash) const { return hash & (slots_.size() - 1); }
  void grow();

  std::string bytes_;
  std::vector<Text> texts_;
  std::vector<std::uint64_t> hashes_;  ///< by number
  std::vector<Slot> slots_;
};

}  // namespace kennis
