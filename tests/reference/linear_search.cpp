/// @file
#include "tests/reference/linear_search.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <optional>
#include <tuple>

#include "network/statements.h"
#include "schema/document.h"
#include "schema/evidence.h"
#include "schema/fields.h"
#include "schema/own_words.h"
#include "schema/read_record.h"

namespace kennis::reference {
namespace {

using Kind = QueryNode::Kind;
using Occurs = QueryNode::Occurs;

template <typename Use>
void for_each_record(const std::filesystem::path& path, const Use& use) {
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line)) {
    const std::size_t size = line.size();
    line.append(simdjson::SIMDJSON_PADDING, '\0');
    use(std::string_view(line).substr(0, size));
    line.resize(size);
  }
}

/// Of each skill, when each other person said it of this one, or was told of by this one, last.
struct Said {
  std::map<std::string, std::map<Node, Days>> endorsed;
  std::map<std::string, std::map<Node, Days>> endorsing;
  std::map<std::string, Days> talked;  ///< when the person wrote of it last
};

/// Who endorsed whom for what, and who wrote about what, in public: each endorser once a person and skill.
std::map<Node, Said> statements_of(const std::filesystem::path& world, const People& people) {
  RecordReader reader;
  std::set<std::string> open;
  for_each_record(world / "groups.ndjson", [&](std::string_view line) {
    const auto group = reader.group(line);
    if (group && group.value().kind == GroupKind::kOpen) open.insert(group.value().id);
  });
  std::map<std::string, Interaction> events;  // of one id the last line counts
  std::size_t anonymous = 0;
  for_each_record(world / "interactions.ndjson", [&](std::string_view line) {
    Interaction event;
    if (!reader.interaction(line, event)) return;
    const std::string key = event.id.empty() ? "#" + std::to_string(anonymous++) : event.id;
    events[key] = event;
  });
  std::map<Node, Said> statements;
  const auto keep_latest = [](std::map<Node, Days>& persons, Node person, Days at) {
    Days& latest = persons.try_emplace(person, at).first->second;
    latest = std::max(latest, at);
  };
  for (const auto& [key, event] : events) {
    const bool says = event.channel == Channel::kEndorsement || event.channel == Channel::kRecommendation;
    if (event.deleted || (!event.group.empty() && !open.contains(event.group))) continue;
    if (!event.group.empty() && (event.channel == Channel::kPost || event.channel == Channel::kComment)) {
      std::vector<std::string> about = event.topics;
      about.push_back(event.skill);
      for (const std::string& skill : about) {
        if (skill.empty()) continue;
        Days& latest =
            statements[people.find(event.from)].talked.try_emplace(fold_case(skill), day_of(event.at)).first->second;
        latest = std::max(latest, day_of(event.at));
      }
    }
    if (!says || event.skill.empty()) continue;
    for (const std::string& to : event.to) {
      const Node endorsed = people.find(to);
      const Node endorser = people.find(event.from);
      if (endorsed == endorser) continue;
      const std::string skill = fold_case(event.skill);
      keep_latest(statements[endorsed].endorsed[skill], endorser, day_of(event.at));
      keep_latest(statements[endorser].endorsing[skill], endorsed, day_of(event.at));
    }
  }
  return statements;
}

/// One position of each list in rising order, all within the window: every choice is tried.
bool in_row(const std::vector<const std::set<std::uint32_t>*>& positions, std::size_t at, std::uint32_t first,
            std::uint32_t last, std::uint32_t window) {
  if (at == positions.size()) return true;
  return std::any_of(positions[at]->begin(), positions[at]->end(), [&](std::uint32_t position) {
    const bool fits = at == 0 || (position > last && position - first < window);
    return fits && in_row(positions, at + 1, at == 0 ? position : first, position, window);
  });
}

bool is_positive(const QueryNode& node) { return node.kind != Kind::kNot && node.kind != Kind::kEveryone; }

