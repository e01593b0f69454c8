/// @file
/// What a compound is found by besides itself, where a hit is shown.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/compounds.h"
#include "schema/text.h"

namespace kennis {

/// The stems of the words that a word is made of, as the index has them (schema/word_book.h).
/// Threads: one request. Cost: as CompoundSplitter.
class CompoundStems {
 public:
  /// None if it is no compound. Valid until the next call.
  [[nodiscard]] std::span<const std::string> of(std::string_view token, TextLanguage language, Stemmer& stemmer) {
    stems_.clear();
    if (language != TextLanguage::kDutch && language != TextLanguage::kGerman) return stems_;
    for (const std::string& part : splitter().parts(token, language)) stems_.emplace_back(stemmer.term(part, language));
    return stems_;
  }

 private:
  /// Keeps what it has seen from one request to the next.
  static CompoundSplitter& splitter() {
    thread_local CompoundSplitter splitter;
    return splitter;
  }
  std::vector<std::string> stems_;
};

}  // namespace kennis
