/// @file
#include "searcher/unheard_words.h"

#include <algorithm>

namespace kennis {
namespace {

using Kind = QueryNode::Kind;

bool is_optional_word(const QueryNode& node) {
  return node.kind == Kind::kLeaf && node.occurs == QueryNode::Occurs::kOptional && !node.leaf.requires_itself;
}

bool has_row(const Alternative& form) { return form.terms.size() > 1 && !form.is_name; }

bool is_unheard(const Leaf& leaf, const Statistics& statistics) {
  const bool is_joined = std::any_of(leaf.alternatives.begin(), leaf.alternatives.end(),
                                     [](const Alternative& form) { return form.terms.size() == 1 && !form.is_name; });
  return is_joined && std::any_of(leaf.alternatives.begin(), leaf.alternatives.end(), has_row) &&
         std::all_of(leaf.alternatives.begin(), leaf.alternatives.end(), [&](const Alternative& form) {
           return form.terms.size() > 1 || statistics.of(form.terms.front()).persons == 0;
         });
}

/// The words of a row, each with its forms. Every row of a leaf has as many words.
std::vector<QueryNode> parts_of(const Leaf& leaf) {
  std::vector<QueryNode> parts;
  for (const Alternative& form : leaf.alternatives) {
    if (!has_row(form)) continue;
    parts.resize(form.terms.size());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      Leaf& part = parts[i].leaf;
      parts[i].kind = Kind::kLeaf;
      if (part.text.empty()) part.text = form.terms[i];
      const bool is_known = std::any_of(part.alternatives.begin(), part.alternatives.end(),
                                        [&](const Alternative& other) { return other.terms.front() == form.terms[i]; });
      if (is_known) continue;
      Alternative& alone = part.alternatives.emplace_back();
      alone.terms = {form.terms[i]};
      alone.forms = {form.form(i)};
    }
  }
  return parts;
}

}  // namespace

void ask_for_parts_of_unheard(QueryNode& root, const Statistics& statistics) {
  if (is_optional_word(root) && is_unheard(root.leaf, statistics)) {
    std::vector<QueryNode> parts = parts_of(root.leaf);
    root = QueryNode();
    root.kind = Kind::kList;
    root.children = std::move(parts);
    return;
  }
  if (root.kind != Kind::kList) return;
  std::vector<QueryNode> children;
  for (QueryNode& child : root.children) {
    if (is_optional_word(child) && is_unheard(child.leaf, statistics)) {
      for (QueryNode& part : parts_of(child.leaf)) children.push_back(std::move(part));
    } else {
      children.push_back(std::move(child));
    }
  }
  root.children = std::move(children);
}

}  // namespace kennis