std::string text_of(const QueryNode& node) {
  std::string text =
      node.kind == Kind::kLeaf ? "" : std::to_string(static_cast<int>(node.kind) * 8 + static_cast<int>(node.occurs));
  for (const Alternative& alternative : node.leaf.alternatives) {
    if (!node.leaf.skill.empty()) continue;  // one skill, whatever its name
    for (std::size_t i = 0; i < alternative.terms.size(); ++i) {
      text += alternative.terms[i] + std::to_string(static_cast<int>(alternative.form(i))) + ",";
    }
    if (alternative.row.any_order) text += "within " + std::to_string(alternative.row.window);
    text += ";";
  }
  text += node.leaf.skill;
  for (const QueryNode& child : node.children) text += "(" + text_of(child) + ")";
  return text;
}

}  // namespace

LinearSearch::LinearSearch(const std::filesystem::path& world, const People& people, const DocumentContext& context)
    : context_(context) {
  read_profiles(world, people);
}

void LinearSearch::use_known_runs(QueryNode& node) const {
  for (QueryNode& child : node.children) use_known_runs(child);
  for (Alternative& alternative : node.leaf.alternatives) {
    if (!alternative.run.empty() && context_.known_runs->of(alternative.run_hash).is_known)
      std::tie(alternative.terms, alternative.forms) =
          std::tuple(std::vector{alternative.run}, std::vector{alternative.run_form});
  }
}

void LinearSearch::read_profiles(const std::filesystem::path& world, const People& people) {
  const auto statements = statements_of(world, people);
  RecordReader reader;
  DocumentBuilder builder(context_);
  std::map<std::string, Profile>
      profiles;  // tests of the sorter settle which line counts; here the later time, then line
  for_each_record(world / "profiles.ndjson", [&](std::string_view line) {
    auto read = reader.profile(line);
    if (!read) return;
    Profile profile = std::move(read).value();
    const auto known = profiles.find(profile.id);
    if (known != profiles.end() && known->second.updated_at > profile.updated_at && !profile.deleted) return;
    profiles[profile.id] = std::move(profile);
  });
  std::map<Node, const Profile*> by_node;
  for (const auto& [id, profile] : profiles) {
    if (!profile.deleted) by_node[people.find(id)] = &profile;
  }
  const auto strength = [&](Node endorser, const std::string& skill) {
    const auto found = by_node.find(endorser);
    return found == by_node.end() ? 0U : OwnWords(*found->second).strength_in(skill);
  };
  for (const auto& [id, profile] : profiles) {
    if (profile.deleted || profile.contact_policy == ContactPolicy::kDoNotContact) continue;
    StatementSum sum(context_.as_of);
    if (const auto found = statements.find(people.find(id)); found != statements.end()) {
      for (const auto& [skill, persons] : found->second.endorsed) {
        for (const auto& [person, at] : persons) sum.add_endorsed(skill, at, strength(person, skill));
      }
      for (const auto& [skill, persons] : found->second.endorsing) {
        for (const auto& [person, at] : persons) sum.add_endorsing(skill, at);
      }
      for (const auto& [skill, at] : found->second.talked) sum.add_talked(skill, at);
    }
    DocumentTerms terms;
    builder.build(profile, sum.take(), terms);
    Document& document = documents_[id];
    for (const Mention& mention : terms.mentions()) {
      Entry& entry = document[std::string(mention.term)];
      entry.wdf += mention.wdf;
      if (mention.position != 0) entry.positions.insert(mention.position);
    }
  }
}

const std::pair<std::uint32_t, std::uint32_t>& LinearSearch::counted(const std::string& term) const {
  const auto [count, is_new] = counted_.try_emplace(term, 0, 0);
  if (!is_new) return count->second;
  for (const auto& [id, document] : documents_) {
    const auto found = document.find(term);
    if (found == document.end()) continue;
    ++count->second.first;
    count->second.second = std::max(count->second.second, wdf::evidence_of(found->second.wdf, has_forms(term)));
  }
  return count->second;
}

