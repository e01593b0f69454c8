/// @file
#include "searcher/similar.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "schema/profile_values.h"
#include "searcher/open_view.h"
#include "searcher/skill_recognition.h"

namespace kennis {
namespace {

Error invalid(std::string message) { return {ErrorCode::kInvalidRequest, std::move(message), {}}; }

std::optional<Error> fault_of(const SimilarRequest& request) {
  if (request.persons.empty() || request.persons.size() > kExamplesMax) {
    return invalid(fmt::format("{} persons are given, it must be 1 to {}", request.persons.size(), kExamplesMax));
  }
  if (request.terms == 0 || request.terms > kSimilarTermsMax) {
    return invalid(fmt::format("terms is {}, it must be 1 to {}", request.terms, kSimilarTermsMax));
  }
  return std::nullopt;
}

/// Whom the searcher may see of those that are named, each once, in the order in which they are named.
Result<std::vector<Node>> nodes_of(const OpenView& open, const std::vector<std::string>& names) {
  std::vector<Node> nodes;
  for (const std::string& name : names) {
    const Node node = open.viewer().people().find(name);
    if (!open.viewer().may_see(node) || !open.viewer().people().has_profile(node)) return unknown_person(name);
    if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) nodes.push_back(node);
  }
  return nodes;
}

/// `field:"text"`; empty for what the query language cannot say.
std::string asked_for(std::string_view field, std::string_view text) {
  std::string quoted;
  bool has_word = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || c == '"' || c == '*') {
      quoted += ' ';
      continue;
    }
    has_word = has_word || byte >= 0x80 || std::isalnum(byte) != 0;
    quoted += c;
  }
  return has_word ? fmt::format("{}:\"{}\"", field, quoted) : std::string();
}

/// What may be asked for, the commonest among the examples first, as long as it may be one query.
std::vector<std::string> candidates_of(Showing& showing, const std::vector<Node>& nodes, Seconds as_of) {
  std::map<std::pair<ValueField, std::string>, std::pair<std::size_t, std::string>> counts;  // examples, first spelling
  ValueReader reader(evidence_day(as_of));
  for (const Node node : nodes) {
    reader.read(showing.profile(node));
    std::set<std::pair<ValueField, std::string>> own;
    for (const ProfileValue& value : reader.values()) {
      const bool is_wanted =
          value.field == ValueField::kSkill || (value.field == ValueField::kTitle && (value.when & kCurrent) != 0);
      if (!is_wanted || !own.emplace(value.field, value_key(value.text)).second) continue;
      auto& count = counts[{value.field, value_key(value.text)}];
      ++count.first;
      if (count.second.empty()) count.second = value.text;
    }
  }
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const auto& [key, count] : counts) {
    std::string text = asked_for(key.first == ValueField::kSkill ? "skill" : "title", count.second);
    if (!text.empty()) ranked.emplace_back(count.first, std::move(text));
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  constexpr std::string_view kOr = " OR ";
  std::vector<std::string> texts;
  std::size_t bytes = 0;
  std::size_t words = 0;
  for (auto& [count, text] : ranked) {
    bytes += text.size() + kOr.size();
    words += 1 + static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
               return std::isalnum(static_cast<unsigned char>(c)) == 0;
             }));
    if (texts.size() == limit::kQueryPhrasesMax || bytes > limit::kQueryBytesMax || words > limit::kQueryWordsMax)
      break;
    texts.push_back(std::move(text));
  }
  return texts;
}

/// Every text that is a query by itself, joined by OR.
std::string joined(const std::vector<std::string>& texts, Stemmer& stemmer) {
  std::string query;
  for (const std::string& text : texts) {
    if (parse_query(text, stemmer)) query += (query.empty() ? "" : " OR ") + text;
  }
  return query;
}

/// The units of a query as terms, with the levels of the examples.
std::vector<SimilarTerm> terms_of(const MatchPlan& plan, Showing& showing, const std::vector<Node>& nodes,
                                  Stemmer& stemmer) {
  std::vector<SimilarTerm> terms;
  for (const Unit& unit : plan.units) terms.push_back({unit.text, unit.importance, 0, {}});
  for (const Node node : nodes) {
    const std::string id = showing.profile(node).id;
    const std::vector<AskedPart> parts = showing.asked(plan, *showing.evidence(node), false, stemmer);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].matched.empty()) continue;
      terms[i].level += parts[i].level / static_cast<double>(nodes.size());
      terms[i].found.push_back(id);
    }
  }
  return terms;
}

/// The weightiest of what half of the examples have, and somebody else; of several names of one skill the first.
std::vector<SimilarTerm> chosen(std::vector<SimilarTerm> terms, const MatchPlan& plan, std::size_t examples,
                                std::size_t count) {
  std::set<std::string> skills;
  std::vector<SimilarTerm> kept;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const std::size_t has = terms[i].found.size();
    const bool is_common = has > 0 && 2 * has >= examples && plan.units[i].persons > has;
    const QueryNode& node = *plan.units[i].scored.node;
    const std::string skill = node.kind == QueryNode::Kind::kLeaf ? node.leaf.skill : std::string();
    if (is_common && (skill.empty() || skills.insert(skill).second)) kept.push_back(std::move(terms[i]));
  }
  std::stable_sort(kept.begin(), kept.end(), [](const SimilarTerm& a, const SimilarTerm& b) {
    return a.importance * a.level > b.importance * b.level;
  });
  if (kept.size() > count) kept.resize(count);
  return kept;
}

}  // namespace

Result<SimilarAnswer> find_similar(const Searcher& searcher, const SimilarRequest& request) {
  if (auto fault = fault_of(request)) return *fault;
  thread_local Stemmer stemmer;
  const auto open = searcher.open_view_to_match(request.search.as, request.search.rights_date);
  if (!open) return open.error();
  const auto nodes = nodes_of(open.value(), request.persons);
  if (!nodes) return nodes.error();
  Showing showing = open.value().showing();
  const Error nothing = invalid("they have no skills or titles in common to search by: give others, or fewer");
  const std::string all = joined(candidates_of(showing, nodes.value(), open.value().provenance.as_of), stemmer);
  if (all.empty()) return nothing;
  auto query = parse_query(all, stemmer);
  if (!query) return query.error();
  if (auto error = open.value().bind(query.value())) return *error;
  recognise_skills(query.value().root, open.value().skills, open.value().statistics);
  const auto plan = plan_match(std::move(query).value(), open.value().statistics, open.value().known_runs);

  SimilarAnswer similar;
  similar.terms = chosen(terms_of(*plan, showing, nodes.value(), stemmer), *plan, nodes.value().size(), request.terms);
  if (similar.terms.empty()) return nothing;
  SearchRequest search = request.search;
  for (const SimilarTerm& term : similar.terms) search.query += (search.query.empty() ? "" : " OR ") + term.text;
  for (const Node node : nodes.value()) {
    similar.persons.push_back(showing.person(node));
    search.without.push_back(similar.persons.back().id);
  }
  auto answer = searcher.search(search);
  if (!answer) return answer.error();
  similar.answer = std::move(answer).value();
  for (SimilarTerm& term : similar.terms) {
    const auto leaf = std::find_if(similar.answer.leaves.begin(), similar.answer.leaves.end(),
                                   [&](const AskedLeaf& asked) { return asked.text == term.text; });
    if (leaf != similar.answer.leaves.end()) term.importance = leaf->importance;
  }
  return similar;
}

}  // namespace kennis
