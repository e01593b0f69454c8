/// @file
/// The words that the invented world is made of, read once from the embedded files.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "generator/random.h"

namespace kennis {

/// A language of the world, in the order of the columns of fields.txt.
enum class Tongue : std::uint8_t { kEnglish, kDutch, kFrench, kGerman };
inline constexpr std::size_t kTongueCount = 4;

/// ISO 639-1: `en`, `nl`, `fr`, `de`.
[[nodiscard]] std::string_view code_of(Tongue tongue);

/// Words of one kind, the most usual first.
class WordList {
 public:
  void add(std::string_view word) { words_.push_back(word); }
  void finish() { zipf_ = WeightedChoice::zipf(words_.size()); }

  /// By Zipf's law over the order of the list. Needs: finish() was called and the list is not
  /// empty; so do the others.
  [[nodiscard]] std::string_view usual(Random& random) const { return words_[zipf_.draw(random)]; }
  /// Any one as likely as another.
  [[nodiscard]] std::string_view any(Random& random) const {
    return words_[random.below(static_cast<std::uint32_t>(words_.size()))];
  }
  [[nodiscard]] const std::vector<std::string_view>& words() const { return words_; }

 private:
  std::vector<std::string_view> words_;
  WeightedChoice zipf_;
};

/// The lists of one kind, one a language.
using Lists = std::array<WordList, kTongueCount>;

struct VocabularyPlace {
  std::string_view name;
  std::string_view country;
  Tongue tongue = Tongue::kEnglish;
  std::string_view lat;  ///< degrees, as written in the file: never a floating-point number
  std::string_view lon;
};

struct Field {
  std::array<std::string_view, kTongueCount> names;
  WordList skills;
  Lists titles;
};

/// The first names and last names of one culture.
struct Culture {
  WordList first_names;
  WordList last_names;
};

/// All words. Owns: nothing, the words are views into the program. Threads: any, once made.
struct Vocabulary {
  /// Throws std::logic_error when a file lacks a list that is needed: a fault of the build.
  Vocabulary();

  std::vector<VocabularyPlace> places;
  WeightedChoice place_weights;
  std::vector<Field> fields;  ///< the first one is recruitment
  WeightedChoice field_weights;
  std::vector<Culture> cultures;  ///< the first ones are those of the languages, in the order of Tongue

  Lists nouns;
  Lists adjectives;
  WordList syllables;
  Lists seniorities;  ///< `-` stands for none
  Lists headlines;    ///< templates, as all that follow but the degrees, ends of names and certificates
  Lists summaries;
  Lists tasks;
  Lists group_names;
  Lists group_descriptions;
  Lists subjects;
  Lists texts;
  Lists schools;
  Lists degrees;
  Lists organisation_ends;
  WordList organisation_fronts;
  WordList certificates;
};

}  // namespace kennis
