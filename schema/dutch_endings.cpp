/// @file
#include "schema/dutch_endings.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kennis {
namespace {

bool is_vowel(char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; }

/// An s behind these is that of a plural.
constexpr std::array<std::string_view, 20> kPluralsInS = {"ties", "sies", "cies", "dies", "nies", "gies", "ures",
                                                          "ules", "ines", "yses", "ases", "ites", "utes", "odes",
                                                          "ades", "ages", "eges", "ypes", "ices", "eaus"};

/// Plurals that no rule makes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kIrregular = {
    {{"steden", "stad"}, {"leden", "lid"}, {"schepen", "schip"}}};

}  // namespace

std::string without_dutch_plural(std::string_view word) {
  for (const auto& [plural, singular] : kIrregular) {
    if (word == plural) return std::string(singular);
  }
  const auto ends = [&](std::string_view end) { return word.size() > end.size() && word.ends_with(end); };
  if (word != "precies" && std::any_of(kPluralsInS.begin(), kPluralsInS.end(), ends)) {
    return std::string(word.substr(0, word.size() - 1));
  }
  if (word.size() >= 6 && word.ends_with("ssen") && is_vowel(word[word.size() - 5])) {
    return std::string(word.substr(0, word.size() - 3));  // `cursussen`
  }
  if (word.size() >= 6 && word.ends_with("ici")) return std::string(word.substr(0, word.size() - 1)) + "us";
  return std::string(word);
}

void close_dutch_stem(std::string_view word, std::string& stem) {
  const bool is_open = word.ends_with("ve") || word.ends_with("ven") || word.ends_with("ze") || word.ends_with("zen");
  if (!is_open || stem.size() < 3) return;
  if (stem.back() == 'v') stem.back() = 'f';
  if (stem.back() == 'z') stem.back() = 's';
}

}  // namespace kennis
