/// @file
#include "schema/text.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include <utf8proc.h>

#include "schema/fields.h"

namespace kennis {
namespace {

bool is_ascii(std::string_view text) {
  unsigned char all = 0;  // no early end: the compiler takes many bytes at a time
  for (const char c : text) all |= static_cast<unsigned char>(c);
  return all < 0x80;
}

std::string mapped(std::string_view text, int options) {
  utf8proc_uint8_t* out = nullptr;
  const auto* in = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size =
      utf8proc_map(in, static_cast<utf8proc_ssize_t>(text.size()), &out, static_cast<utf8proc_option_t>(options));
  if (size < 0) return {};
  std::string result(reinterpret_cast<const char*>(out), static_cast<std::size_t>(size));
  std::free(out);  // NOLINT(cppcoreguidelines-no-malloc): utf8proc allocates so
  return result;
}

/// `text` with every byte that is not part of a UTF-8 character replaced by U+FFFD.
std::string with_valid_utf8(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    utf8proc_int32_t code = 0;
    const auto* in = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto size = utf8proc_iterate(in, static_cast<utf8proc_ssize_t>(text.size()), &code);
    const std::size_t taken = size > 0 ? static_cast<std::size_t>(size) : 1;
    out += size > 0 ? text.substr(0, taken) : std::string_view("\xEF\xBF\xBD");
    text.remove_prefix(taken);
  }
  return out;
}

enum class Letter : std::uint8_t { kNone, kWord, kAlone };  // kAlone: a character that is a token by itself

bool stands_alone(utf8proc_int32_t code) {
  return (code >= 0x3040 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x4DBF) ||
         (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0x20000 && code <= 0x3FFFF);
}

Letter letter_of(utf8proc_int32_t code) {
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
      return stands_alone(code) ? Letter::kAlone : Letter::kWord;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return Letter::kWord;
    default:
      return Letter::kNone;
  }
}

/// The two-byte letter at a place, if it is one of Latin-1 or Latin Extended-A: U+00C0 to U+017F, of which all but two are letters. 0: it is none.
std::uint32_t latin_at(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return 0;
  const auto lead = static_cast<unsigned char>(text[at]);
  const auto next = static_cast<unsigned char>(text[at + 1]);
  const bool is_latin = lead >= 0xC3 && lead <= 0xC5 && (next & 0xC0U) == 0x80;
  return is_latin ? (lead & 0x1FU) << 6U | (next & 0x3FU) : 0;
}

bool is_ascii_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

/// Reads the characters of a folded text one by one.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  /// What stands at `at`, and in `bytes` how long it is.
  [[nodiscard]] Letter at(std::size_t at, std::size_t& bytes) const {
    bytes = 1;
    if (at >= text_.size()) return Letter::kNone;
    if (static_cast<unsigned char>(text_[at]) < 0x80) {
      return is_ascii_word(text_[at]) ? Letter::kWord : Letter::kNone;
    }
    if (const std::uint32_t latin = latin_at(text_, at); latin != 0) {
      bytes = 2;
      return latin == 0xD7 || latin == 0xF7 ? Letter::kNone : Letter::kWord;  // the signs × and ÷
    }
    utf8proc_int32_t code = 0;
    const auto* in = reinterpret_cast<const utf8proc_uint8_t*>(text_.data() + at);
    const auto size = utf8proc_iterate(in, static_cast<utf8proc_ssize_t>(text_.size() - at), &code);
    if (size <= 0) return Letter::kNone;
    bytes = static_cast<std::size_t>(size);
    return letter_of(code);
  }

  /// Where the run of word letters that begins at `begin` ends.
  [[nodiscard]] std::size_t word_end(std::size_t begin) const {
    std::size_t bytes = 0;
    std::size_t end = begin;
    while (at(end, bytes) == Letter::kWord) end += bytes;
    return end;
  }

 private:
  std::string_view text_;
};

/// The end of a suffix that belongs to a technology's name: `++`, `++17`, `#`.
std::size_t suffix_end(std::string_view text, std::size_t end) {
  if (text.substr(end, 2) == "++") return end + 2;
  if (text.substr(end, 1) == "#") return end + 1;
  return end;
}

std::size_t digits_end(std::string_view text, std::size_t end) {
  while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
  return end;
}

constexpr std::size_t kJoinedPartsMax = 3;

