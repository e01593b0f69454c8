/// @file
/// Filling the slots of templates.
#include "generator/prose.h"

#include <cassert>

namespace kennis {
namespace {

void append_rare_word(std::string& text, const ProseContext& context, Random& random) {
  const std::size_t begin = text.size();
  const std::uint32_t count = random.between(2, 4);
  for (std::uint32_t index = 0; index < count; ++index) {
    text.append(context.vocabulary.syllables.any(random));
  }
  text[begin] = static_cast<char>(text[begin] - 'a' + 'A');
}

void append_noun(std::string& text, const ProseContext& context, Random& random) {
  const WordList& nouns = context.vocabulary.nouns[static_cast<std::size_t>(context.tongue)];
  const std::string_view noun = nouns.usual(random);
  const bool compounds = context.tongue == Tongue::kDutch || context.tongue == Tongue::kGerman;
  if (compounds && random.percent(6)) {
    // Dutch and German make new words freely; a hyphen keeps them readable.
    text.append(nouns.any(random)).append("-");
  }
  text.append(noun);
}

void append_slot(std::string& text, std::string_view slot, const ProseContext& context, Random& random) {
  const Vocabulary& vocabulary = context.vocabulary;
  if (slot == "noun") {
    append_noun(text, context, random);
  } else if (slot == "adj") {
    text.append(vocabulary.adjectives[static_cast<std::size_t>(context.tongue)].usual(random));
  } else if (slot == "tail") {
    append_rare_word(text, context, random);
  } else if (slot == "skill") {
    text.append(context.skills[random.skewed(static_cast<std::uint32_t>(context.skills.size()), 2)]);
  } else if (slot == "field") {
    text.append(context.field);
  } else if (slot == "title") {
    text.append(context.title);
  } else if (slot == "org") {
    text.append(context.organisation);
  } else if (slot == "city") {
    const bool other = context.city.empty() || random.percent(15);
    text.append(other ? vocabulary.places[vocabulary.place_weights.draw(random)].name : context.city);
  } else {
    assert(slot == "n");
    text.append(std::to_string(random.between(2, 24)));
  }
}

}  // namespace

void append_sentence(std::string& text, std::string_view pattern, const ProseContext& context, Random& random) {
  const std::size_t begin = text.size();
  while (true) {
    const std::size_t open = pattern.find('{');
    text.append(pattern.substr(0, open));
    if (open == std::string_view::npos) {
      break;
    }
    const std::size_t close = pattern.find('}', open);
    assert(close != std::string_view::npos);
    append_slot(text, pattern.substr(open + 1, close - open - 1), context, random);
    pattern.remove_prefix(close + 1);
  }
  if (begin < text.size() && text[begin] >= 'a' && text[begin] <= 'z') {
    text[begin] = static_cast<char>(text[begin] - 'a' + 'A');
  }
}

void append_paragraph(std::string& text, const WordList& patterns, std::uint32_t count, const ProseContext& context,
                      Random& random) {
  const auto size = static_cast<std::uint32_t>(patterns.words().size());
  const std::uint32_t start = random.below(size);
  for (std::uint32_t index = 0; index < count; ++index) {
    if (index > 0) {
      text.push_back(' ');
    }
    append_sentence(text, patterns.words()[(start + index) % size], context, random);
  }
}

}  // namespace kennis
