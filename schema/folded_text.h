/// @file
/// A folded text that remembers where each of its bytes stood: for showing what was found in a text as it was written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kennis {

/// `fold_case` of a text, and the way back.
/// Threads: one. Cost: that of fold_case; more only for words with letters beyond ASCII.
class FoldedText {
 public:
  /// Overwrites what was held before.
  void fold(std::string_view text);

  /// The same bytes as fold_case gives.
  [[nodiscard]] std::string_view text() const { return folded_; }
  /// Where the character that holds this byte begins in the text as it was written; the size of the folded text gives that of the text. Needs:
  /// at most the size of the folded text.
  [[nodiscard]] std::size_t origin(std::size_t folded_byte) const;
  /// The same for where something ends: behind the character that holds the byte before.
  [[nodiscard]] std::size_t origin_of_end(std::size_t folded_byte) const;

 private:
  struct Step {
    std::size_t folded, origin;
    bool is_plain;  ///< from here on byte for byte; else all that is folded up to the next step comes from here
  };
  [[nodiscard]] const Step& step_of(std::size_t folded_byte) const;
  void add_plain(std::string_view text, std::size_t origin);
  void add_word(std::string_view word, std::size_t origin);

  std::string folded_;
  std::vector<Step> steps_;  ///< by rising places; the last one is the end
};

}  // namespace kennis
