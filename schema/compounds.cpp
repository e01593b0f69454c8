/// @file
#include "schema/compounds.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <vector>

#include "schema/embedded_lexicon.h"
#include "schema/text_numbers.h"

namespace kennis {
namespace {

constexpr std::size_t kCompoundBytesMin = 8;
constexpr std::size_t kPartBytesMin = 3;
constexpr std::size_t kPartsMax = 3;
constexpr std::size_t kMemoryMax = 50'000;  ///< then it is emptied: some MB a thread

/// What the words of one language are joined by, and what their last part may end in. Both with nothing first.
struct Joints {
  std::string_view name;  ///< of the lexicon's file
  std::array<std::string_view, 6> links;
  std::array<std::string_view, 7> endings;
};
constexpr Joints kDutch{"nl", {"", "s", "en", "e", "er", "n"}, {"", "s", "en", "n", "e", "es", "ster"}};
constexpr Joints kGerman{"de", {"", "s", "es", "n", "en", "er"}, {"", "en", "n", "e", "er", "s", "in"}};

/// The lexicon of one language; read once, never changed.
class Lexicon {
 public:
  explicit Lexicon(const Joints& joints) : joints_(joints) {
    for (const EmbeddedFile& file : embedded_lexicon()) {
      if (file.name != joints.name) continue;
      constexpr std::string_view kSpaces = " \n";
      for (std::size_t at = 0; (at = file.text.find_first_not_of(kSpaces, at)) != std::string_view::npos;) {
        const std::size_t end = std::min(file.text.find_first_of(kSpaces, at), file.text.size());
        words_.insert(file.text.substr(at, end - at));
        at = end;
      }
    }
  }

  [[nodiscard]] std::vector<std::string> split(std::string_view word) const {
    std::vector<std::string_view> parts;
    const auto without = [&](std::string_view ending) {
      return word.ends_with(ending) ? word.substr(0, word.size() - ending.size()) : std::string_view();
    };
    const bool is_word = std::any_of(joints_.endings.begin(), joints_.endings.end(),
                                     [&](std::string_view ending) { return words_.contains(without(ending)); });
    if (is_word) return {};
    for (const std::string_view ending : joints_.endings) {
      if (split(without(ending), kPartsMax, parts)) return {parts.begin(), parts.end()};
    }
    return {};
  }

 private:
  [[nodiscard]] bool split(std::string_view word, std::size_t parts_max, std::vector<std::string_view>& out) const {
    if (word.size() < kPartBytesMin) return false;
    if (words_.contains(word)) {
      out.push_back(word);
      return true;
    }
    if (parts_max == 1) return false;
    for (std::size_t begin = kPartBytesMin; begin + kPartBytesMin <= word.size(); ++begin) {
      const std::string_view last = word.substr(begin);
      if (!words_.contains(last)) continue;
      for (const std::string_view link : joints_.links) {
        const std::string_view rest = word.substr(0, begin);
        if (!rest.ends_with(link) || !split(rest.substr(0, begin - link.size()), parts_max - 1, out)) continue;
        out.push_back(last);
        return true;
      }
    }
    return false;
  }

  const Joints& joints_;
  std::unordered_set<std::string_view> words_;
};

const Lexicon& lexicon_of(TextLanguage language) {
  static const Lexicon dutch(kDutch);
  static const Lexicon german(kGerman);
  return language == TextLanguage::kDutch ? dutch : german;
}

}  // namespace

/// What was split, by the numbers of words; one memory for each of the two languages.
struct CompoundSplitter::State {
  struct Memory {
    TextNumbers words;
    std::vector<std::vector<std::string>> parts;
  };
  std::array<Memory, 2> memories;
};

CompoundSplitter::CompoundSplitter() : state_(std::make_unique<State>()) {}
CompoundSplitter::~CompoundSplitter() = default;
CompoundSplitter::CompoundSplitter(CompoundSplitter&&) noexcept = default;
CompoundSplitter& CompoundSplitter::operator=(CompoundSplitter&&) noexcept = default;

std::span<const std::string> CompoundSplitter::parts(std::string_view token, TextLanguage language) {
  const bool is_known = language == TextLanguage::kDutch || language == TextLanguage::kGerman;
  if (!is_known || token.size() < kCompoundBytesMin) return {};
  State::Memory& memory = state_->memories[language == TextLanguage::kDutch ? 0 : 1];
  if (memory.parts.size() >= kMemoryMax) {
    memory.words.clear();
    memory.parts.clear();
  }
  const std::uint32_t number = memory.words.number_of(token);
  if (number == memory.parts.size()) memory.parts.push_back(lexicon_of(language).split(strip_accents(token)));
  return memory.parts[number];
}

}  // namespace kennis
