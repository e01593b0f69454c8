/// @file
#include "searcher/query_shown.h"

#include <array>
#include <string_view>
#include <vector>

namespace kennis {
namespace {

using Kind = QueryNode::Kind;
using Occurs = QueryNode::Occurs;

std::string shown(const QueryNode& node);
std::string shown_clause(const QueryNode& node);

std::string joined(const QueryNode& node, std::string_view between) {
  std::string out;
  for (const QueryNode& child : node.children) out += (out.empty() ? "" : std::string(between)) + shown(child);
  return out;
}

/// A clause of a list, with the sign that says what the tree says. An OR without parentheses is required if all its branches are, and these say so.
std::string shown_clause(const QueryNode& node) {
  const bool is_bare_or = node.kind == Kind::kOr && !node.in_parentheses && node.written.empty();
  const bool says_so_itself = node.kind == Kind::kAnd || node.kind == Kind::kNot || node.kind == Kind::kFilter ||
                              node.leaf.requires_itself || is_bare_or;
  return (node.occurs == Occurs::kRequired && !says_so_itself ? "+" : "") + shown(node);
}

std::string shown(const QueryNode& node) {
  if (!node.written.empty()) return node.written;
  const auto wrap = [&](const std::string& text) { return node.in_parentheses ? "(" + text + ")" : text; };
  switch (node.kind) {
    case Kind::kLeaf:
      return node.leaf.text;
    case Kind::kFilter:
      return node.condition->text;
    case Kind::kAnd:
      return wrap(joined(node, " AND "));
    case Kind::kOr: {
      std::string out;
      for (const QueryNode& child : node.children) {
        out += (out.empty() ? "" : " OR ") + (node.in_parentheses ? shown(child) : shown_clause(child));
      }
      return wrap(out);
    }
    case Kind::kNot:
      return "NOT " + shown(node.children[0]);
    case Kind::kEveryone:
      return "";
    case Kind::kList:
      break;
  }
  std::string out;
  for (const QueryNode& child : node.children) out += (out.empty() ? "" : " ") + shown_clause(child);
  return wrap(out);
}

std::string in_words(const QueryNode& node);

std::string listed(const std::vector<const QueryNode*>& nodes, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (i > 0) out += i + 1 == nodes.size() ? " " + std::string(last) + " " : ", ";
    out += in_words(*nodes[i]);
  }
  return out;
}

std::vector<const QueryNode*> children_of(const QueryNode& node) {
  std::vector<const QueryNode*> children;
  for (const QueryNode& child : node.children) children.push_back(&child);
  return children;
}

std::string in_brackets(const QueryNode& node) {
  const bool compound = node.kind == Kind::kAnd || node.kind == Kind::kOr || node.kind == Kind::kList;
  return compound && node.written.empty() ? "(" + in_words(node) + ")" : in_words(node);
}

std::string clauses_in_words(const QueryNode& node) {
  std::vector<const QueryNode*> required, optional, prohibited, narrowing;
  for (const QueryNode& child : node.children) {
    if (child.kind == Kind::kNot) {
      prohibited.push_back(&child.children[0]);
    } else if (child.narrows) {
      narrowing.push_back(&child);
    } else {
      (child.occurs == Occurs::kRequired ? required : optional).push_back(&child);
    }
  }
  std::string out;
  const auto add = [&](std::string_view begin, const std::vector<const QueryNode*>& nodes, std::string_view last) {
    if (nodes.empty()) return;
    out += (out.empty() ? "" : "; ") + std::string(begin) + " " + listed(nodes, last);
  };
  add("with", required, "and");
  add(required.empty() ? "with any of" : "if possible with", optional, "or");
  add("without", prohibited, "and without");
  add("only", narrowing, "and");
  return out;
}

std::string in_words(const QueryNode& node) {
  if (!node.written.empty()) return node.written;
  switch (node.kind) {
    case Kind::kLeaf:
      return node.leaf.text;
    case Kind::kFilter:
      return node.condition->text;
    case Kind::kNot:
      return "not " + in_brackets(node.children[0]);
    case Kind::kEveryone:
      return "everyone";
    case Kind::kAnd:
    case Kind::kOr: {
      std::string out;
      for (const QueryNode* child : children_of(node)) {
        out += (out.empty() ? "" : node.kind == Kind::kAnd ? " and " : " or ") + in_brackets(*child);
      }
      return out;
    }
    case Kind::kList:
      break;
  }
  return clauses_in_words(node);
}

std::string_view occurrence_of(const QueryNode& node) {
  if (node.kind == Kind::kNot || node.narrows) return "";
  return node.occurs == Occurs::kRequired ? "required" : "optional";
}

}  // namespace

std::string shown_query(const QueryNode& root) { return root.kind == Kind::kList ? shown(root) : shown_clause(root); }

std::string query_in_words(const QueryNode& root) {
  if (root.kind == Kind::kList || root.kind == Kind::kEveryone) return in_words(root);
  return (root.kind == Kind::kNot ? "" : root.narrows ? "only " : "with ") + in_words(root);
}

ParsedNode tree_of(const QueryNode& root) {
  constexpr std::array<std::string_view, 7> kOperators = {"word", "and", "or", "not", "list", "everyone", "filter"};
  ParsedNode shown;
  if (!root.written.empty()) {
    shown.op = "filter";
    shown.text = root.written;
    return shown;
  }
  shown.op = kOperators.at(static_cast<std::size_t>(root.kind));
  if (root.kind == Kind::kLeaf) shown.text = root.leaf.text;
  if (root.kind == Kind::kFilter) shown.text = root.condition->text;
  for (const QueryNode& child : root.children) {
    shown.of.push_back(tree_of(child));
    if (root.kind == Kind::kList) shown.of.back().occurs = occurrence_of(child);
  }
  return shown;
}

}  // namespace kennis
