/// @file
#include "searcher/skill_recognition.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <utility>

#include "schema/fields.h"
#include "schema/function_words.h"
#include "searcher/query_leaf.h"

namespace kennis {
namespace {

using Kind = QueryNode::Kind;

/// How many of a skill's broader skills count: each is a posting list.
constexpr std::size_t kBroaderMax = 2;

Alternative related(std::string_view prefix, const std::string& id, double factor) {
  Alternative form;
  form.terms = {make_term(prefix, id)};
  form.factor = factor;
  return form;
}

/// Several words as one text, and where each of them ends, in positions.
struct Words {
  std::string folded;
  std::vector<Token> tokens;
  std::vector<std::uint32_t> begins;  ///< position of each leaf's first word; one more than there are leaves
};

class Recogniser {
 public:
  Recogniser(const SkillFinder& skills, const Statistics& statistics) : skills_(skills), statistics_(statistics) {}

  void collect_words(const QueryNode& node) {
    if (node.kind == Kind::kLeaf) {
      const std::string folded = fold_case(node.leaf.value);
      std::vector<Token> tokens;
      tokenise(folded, tokens);
      for (const Token& token : tokens) words_.push_back(owned_.emplace_back(strip_accents(token.text)));
    }
    for (const QueryNode& child : node.children) collect_words(child);
  }

  void recognise(QueryNode& node) {
    if (node.kind == Kind::kLeaf) return recognise_leaf(node.leaf);
    if (node.kind == Kind::kList) join_words(node);
    for (QueryNode& child : node.children) {
      if (child.kind != Kind::kLeaf || child.leaf.skill.empty()) recognise(child);
    }
  }

 private:
  [[nodiscard]] bool is_meant(const FoundSkill& found, const Leaf& leaf) const {
    return !found.label->ambiguous || leaf.prefix == prefix::kSkill || skills_.is_evident(found.skill, words_);
  }

  void recognise_leaf(Leaf& leaf) const {
    const bool asks_for_words = leaf.prefix == prefix::kText || leaf.prefix == prefix::kSkill;
    if (!asks_for_words || !leaf.begins_with.empty()) return;
    const Words words = words_of_leaves(&leaf, 1);
    // `c++17` is more than the name that it begins with.
    if (!words.tokens.empty() && words.tokens.front().joined && words.tokens.front().parts == 1) return;
    std::vector<FoundSkill> found;
    skills_.find(words.tokens, LabelTrust::kSkillName, found);
    const bool is_label = found.size() == 1 && found[0].position == 0 && found[0].parts == words.begins.back() &&
                          is_meant(found[0], leaf);
    if (is_label) ask_for(leaf, found[0].skill);
  }

  void ask_for(Leaf& leaf, SkillIndex index) const {
    const TaxonomySkill& skill = skills_.taxonomy().skills()[index];
    leaf.skill = skill.id;
    leaf.alternatives.push_back(related(prefix::kConcept, skill.id, relation::kSame));
    if (!skill.narrower.empty()) {
      leaf.alternatives.push_back(related(prefix::kNarrower, skill.id, relation::kNarrower));
    }
    for (const SkillIndex broader : skill.broader) {
      if (leaf.credits.size() == kBroaderMax) break;
      leaf.credits.push_back(related(prefix::kConcept, skills_.taxonomy().skills()[broader].id, relation::kBroader));
    }
  }

  template <typename LeafAt>
  static Words words_of(const LeafAt& leaf_at, std::size_t count) {
    Words words;
    std::uint32_t position = 0;
    for (std::size_t i = 0; i < count; ++i) {
      words.begins.push_back(position);
      const std::string folded = fold_case(leaf_at(i).value);
      tokenise(folded, words.tokens);
      if (!words.tokens.empty()) position += words.tokens.back().position + words.tokens.back().parts;
      words.folded += (i == 0 ? "" : " ") + folded;
    }
    words.begins.push_back(position);
    tokenise(words.folded, words.tokens);
    return words;
  }
  static Words words_of_leaves(const Leaf* leaf, std::size_t count) {
    return words_of([&](std::size_t i) -> const Leaf& { return leaf[i]; }, count);
  }

  /// Puts one leaf in the place of bare words that are a label together.
  void join_words(QueryNode& list) const {
    std::vector<QueryNode>& children = list.children;
    for (std::size_t begin = 0; begin < children.size(); ++begin) {
      std::size_t end = begin;
      while (end < children.size() && is_bare_word(children[end])) ++end;
      if (end - begin > 1) join_words(children, begin, end);
    }
  }

  void join_words(std::vector<QueryNode>& children, std::size_t begin, std::size_t end) const {
    const Words words = words_of([&](std::size_t i) -> const Leaf& { return children[begin + i].leaf; }, end - begin);
    std::vector<FoundSkill> found;
    skills_.find(words.tokens, LabelTrust::kSkillName, found);
    // From behind, so that what is not looked at yet stays where it is.
    for (auto one = found.rbegin(); one != found.rend(); ++one) {
      const auto place_of = [&](std::uint32_t position) {
        const auto at = std::find(words.begins.begin(), words.begins.end(), position);
        return at == words.begins.end() ? std::nullopt
                                        : std::optional(static_cast<std::size_t>(at - words.begins.begin()));
      };
      const auto first = place_of(one->position);
      const auto last = place_of(one->position + one->parts);
      if (!first || !last || *last < *first + 2) continue;
      if (!is_meant(*one, children[begin + *first].leaf) || !has_anybody(one->skill)) continue;
      replace(children, begin + *first, begin + *last, one->skill);
    }
  }

  [[nodiscard]] bool has_anybody(SkillIndex index) const {
    const std::string& id = skills_.taxonomy().skills()[index].id;
    return statistics_.of(make_term(prefix::kConcept, id)).persons > 0 ||
           statistics_.of(make_term(prefix::kNarrower, id)).persons > 0;
  }

  void replace(std::vector<QueryNode>& children, std::size_t first, std::size_t last, SkillIndex skill) const {
    Leaf leaf;
    leaf.prefix = prefix::kText;
    for (std::size_t i = first; i < last; ++i) leaf.value += (i == first ? "" : " ") + children[i].leaf.value;
    leaf.text = leaf.value;
    ask_for(leaf, skill);
    for (std::size_t i = first; i < last; ++i) {  // who has one of the words only is still found, behind the others
      const bool is_between = i > first && i + 1 < last;  // at an end it may be a name: `generative AI`, `CAN bus`
      if (is_between && is_function_word_between(strip_accents(fold_case(children[i].leaf.value)))) continue;
      for (const Alternative& word : children[i].leaf.alternatives) {
        if (word.terms.size() != 1) continue;
        leaf.alternatives.push_back(word);
        leaf.alternatives.back().factor = relation::kOneWord;
      }
    }
    children[first].leaf = std::move(leaf);
    children.erase(children.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                   children.begin() + static_cast<std::ptrdiff_t>(last));
  }

  const SkillFinder& skills_;
  const Statistics& statistics_;
  std::deque<std::string> owned_;  // keeps its strings where they are
  std::vector<std::string_view> words_;
};

}  // namespace

void recognise_skills(QueryNode& root, const SkillFinder& skills, const Statistics& statistics) {
  Recogniser recogniser(skills, statistics);
  recogniser.collect_words(root);
  recogniser.recognise(root);
}

}  // namespace kennis
