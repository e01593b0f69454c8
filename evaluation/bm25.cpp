/// @file
#include "evaluation/bm25.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace kennis {
namespace {

constexpr double kSaturation = 1.2;
constexpr double kLengthShare = 0.75;

template <typename Use>
void for_each_leaf(const QueryNode& node, const Use& use) {
  if (node.kind == QueryNode::Kind::kLeaf) use(node.leaf);
  for (const QueryNode& child : node.children) for_each_leaf(child, use);
}

/// True for words of running text; those of fields begin with a capital.
bool is_word(std::string_view term) { return !term.empty() && !(term.front() >= 'A' && term.front() <= 'Z'); }

}  // namespace

Bm25::Bm25(const std::vector<const Query*>& queries) {
  for (const Query* query : queries) {
    for_each_leaf(query->root, [&](const Leaf& leaf) {
      for (const Alternative& form : leaf.alternatives) {
        for (const std::string& term : form.terms) postings_.try_emplace(term);
      }
    });
  }
}

void Bm25::add(std::uint32_t document, const DocumentTerms& terms) {
  if (lengths_.size() <= document) lengths_.resize(document + 1, 0);
  for (const Mention& mention : terms.mentions()) {
    if (!is_word(mention.term) || mention.position == 0) continue;
    ++lengths_[document];
    const auto asked = postings_.find(std::string(mention.term));
    if (asked == postings_.end()) continue;
    if (asked->second.empty() || asked->second.back().document != document) asked->second.push_back({document, 0});
    ++asked->second.back().mentions;
  }
  length_sum_ += lengths_[document];
  ++documents_;
}

std::vector<std::uint32_t> Bm25::ranked(const Query& query) const {
  std::map<std::uint32_t, double> scores;
  for_each_leaf(query.root, [&](const Leaf& leaf) {
    std::map<std::string, bool> seen;
    std::map<std::uint32_t, double> mentions;
    for (const Alternative& form : leaf.alternatives) {
      for (const std::string& term : form.terms) {
        if (!seen.try_emplace(term, true).second) continue;
        for (const Count& count : postings_.at(term)) mentions[count.document] += count.mentions;
      }
    }
    const auto having = static_cast<double>(mentions.size());
    const double idf = std::log1p((documents_ - having + 0.5) / (having + 0.5));
    for (const auto& [document, count] : mentions) {
      const double length = lengths_[document] * documents_ / length_sum_;
      const double norm = kSaturation * (1 - kLengthShare + kLengthShare * length);
      scores[document] += idf * count * (kSaturation + 1) / (count + norm);
    }
  });
  std::vector<std::pair<double, std::uint32_t>> order;
  for (const auto& [document, score] : scores) order.emplace_back(-score, document);
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> documents;
  for (const auto& [score, document] : order) documents.push_back(document);
  return documents;
}

}  // namespace kennis