double LinearSearch::persons_with(const QueryNode& node) const {
  const double all = static_cast<double>(documents_.size());
  double sum = 0;
  double least = all;
  for (const Alternative& alternative : node.leaf.alternatives) {
    if (adds_nobody(node.leaf, alternative)) continue;
    double rarest = all;
    for (const std::string& term : alternative.terms) rarest = std::min(rarest, double{1} * persons_with(term));
    sum += rarest;
  }
  if (!node.leaf.skill.empty()) {  // who uses a name's words has the skill; those with a narrower one besides
    double by_words = 0;
    double by_skill = 0;
    double narrower = 0;
    for (const Alternative& alternative : node.leaf.alternatives) {
      double rarest = all;
      for (const std::string& term : alternative.terms) rarest = std::min(rarest, double{1} * persons_with(term));
      const bool is_narrower = alternative.terms[0].starts_with(prefix::kNarrower);
      const bool is_skill = alternative.terms[0].starts_with(prefix::kConcept);
      if (!is_narrower && !is_skill && alternative.factor < 1) continue;  // one word of a name
      (is_narrower ? narrower : is_skill ? by_skill : by_words) += adds_nobody(node.leaf, alternative) ? 0 : rarest;
    }
    sum = std::max(by_words, by_skill) + narrower;
  }
  for (const QueryNode& child : node.children) {
    if (!is_positive(child)) continue;
    sum += persons_with(child);
    least = std::min(least, persons_with(child));
  }
  return node.kind == Kind::kAnd ? least : std::min(sum, all);
}

std::vector<LinearSearch::Asked> LinearSearch::asked_of(const QueryNode& root) const {
  std::vector<Asked> asked;
  const std::function<void(const QueryNode&)> collect = [&](const QueryNode& node) {
    if (!is_positive(node)) return;
    const bool one = node.kind == Kind::kLeaf || (node.kind == Kind::kOr && node.in_parentheses);
    if (!one) {
      for (const QueryNode& child : node.children) collect(child);
      return;
    }
    const std::string text = text_of(node);
    if (std::any_of(asked.begin(), asked.end(), [&](const Asked& other) { return other.text == text; })) return;
    asked.push_back({&node, text, persons_with(node), 0});
  };
  collect(root);
  double sum = 0;
  const auto idf = [&](const Asked& one) {
    const double having = std::max(1.0, one.persons);
    return std::log(1 + (static_cast<double>(documents_.size()) - having + 0.5) / (having + 0.5));
  };
  for (const Asked& one : asked) sum += idf(one);
  for (Asked& one : asked) one.importance = idf(one) / sum;
  return asked;
}

/// `node js` where nobody has its words but who has `node.js`.
bool LinearSearch::adds_nobody(const Leaf& leaf, const Alternative& alternative) const {
  const auto has_words = [](const Alternative& form) {
    return !form.is_name && (form.terms.size() > 1 || !form.run.empty());
  };
  if (!has_words(alternative) || has_words(leaf.alternatives.front())) return false;
  std::uint32_t rarest = static_cast<std::uint32_t>(documents_.size());
  for (const std::string& term : alternative.terms) rarest = std::min(rarest, persons_with(term));
  return rarest <= persons_with(leaf.alternatives.front().terms[0]);
}

LinearSearch::Level LinearSearch::level(const Leaf& leaf, const Document& document) const {
  const auto points = [](std::uint32_t stored) { return static_cast<double>(stored) / evidence::kPoint; };
  Level best;
  for (const Alternative& alternative : leaf.alternatives) {
    if (adds_nobody(leaf, alternative)) continue;
    double sum = 0;
    std::vector<const std::set<std::uint32_t>*> positions;
    for (std::size_t i = 0; i < alternative.terms.size(); ++i) {
      const auto found = document.find(alternative.terms[i]);
      if (found == document.end()) break;
      std::uint32_t most = 0;
      if (alternative.is_name) most = evidence::kField;
      for (const Alternative& form : leaf.alternatives) {
        if (form.is_name || alternative.is_name) continue;
        if (form.terms.size() == alternative.terms.size()) most = std::max(most, evidence_max(form.terms[i]));
      }
      const std::uint32_t evidence = wdf::evidence_for(found->second.wdf, alternative.form(i));
      sum += std::min(1.0, std::log(1.0 + points(evidence)) / std::log(1.0 + points(most)));
      positions.push_back(&found->second.positions);
    }
    if (positions.size() < alternative.terms.size()) continue;
    bool stand_in_row = positions.size() < 2 || in_row(positions, 0, 0, 0, alternative.row.window);
    if (!stand_in_row && alternative.row.any_order) {
      std::reverse(positions.begin(), positions.end());
      stand_in_row = in_row(positions, 0, 0, 0, alternative.row.window);
    }
    if (!stand_in_row) continue;
    const double level = alternative.factor * sum / static_cast<double>(alternative.terms.size());
    best = {true, std::max(best.level, level)};
  }
  for (const Alternative& credit : leaf.credits) {  // a broader skill: a level without a match
    const auto found = document.find(credit.terms[0]);
    if (found == document.end()) continue;
    const double level =
        std::log(1.0 + points(found->second.wdf)) / std::log(1.0 + points(evidence_max(credit.terms[0])));
    best.level = std::max(best.level, credit.factor * std::min(1.0, level));
  }
  return best;
}

