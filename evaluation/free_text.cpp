/// @file
#include "evaluation/free_text.h"

#include <algorithm>
#include <set>
#include <vector>

#include "schema/fields.h"

namespace kennis {
namespace {

/// A word, or words that are a label together.
struct Asked {
  std::string text;
  std::size_t place = 0;
  std::uint32_t persons = 0;
  std::size_t words = 1;
  bool is_label = false;
};

std::vector<std::string> words_of_text(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

/// How many words of the first are a label; 0 if none are.
std::size_t label_words(const std::vector<std::string>& words, std::size_t first, const SkillFinder& skills) {
  constexpr std::size_t kLabelWordsMax = 5;
  std::string text;
  std::vector<std::uint32_t> ends;
  std::vector<Token> tokens;
  for (std::size_t i = first; i < std::min(words.size(), first + kLabelWordsMax); ++i) {
    text += (i == first ? "" : " ") + fold_case(words[i]);
    tokenise(text, tokens);
    ends.push_back(tokens.empty() ? 0 : tokens.back().position + tokens.back().parts);
  }
  std::vector<FoundSkill> found;
  skills.find(tokens, LabelTrust::kRunningText, found);
  if (found.empty() || found[0].position != 0) return 0;
  const auto end = std::find(ends.begin(), ends.end(), found[0].parts);
  return end == ends.end() ? 0 : static_cast<std::size_t>(end - ends.begin()) + 1;
}

std::uint32_t persons_with_word(const std::string& word, const Statistics& statistics, Stemmer& stemmer) {
  const std::string folded = fold_case(word);
  std::vector<Token> tokens;
  tokenise(folded, tokens);
  std::uint32_t persons = 0;
  for (const Token& token : tokens) {
    for (const std::string& term : stemmer.terms_in_all_languages(token.text)) {
      persons = std::max(persons, statistics.of(term).persons);
    }
  }
  return persons;
}

/// What a long text asks for, in the order of the text.
std::vector<Asked> most_telling(std::vector<Asked> all) {
  constexpr std::size_t kWordsMax = limit::kQueryPhrasesMax * 2;  // a word may join others, and phrases are fewer
  std::stable_sort(all.begin(), all.end(), [](const Asked& a, const Asked& b) {
    return a.is_label != b.is_label ? a.is_label : a.persons < b.persons;
  });
  std::vector<Asked> kept;
  std::size_t words = 0;
  std::size_t bytes = 0;
  for (Asked& one : all) {
    if (words + one.words > kWordsMax || bytes + one.text.size() + 1 > limit::kQueryBytesMax) continue;
    words += one.words;
    bytes += one.text.size() + 1;
    kept.push_back(std::move(one));
  }
  std::sort(kept.begin(), kept.end(), [](const Asked& a, const Asked& b) { return a.place < b.place; });
  return kept;
}

bool is_joined(const std::string& word) { return word.find_first_of("./-&_") != std::string::npos; }

/// The text cut to what a query may hold.
std::string shortened(const std::string& text, const SkillFinder& skills, const Statistics& statistics,
                      Stemmer& stemmer) {
  const std::vector<std::string> words = words_of_text(text);
  std::vector<Asked> all;
  std::set<std::string> known;
  std::size_t joined = 0;
  for (std::size_t at = 0; at < words.size();) {
    Asked one{words[at], at, 0, 1, false};
    if (const std::size_t count = label_words(words, at, skills); count > 0) {
      one.is_label = true;
      one.words = count;
      for (std::size_t i = 1; i < count; ++i) one.text += " " + words[at + i];
    } else {
      one.persons = persons_with_word(one.text, statistics, stemmer);
    }
    at += one.words;
    if (!one.is_label && is_joined(one.text) && ++joined > limit::kQueryPhrasesMax / 2) continue;
    if ((one.is_label || one.persons > 0) && known.insert(fold_case(one.text)).second) all.push_back(std::move(one));
  }
  std::string kept;
  for (const Asked& one : most_telling(std::move(all))) kept += (kept.empty() ? "" : " ") + one.text;
  return kept;
}

}  // namespace

std::string as_free_text(std::string_view text_given) {
  std::string text;
  std::string word;
  const auto end_word = [&] {
    const std::size_t begin = std::min(word.find_first_not_of("+-"), word.size());
    word.erase(0, begin);
    if (word == "AND" || word == "OR" || word == "NOT") word = fold_case(word);
    if (!word.empty()) text += (text.empty() ? "" : " ") + word;
    word.clear();
  };
  for (const char c : text_given) {
    const bool is_between = std::string_view(" \t\n\r,;:()\"").find(c) != std::string_view::npos;
    if (is_between) {
      end_word();
    } else {
      word += c;
    }
  }
  end_word();
  return text;
}

Query free_text_query(std::string_view text, const SkillFinder& skills, const Statistics& statistics,
                      Stemmer& stemmer) {
  const std::string words = as_free_text(text);
  auto query = parse_query(words, stemmer);
  if (!query) query = parse_query(shortened(words, skills, statistics, stemmer), stemmer);
  return query ? std::move(query).value() : Query();
}

}  // namespace kennis
