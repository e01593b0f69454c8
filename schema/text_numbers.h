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
/// Threads: one. Memory: about 30 bytes a text, and the text.
class TextNumbers {
 public:
  TextNumbers();
  /// The number of a text; count() before the call if it is new.
  [[nodiscard]] std::uint32_t number_of(std::string_view text);
  [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(texts_.size()); }
  /// Valid until the next new text.
  [[nodiscard]] std::string_view text(std::uint32_t number) const {
    return std::string_view(bytes_).substr(texts_[number].offset, texts_[number].size);
  }
  void clear();

 private:
  struct Text {
    std::uint64_t hash;
    std::size_t offset;
    std::uint32_t size;
  };
  void grow();

  std::string bytes_;
  std::vector<Text> texts_;
  std::vector<std::uint32_t> slots_;  ///< number + 1; 0: free
};

}  // namespace kennis