/// Collects the tokens of one text.
class Tokeniser {
 public:
  Tokeniser(std::string_view text, std::vector<Token>& out) : text_(text), cursor_(text), out_(out) { out_.clear(); }

  void run() {
    std::size_t at = 0;
    while (at < text_.size()) {
      std::size_t bytes = 0;
      const Letter letter = cursor_.at(at, bytes);
      if (letter == Letter::kWord) {
        at = read_word(at);
      } else if (letter == Letter::kAlone) {
        add(at, at + bytes, 1);
        ++position_;
        at += bytes;
      } else {
        at += bytes;
      }
    }
  }

 private:
  struct Part {
    std::size_t begin;
    std::size_t end;
  };

  /// Reads a run of parts joined by one of `.`, `/`, `-`, `&`, `_` and adds its tokens; returns where it ends.
  std::size_t read_word(std::size_t begin) {
    parts_.clear();
    const bool dotted = begin > 0 && text_[begin - 1] == '.' && (begin == 1 || !is_ascii_word(text_[begin - 2]));
    std::size_t at = begin;
    while (true) {
      const std::size_t end = cursor_.word_end(at);
      const std::size_t suffixed = suffix_end(text_, end);
      if (suffixed != end) return end_with_suffix(begin, at, suffixed);
      parts_.push_back({at, end});
      std::size_t bytes = 0;
      const bool joins = end < text_.size() && std::string_view("./-&_").find(text_[end]) != std::string_view::npos &&
                         cursor_.at(end + 1, bytes) == Letter::kWord;
      if (!joins) {
        add_parts(dotted ? begin - 1 : begin, dotted);
        return end;
      }
      at = end + 1;
    }
  }

  /// `c++`, `c++17`, `c#`: the name with its suffix is a part, and `c++` is found in `c++17`.
  std::size_t end_with_suffix(std::size_t begin, std::size_t last, std::size_t suffixed) {
    if (!parts_.empty()) add_parts(begin, false);
    const std::size_t version_end = text_[suffixed - 1] == '+' ? digits_end(text_, suffixed) : suffixed;
    if (version_end != suffixed) add(last, version_end, 1, true);
    add(last, suffixed, 1);
    ++position_;
    return version_end;
  }

  void add_parts(std::size_t begin, bool dotted) {
    const std::size_t end = parts_.back().end;
    const auto count = static_cast<std::uint32_t>(parts_.size());
    if (dotted && count == 1) {  // `.net` and nothing else: `net` is another word
      add(begin, end, 1);
      ++position_;
      return;
    }
    const bool joined = count > 1 && count <= kJoinedPartsMax;
    if (joined) add(parts_.front().begin, end, count, true);
    for (const Part& part : parts_) {
      const bool is_letter = count > 1 && part.end - part.begin < 2;  // the `r` of `r&d` is not the language R
      if (!is_letter) add(part.begin, part.end, 1);
      ++position_;
    }
  }

  void add(std::size_t begin, std::size_t end, std::uint32_t parts, bool joined = false) {
    const auto text = cut_text(text_.substr(begin, end - begin), limit::kTokenBytesMax);
    out_.push_back({text, position_, parts, joined});
  }

  std::string_view text_;
  Cursor cursor_;
  std::vector<Token>& out_;
  std::vector<Part> parts_;
  std::uint32_t position_ = 0;
};

/// Eight bytes at a time; with append_lower, folding takes a quarter of what it took byte by byte.
std::size_t first_beyond_ascii(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080U;
  std::size_t at = 0;
  for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & kHighBits) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

void append_lower(std::string_view ascii, std::string& out) {
  const std::size_t begin = out.size();
  out += ascii;
  char* const lower = out.data() + begin;
  for (std::size_t i = 0; i < ascii.size(); ++i) {  // without a branch, so that the compiler takes many bytes at a time
    const char c = lower[i];
    lower[i] = static_cast<char>(c + (c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0));
  }
}

constexpr int kFoldOptions = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;

/// The letters that latin_at knows, each folded by itself.
class LatinFolds {
 public:
  LatinFolds() {
    for (std::uint32_t code = kFirst; code < kEnd; ++code) {
      const char letter[] = {static_cast<char>(0xC0U | code >> 6U), static_cast<char>(0x80U | (code & 0x3FU))};
      folds_[code - kFirst] = mapped({letter, sizeof letter}, kFoldOptions);
    }
  }
  [[nodiscard]] std::string_view of(std::uint32_t code) const { return folds_[code - kFirst]; }

