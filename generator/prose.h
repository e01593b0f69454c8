/// @file
/// Texts from templates: words drawn by Zipf's law, with a long tail of words that hardly anybody
/// else uses.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "generator/vocabulary.h"

namespace kennis {

/// What the slots of a template are filled with.
struct ProseContext {
  const Vocabulary& vocabulary;
  Tongue tongue = Tongue::kEnglish;
  std::span<const std::string_view> skills;  ///< for {skill}, the first ones oftener
  std::string_view field;
  std::string_view title;
  std::string_view organisation;
  std::string_view city;  ///< empty: any
};

/// Appends `pattern` with {noun} {adj} {tail} {skill} {field} {title} {org} {city} {n} filled in.
void append_sentence(std::string& text, std::string_view pattern, const ProseContext& context, Random& random);

/// Appends `count` sentences from `patterns`, with spaces between; the same one twice is possible
/// in long texts only.
void append_paragraph(std::string& text, const WordList& patterns, std::uint32_t count, const ProseContext& context,
                      Random& random);

}  // namespace kennis
