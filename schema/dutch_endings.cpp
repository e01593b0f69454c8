/// @file
#include "schema/dutch_endings.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kennis {
namespace {

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
  if (word.size() >= 6 && word.ends_with("ici")) return std::string(word.substr(0, word.size() - 1)) + "us";
  return std::string(word);
}

void close_dutch_stem(std::string_view word, std::string& stem) {
  std::string_view root = word;
  for (const std::string_view ending : {"ingen", "ing", "en", "e"}) {
    if (!root.ends_with(ending)) continue;
    root.remove_suffix(ending.size());
    break;
  }
  const bool is_open = root.size() < word.size() && stem.size() >= 3;
  if (!is_open || stem == "lez") return;  // `lezen` is not `les`
  if (root.ends_with("ss") && stem.ends_with("ss")) stem.pop_back();
  if (root.ends_with('v') && stem.back() == 'v') stem.back() = 'f';
  if (root.ends_with('z') && stem.back() == 'z') stem.back() = 's';
}

}  // namespace kennis