 private:
  static constexpr std::uint32_t kFirst = 0xC0;
  static constexpr std::uint32_t kEnd = 0x180;
  std::array<std::string, kEnd - kFirst> folds_;
};

/// Letter by letter, as far as all are ASCII or known to latin_at: none of these joins with the one before it. False, and nothing appended, for any other.
bool append_folded_latin(std::string_view piece, std::string& out) {
  static const LatinFolds kFolds;
  const std::size_t before = out.size();
  for (std::size_t at = 0; at < piece.size();) {
    const char c = piece[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
      ++at;
    } else if (const std::uint32_t latin = latin_at(piece, at); latin != 0) {
      out += kFolds.of(latin);
      at += 2;
    } else {
      out.resize(before);
      return false;
    }
  }
  return true;
}

/// Words with letters beyond ASCII. Nothing joins with what stands on the other side of a space, so texts may be folded word by word.
void append_folded(std::string_view piece, std::string& out) {
  if (piece.empty() || append_folded_latin(piece, out)) return;
  const std::string folded = mapped(piece, kFoldOptions);
  out += folded.empty() ? mapped(with_valid_utf8(piece), kFoldOptions) : folded;
}

/// Letters that Unicode takes for letters of their own and not for others with a mark, as they are written without them. Source: how passports and
/// library catalogues write names without these (ICAO Doc 9303, part 3, but for `ø`, of which that makes `oe`).
void replace_whole_letters(std::string& text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kLetters = {{{"\u00e6", "ae"},
                                                                                              {"\u0153", "oe"},
                                                                                              {"\u00f8", "o"},
                                                                                              {"\u0142", "l"},
                                                                                              {"\u0111", "d"},
                                                                                              {"\u00f0", "d"},
                                                                                              {"\u00fe", "th"},
                                                                                              {"\u0127", "h"},
                                                                                              {"\u00c6", "AE"},
                                                                                              {"\u0152", "OE"},
                                                                                              {"\u00d8", "O"},
                                                                                              {"\u0141", "L"},
                                                                                              {"\u0110", "D"},
                                                                                              {"\u00d0", "D"},
                                                                                              {"\u00de", "TH"},
                                                                                              {"\u0126", "H"}}};
  for (std::size_t at = first_beyond_ascii(text); at < text.size(); ++at) {
    const std::string_view letter = std::string_view(text).substr(at, 2);
    const auto* found =
        std::find_if(kLetters.begin(), kLetters.end(), [&](const auto& one) { return one.first == letter; });
    if (found == kLetters.end()) continue;
    text.replace(at, 2, found->second);
    at += found->second.size() - 1;
  }
}

}  // namespace

std::string fold_case(std::string_view text) {
  std::string out;
  fold_case(text, out);
  return out;
}

void fold_case(std::string_view text, std::string& out) {
  out.clear();
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t letter = first_beyond_ascii(text);
    const std::size_t begin = letter == text.size() ? letter : text.substr(0, letter).rfind(' ') + 1;
    append_lower(text.substr(0, begin), out);
    const std::size_t end = std::min(text.find(' ', letter), text.size() - 1) + 1;
    append_folded(text.substr(begin, end - begin), out);
    text.remove_prefix(end);
  }
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    utf8proc_int32_t code = 0;
    const auto* in = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto size = utf8proc_iterate(in, static_cast<utf8proc_ssize_t>(text.size()), &code);
    if (size <= 0) return false;
    switch (utf8proc_category(code)) {
      case UTF8PROC_CATEGORY_ZS:
      case UTF8PROC_CATEGORY_ZL:
      case UTF8PROC_CATEGORY_ZP:
      case UTF8PROC_CATEGORY_CC:
      case UTF8PROC_CATEGORY_CF:
        text.remove_prefix(static_cast<std::size_t>(size));
        break;
      default:
        return false;
    }
  }
  return true;
}

std::string strip_accents(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::string plain = mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_STRIPMARK);
  replace_whole_letters(plain);
  return plain;
}

void tokenise(std::string_view folded, std::vector<Token>& out) { Tokeniser(folded, out).run(); }

void words_of(std::span<const Token> tokens, std::vector<Token>& out) {
  out.clear();
  for_each_word(tokens, [&](std::size_t i) { out.push_back(tokens[i]); });
}

}  // namespace kennis
