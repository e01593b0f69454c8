/// @file
#include "schema/folded_text.h"

#include <algorithm>
#include <cassert>

#include <utf8proc.h>

#include "schema/text.h"

namespace kennis {
namespace {

bool is_beyond_ascii(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// Where the first character of `text` ends with the marks that belong to it.
std::size_t cluster_end(std::string_view text) {
  std::size_t end = 0;
  utf8proc_int32_t before = 0;
  utf8proc_int32_t state = 0;
  while (end < text.size()) {
    utf8proc_int32_t code = 0;
    const auto* in = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + end);
    const auto size = utf8proc_iterate(in, static_cast<utf8proc_ssize_t>(text.size() - end), &code);
    if (size <= 0) return std::max<std::size_t>(end, 1);
    if (end > 0 && utf8proc_grapheme_break_stateful(before, code, &state)) return end;
    before = code;
    end += static_cast<std::size_t>(size);
  }
  return end;
}

}  // namespace

void FoldedText::fold(std::string_view text) {
  folded_.clear();
  steps_.clear();
  std::size_t at = 0;
  while (at < text.size()) {
    const auto letter = static_cast<std::size_t>(
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_beyond_ascii) - text.begin());
    const std::size_t space = letter == text.size() || letter == 0 ? std::string_view::npos : text.rfind(' ', letter);
    const std::size_t begin = letter == text.size()                           ? letter
                              : space == std::string_view::npos || space < at ? at
                                                                              : space + 1;
    if (begin > at) add_plain(text.substr(at, begin - at), at);
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    if (end > begin) add_word(text.substr(begin, end - begin), begin);
    at = std::max(end, begin);
  }
  steps_.push_back({folded_.size(), text.size(), false});
}

void FoldedText::add_plain(std::string_view text, std::size_t origin) {
  steps_.push_back({folded_.size(), origin, true});
  folded_ += fold_case(text);
}

/// Folded as a whole, as the index has it. Where its characters folded one by one give the same, each leads back to itself; else all lead back to
/// the word's begin.
void FoldedText::add_word(std::string_view word, std::size_t origin) {
  const std::string whole = fold_case(word);
  const std::size_t begin = folded_.size();
  const std::size_t steps_before = steps_.size();
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t end = at + cluster_end(word.substr(at));
    steps_.push_back({folded_.size(), origin + at, false});
    folded_ += fold_case(word.substr(at, end - at));
    at = end;
  }
  if (std::string_view(folded_).substr(begin) == whole) return;
  folded_.resize(begin);
  folded_ += whole;
  steps_.resize(steps_before);
  steps_.push_back({begin, origin, false});
}

const FoldedText::Step& FoldedText::step_of(std::size_t folded_byte) const {
  assert(folded_byte <= folded_.size());
  const auto after = std::upper_bound(steps_.begin(), steps_.end(), folded_byte,
                                      [](std::size_t byte, const Step& step) { return byte < step.folded; });
  return *std::prev(after);
}

std::size_t FoldedText::origin(std::size_t folded_byte) const {
  const Step& step = step_of(folded_byte);
  return step.origin + (step.is_plain ? folded_byte - step.folded : 0);
}

std::size_t FoldedText::origin_of_end(std::size_t folded_byte) const {
  if (folded_byte == 0) return 0;
  const Step& step = step_of(folded_byte - 1);
  return step.is_plain ? step.origin + (folded_byte - step.folded) : (&step)[1].origin;
}

}  // namespace kennis
