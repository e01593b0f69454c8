/// @file
/// Dutch and German compounds: the words that one is made of.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "schema/text.h"

namespace kennis {

/// Splits words by the lexicon of data/lexicon, with a memory of those seen. A word of the lexicon is not split; of several ways the one with the longest
/// last part is taken.
///
/// Threads: one a thread. Cost: a look-up for a word seen before, some microseconds for a new one.
class CompoundSplitter {
 public:
  CompoundSplitter();
  ~CompoundSplitter();
  CompoundSplitter(CompoundSplitter&&) noexcept;
  CompoundSplitter& operator=(CompoundSplitter&&) noexcept;

  /// Two or three words, without accents and linking letters; none if it is no compound that is known, or of another language.
  /// Needs: a token as tokenise gives it. Owns: the views live until the next call.
  [[nodiscard]] std::span<const std::string> parts(std::string_view token, TextLanguage language);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kennis
