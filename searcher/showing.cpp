/// @file
#include "searcher/showing.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "schema/evidence.h"
#include "searcher/indexed_evidence.h"

namespace kennis {

namespace {

constexpr std::size_t kTopicsShown = 3;

}  // namespace

std::string Documents::record(Node node) const {
  if (const auto* document = live_.find(node)) return *document ? (*document)->record() : std::string();
  return std::string(records_.of(node));
}

std::unique_ptr<Evidence> Documents::evidence(Node node) const {
  if (const auto* document = live_.find(node); document != nullptr && *document) {
    return std::make_unique<LiveEvidence>(node, **document);
  }
  return std::make_unique<IndexedEvidence>(database_, words_, node);
}

ShownPerson Showing::person(Node node) {
  ShownPerson shown;
  shown.id = viewer_.people().id(node);
  if (viewer_.people().has_profile(node)) shown.name = names_.read(raw_record(node)).name;
  return shown;
}

ShownTie Showing::tie(Node from, Node to, double strength) const {
  ShownTie shown;
  shown.from = viewer_.people().id(from);
  shown.to = viewer_.people().id(to);
  shown.strength = strength;
  for (const ChannelCounts& count : viewer_.counts(from, to)) {
    const Seconds last = last_contact(count);
    if (shown.channels.empty() || last > shown.last_contact) shown.last_contact = last;
    const auto unit = static_cast<double>(kCountUnit);
    shown.channels.push_back({count.channel, count.events_forward, count.events_backward,
                              static_cast<double>(count.forward) / unit, static_cast<double>(count.backward) / unit,
                              last});
  }
  for (const std::string_view topic : viewer_.topics(from, to, kTopicsShown)) shown.topics.emplace_back(topic);
  return shown;
}

ShownTie Showing::step(Node from, Node to, const SharedContext& shared) const {
  ShownTie shown;
  shown.from = viewer_.people().id(from);
  shown.to = viewer_.people().id(to);
  shown.strength = shared.strength;
  shown.contexts.push_back(context(shared));
  return shown;
}

ShownContext Showing::context(const SharedContext& shared) const {
  const auto written = [](Month month) { return fmt::format("{}-{:02}", 1900 + month / 12, month % 12 + 1); };
  return {std::string(name_of(viewer_.context_kind(shared.context))), std::string(viewer_.context_name(shared.context)),
          written(shared.span.from), shared.span.to == kStillThere ? "" : written(shared.span.to), shared.strength};
}

std::vector<Introduction> Showing::introductions(const Introductions& found, double reach, double& remainder) {
  std::vector<Introduction> shown;
  remainder = reach;
  for (const Path& path : found.paths) {
    Introduction introduction;
    introduction.chance = path.chance;
    introduction.counts = path.counts;
    if (path.counts && found.log_sum > 0) {
      introduction.part = reach * static_cast<double>(log_sum_of(path.chance)) / static_cast<double>(found.log_sum);
      remainder -= introduction.part;
    }
    for (std::size_t i = 1; i + 1 < path.persons.size(); ++i) {
      introduction.via.push_back(person(path.persons[i]));
      introduction.attention.push_back(viewer_.attention(path.persons[i]));
    }
    introduction.share = shares_of(path, viewer_);
    for (std::size_t i = 0; i + 1 < path.persons.size(); ++i) {
      const Node from = path.persons[i];
      const Node to = path.persons[i + 1];
      const bool is_context = path.context && i + 2 == path.persons.size();
      introduction.ties.push_back(is_context ? step(from, to, *path.context) : tie(from, to, path.strengths[i]));
    }
    shown.push_back(std::move(introduction));
  }
  const auto counted = static_cast<std::size_t>(
      std::count_if(found.paths.begin(), found.paths.end(), [](const Path& path) { return path.counts; }));
  if (counted == found.counted_total) remainder = 0;  // nothing is left but the rounding of the parts
  return shown;
}

std::vector<AskedPart> Showing::asked(const MatchPlan& plan, const Evidence& document, bool with_fields,
                                      Stemmer& stemmer) {
  std::vector<AskedPart> parts;
  for (const Unit& unit : plan.units) {
    const UnitMatch match = match_unit(unit, document);
    AskedPart part;
    part.text = unit.text;
    part.importance = unit.importance;
    part.fit = match.fit;
    part.level = unit.importance > 0 ? match.fit / unit.importance : 0;
    part.evidence = evidence::points(match.evidence);
    show_match(match, with_fields, stemmer, part);
    parts.push_back(std::move(part));
  }
  return parts;
}

void Showing::show_match(const UnitMatch& match, bool with_fields, Stemmer& stemmer, AskedPart& part) {
  const SkillTerm skill = skill_term(match.terms);
  if (!skill.id.empty() && match.matched) {
    SkillView view = record_.skill_view(skill, documents_.skills());
    part.matched = std::move(view.label);
    part.why = std::move(view.why);
    if (with_fields) part.found_in = std::move(view.found_in);
  } else if (!skill.id.empty()) {
    part.why = label_of(skill.id, documents_.skills().taxonomy()) + ", which is broader";
  } else if (match.matched) {
    part.matched = shown_terms(match.terms);
    if (match.other_form) part.why = "another form of the word";
    if (match.one_word) part.why = "one of its words";
    if (with_fields) part.found_in = record_.fields_with(match.terms, stemmer);
  }
}

}  // namespace kennis