LinearSearch::Level LinearSearch::level(const QueryNode& node, const Document& document) const {
  if (node.kind == Kind::kLeaf) return level(node.leaf, document);
  if (!matches(node, document)) return {};
  if (!is_positive(node)) return {true, 0};
  double sum = 0;
  double most = 0;
  double count = 0;
  for (const QueryNode& child : node.children) {
    if (!is_positive(child)) continue;
    const Level found = level(child, document);
    const bool required = node.kind == Kind::kAnd || (node.kind == Kind::kList && child.occurs == Occurs::kRequired);
    sum += required ? found.level : 0;  // what is required matches
    count += required ? 1 : 0;
    most = std::max(most, found.matched ? found.level : 0);
  }
  return {true, count == 0 ? most : sum / count};
}

bool LinearSearch::matches(const QueryNode& node, const Document& document) const {
  const auto child_matches = [&](const QueryNode& child) { return matches(child, document); };
  const auto& children = node.children;
  switch (node.kind) {
    case Kind::kEveryone:
      return true;
    case Kind::kLeaf:
      return level(node.leaf, document).matched;
    case Kind::kFilter:  // conditions are compared with the profiles themselves, in searcher/filters_test.cpp
      return false;
    case Kind::kNot:
      return !matches(children[0], document);
    case Kind::kAnd:
      return std::all_of(children.begin(), children.end(), child_matches);
    case Kind::kOr:
      return std::any_of(children.begin(), children.end(), child_matches);
    case Kind::kList:
      break;
  }
  bool has_required = false;
  bool has_optional = false;
  bool any_optional = false;
  for (const QueryNode& child : children) {
    if (child.kind == Kind::kNot || child.occurs == Occurs::kRequired) {
      if (!child_matches(child)) return false;
      has_required = has_required || child.kind != Kind::kNot;
    } else {
      has_optional = true;
      any_optional = any_optional || child_matches(child);
    }
  }
  return has_required || any_optional || !has_optional;
}

std::vector<LinearHit> LinearSearch::search(const Query& query, double lambda,
                                            const std::function<double(const std::string&)>& reach) const {
  QueryNode root = query.root;
  use_known_runs(root);
  const std::vector<Asked> asked = asked_of(root);
  std::vector<LinearHit> hits;
  for (const auto& [id, document] : documents_) {
    if (!matches(root, document)) continue;
    LinearHit hit;
    hit.id = id;
    for (const Asked& one : asked) hit.fit += one.importance * level(*one.node, document).level;
    hit.reach = reach(id);
    const double score = asked.empty() ? hit.reach : (1 - lambda) * hit.fit + lambda * hit.reach;
    hit.score = std::llround(score * 1e9);
    hits.push_back(hit);
  }
  const auto rank_by = [&](const auto& key) {
    std::sort(hits.begin(), hits.end(),
              [&](const LinearHit& a, const LinearHit& b) { return key(a) != key(b) ? key(a) > key(b) : a.id < b.id; });
  };
  rank_by([](const LinearHit& hit) { return std::llround(hit.fit * 1e9); });
  for (std::size_t i = 0; i < hits.size(); ++i) hits[i].fit_rank = i + 1;
  rank_by([](const LinearHit& hit) { return hit.score; });
  return hits;
}

}  // namespace kennis::reference
