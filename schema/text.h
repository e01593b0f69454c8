/// @file
/// Text in, terms out: the one analysis that indexing and querying share.
///
/// A text is brought to NFKC and case-folded, cut into tokens, stemmed in its language, and stripped of accents. Names of technologies
/// survive: `C++`, `C++17`, `C#`, `.NET`, `Node.js`, `CI/CD`, `R&D`. A token that joins parts (`node.js`, `ci/cd`, `front-end`) is a term at
/// the position of its first part, and its parts of two letters or more are terms too. Chinese and Japanese text is cut at every character.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kennis {

/// The language of a text, as far as its stemming differs.
enum class TextLanguage : std::uint8_t { kNone, kEnglish, kDutch, kFrench, kGerman };
inline constexpr std::size_t kTextLanguageCount = 5;

/// A piece of folded text that is matched as one.
struct Token {
  std::string_view text;       ///< folded; into the string that was tokenised
  std::uint32_t position = 0;  ///< counts parts, from 0
  std::uint32_t parts = 1;     ///< how many positions it takes
  bool joined = false;         ///< several parts taken as one
};

/// NFKC, case folded; accents stay. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string fold_case(std::string_view text);
/// Overwrites `out`, whose memory is used again.
void fold_case(std::string_view text, std::string& out);

/// True if nothing of `text` would be seen: it is empty, or white space, controls and characters without width alone.
[[nodiscard]] bool is_blank(std::string_view text);

/// `text` without combining marks: `ingénieur` becomes `ingenieur`. Needs: valid UTF-8.
[[nodiscard]] std::string strip_accents(std::string_view text);

/// The tokens of a folded text, in order of position; a joined token comes before its parts. Overwrites `out`.
/// Cost: one pass.
void tokenise(std::string_view folded, std::vector<Token>& out);

/// The tokens of a text without those that lie over others: `node` and `js` of `node.js`, but `a/b`, whose parts are no tokens. `c++` of `c++17`.
/// Overwrites `out`. Needs: `tokens` as tokenise gives them.
void words_of(std::span<const Token> tokens, std::vector<Token>& out);

/// Calls `use(place)` with the place of each of them among the tokens.
template <typename Use>
void for_each_word(std::span<const Token> tokens, const Use& use) {
  for (std::size_t i = 0; i < tokens.size();) {
    const Token& token = tokens[i];
    std::size_t end = i + 1;
    while (end < tokens.size() && tokens[end].position < token.position + token.parts) ++end;
    const bool is_covered = token.joined && end - i - 1 == token.parts;
    if (!is_covered) use(i);
    i = is_covered ? i + 1 : end;
  }
}

/// What TextLanguage a text is in, guessed from its letters and words; kEnglish where the guess is not reliable or there is no text.
[[nodiscard]] TextLanguage detect_language(std::string_view text);

/// The same of a few titles and names, which say more about their language than their length lets one hope: and only one of the
/// four.
[[nodiscard]] TextLanguage detect_language_of_titles(std::string_view text);

/// `en`, `nl`, `fr`, `de`, also with a region (`nl-BE`), or kNone for any other code.
[[nodiscard]] TextLanguage language_of_code(std::string_view code);

/// Stems tokens, with a memory of those seen.
/// Threads: one a thread (Xapian's stemmers are not shared).
class Stemmer {
 public:
  Stemmer();
  ~Stemmer();
  Stemmer(Stemmer&&) noexcept;
  Stemmer& operator=(Stemmer&&) noexcept;

  /// The term of a token: stemmed in `language`, accents stripped. Names of technologies, numbers and words under three letters stay.
  /// Owns: the view lives until the next call.
  [[nodiscard]] std::string_view term(std::string_view token, TextLanguage language);

  /// Every term that the token may have been indexed as, in any language; distinct, the unstemmed form first.
  [[nodiscard]] std::vector<std::string> terms_in_all_languages(std::string_view token);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kennis
