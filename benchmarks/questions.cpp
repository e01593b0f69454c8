/// @file
#include "benchmarks/questions.h"

#include <algorithm>

namespace kennis::benchmarks {
namespace {

/// How one language of queries writes a question.
struct Signs {
  std::string and_, or_, and_not;
  std::string (*phrase)(const std::string& words);
};

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : between) + part;
  return all;
}

std::string written(const Question& question, const Signs& signs) {
  std::vector<std::string> parts;
  for (const std::vector<std::string>& any_of : question.all_of) {
    std::vector<std::string> phrases;
    for (const std::string& phrase : any_of) phrases.push_back(signs.phrase(phrase));
    const bool in_parentheses = phrases.size() > 1 && question.all_of.size() + question.none_of.size() > 1;
    const std::string any = joined(phrases, signs.or_);
    parts.push_back(in_parentheses ? "(" + any + ")" : any);
  }
  std::string text = joined(parts, signs.and_);
  for (const std::string& phrase : question.none_of) text += signs.and_not + signs.phrase(phrase);
  return text;
}

}  // namespace

std::string for_kennis(const Question& question) {
  return written(question, {" AND ", " OR ", " NOT ", [](const std::string& words) {
                              return words.find(' ') == std::string::npos ? "text:" + words : "text:\"" + words + "\"";
                            }});
}

std::string in_capitals(const Question& question) {
  return written(question, {" AND ", " OR ", " NOT ", [](const std::string& words) {
                              return words.find(' ') == std::string::npos ? words : "\"" + words + "\"";
                            }});
}

std::string in_signs(const Question& question) {
  return written(question, {" & ", " | ", " & !", [](const std::string& words) {
                              const auto all = words_in(words);
                              return all.size() == 1 ? words : "(" + joined(all, " <-> ") + ")";
                            }});
}

std::vector<std::string> words_in(const std::string& phrase) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < phrase.size();) {
    const std::size_t end = std::min(phrase.find(' ', at), phrase.size());
    words.push_back(phrase.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

const std::vector<Question>& questions() {
  static const std::vector<Question> kQuestions = {
      {"one word", {{"python"}}, {}},
      {"one word", {{"rust"}}, {}},
      {"one word", {{"kwaliteit"}}, {}},
      {"AND of two", {{"python"}, {"sql"}}, {}},
      {"AND of two", {{"html"}, {"typescript"}}, {}},
      {"AND of two", {{"kwaliteit"}, {"senior"}}, {}},
      {"OR of four", {{"python", "sql", "typescript", "css"}}, {}},
      {"OR of four", {{"html", "css", "rust", "mathematics"}}, {}},
      {"OR of four", {{"kwaliteit", "quality", "senior", "junior"}}, {}},
      {"phrase", {{"classroom management"}}, {}},
      {"phrase", {{"wound care"}}, {}},
      {"phrase", {{"ik hou van"}}, {}},
      {"ten parts",
       {{"python", "rust", "sql"}, {"html", "typescript", "css"}, {"junior", "senior"}},
       {"mathematics", "kwaliteit"}},
      {"ten parts",
       {{"wound care", "classroom management", "mathematics"}, {"kwaliteit", "quality"}, {"junior"}},
       {"python", "sql", "css", "rust"}},
  };
  return kQuestions;
}

}  // namespace kennis::benchmarks
