/// @file
#include "server/answer_json.h"

#include "schema/time.h"
#include "server/json_parts.h"

namespace kennis {

void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
  json.key(key);
  json.begin_array();
  for (const auto& text : texts) json.text(text);
  json.end_array();
}

void write_person_fields(JsonWriter& json, const ShownPerson& person) {
  json.key("id");
  json.text(person.id);
  json.key("name");
  json.text_or_null(person.name);
}

/// Only of the one who asks.
void write_self(JsonWriter& json, bool self) {
  if (!self) return;
  json.key("self");
  json.truth(true);
}

void write_degree(JsonWriter& json, std::uint8_t degree, bool self) {
  json.key("degree");
  if (degree == 0) {
    json.null();
  } else {
    json.count(degree);
  }
  json.key("address_only");
  json.truth(degree == 0 && !self);
  write_self(json, self);
}

void write_provenance(JsonWriter& json, const Provenance& provenance) {
  json.key("generation");
  json.text(provenance.generation);
  json.key("as_of");
  json.text(format_instant(provenance.as_of));
  json.key("journal_position");
  json.count(provenance.journal_position);
  json.key("rights_date");
  json.text(format_date(provenance.rights_date));
}

void write_tie(JsonWriter& json, const ShownTie& tie) {
  json.begin_object();
  json.key("from");
  json.text(tie.from);
  json.key("to");
  json.text(tie.to);
  json.key("strength");
  json.number(tie.strength);
  json.key("last_contact");
  json.text_or_null(tie.channels.empty() ? "" : format_instant(tie.last_contact));
  json.key("channels");
  json.begin_array();
  for (const auto& channel : tie.channels) {
    json.begin_object();
    json.key("channel");
    json.text(name_of(channel.channel));
    json.key("out");
    json.count(channel.out);
    json.key("in");
    json.count(channel.in);
    json.key("weighted_out");
    json.number(channel.weighted_out);
    json.key("weighted_in");
    json.number(channel.weighted_in);
    json.key("last");
    json.text(format_instant(channel.last));
    json.end_object();
  }
  json.end_array();
  json.key("contexts");
  json.begin_array();
  for (const ShownContext& context : tie.contexts) {
    json.begin_object();
    json.key("kind");
    json.text(context.kind);
    json.key("name");
    json.text(context.name);
    json.key("from");
    json.text(context.from);
    json.key("to");
    json.text_or_null(context.to);
    json.key("strength");
    json.number(context.strength);
    json.end_object();
  }
  json.end_array();
  write_texts(json, "topics", tie.topics);
  json.end_object();
}

namespace {

void write_numbers(JsonWriter& json, std::string_view name, const std::vector<double>& numbers) {
  json.key(name);
  json.begin_array();
  for (const double number : numbers) json.number(number);
  json.end_array();
}

void write_introductions(JsonWriter& json, const std::vector<Introduction>& introductions) {
  json.key("introductions");
  json.begin_array();
  for (const auto& introduction : introductions) {
    json.begin_object();
    json.key("chance");
    json.number(introduction.chance);
    json.key("part");
    json.number(introduction.part);
    json.key("counts");
    json.truth(introduction.counts);
    json.key("via");
    json.begin_array();
    for (const auto& person : introduction.via) {
      json.begin_object();
      write_person_fields(json, person);
      json.end_object();
    }
    json.end_array();
    json.key("ties");
    json.begin_array();
    for (const auto& tie : introduction.ties) write_tie(json, tie);
    json.end_array();
    write_numbers(json, "attention", introduction.attention);
    write_numbers(json, "share", introduction.share);
    json.end_object();
  }
  json.end_array();
}

void write_asked(JsonWriter& json, const AskedPart& asked) {
  json.begin_object();
  json.key("text");
  json.text(asked.text);
  json.key("importance");
  json.number(asked.importance);
  json.key("level");
  json.number(asked.level);
  json.key("fit");
  json.number(asked.fit);
  json.key("evidence");
  json.number(asked.evidence);
  json.key("matched");
  json.text_or_null(asked.matched);
  json.key("why");
  json.text_or_null(asked.why);
  write_texts(json, "found_in", asked.found_in);
  json.end_object();
}

void write_explanation(JsonWriter& json, const Explanation& explanation, double score) {
  json.key("explanation");
  json.begin_object();
  json.key("asked");
  json.begin_array();
  for (const auto& asked : explanation.asked) write_asked(json, asked);
  json.end_array();
  json.key("fit_part");
  json.number(explanation.fit_part);
  json.key("reach_part");
  json.number(explanation.reach_part);
  json.key("score");
  json.number(score);
  json.key("reach_remainder");
  json.number(explanation.reach_remainder);
  json.key("paths_total");
  json.count(explanation.paths_total);
  json.end_object();
}

void write_snippet(JsonWriter& json, const Snippet& snippet) {
  json.begin_object();
  json.key("field");
  json.text(snippet.field);
  json.key("text");
  json.text(snippet.text);
  json.key("marks");
  json.begin_array();
  for (const TextRange& mark : snippet.marks) {
    json.begin_array();
    json.count(characters_before(snippet.text, mark.begin));
    json.count(characters_before(snippet.text, mark.end));
    json.end_array();
  }
  json.end_array();
  json.key("html");
  json.text(marked_html(snippet));
  json.end_object();
}

void write_hit(JsonWriter& json, const Hit& hit, Order order) {
  json.begin_object();
  write_person_fields(json, {.id = hit.id, .name = hit.name});
  json.key("headline");
  json.text_or_null(hit.headline);
  json.key("score");
  json.number(hit.score);
  json.key("fit");
  json.number(hit.fit);
  json.key("reach");
  json.number(hit.reach);
  if (order == Order::kHelp) {
    json.key("help");
    json.number(hit.help);
  }
  write_degree(json, hit.degree, hit.self);
  if (hit.ask_first) {
    json.key("contact_policy");
    json.text(name_of(ContactPolicy::kAskFirst));
  }
  json.key("fit_rank");
  json.count(hit.fit_rank);
  json.key("fit_rank_relation");
  json.text(hit.fit_rank_exact ? "eq" : "gte");
  write_texts(json, "matched", hit.matched);
  write_texts(json, "missing", hit.missing);
  json.key("snippets");
  json.begin_array();
  for (const Snippet& snippet : hit.snippets) write_snippet(json, snippet);
  json.end_array();
  write_introductions(json, hit.introductions);
  if (hit.explanation) write_explanation(json, *hit.explanation, hit.score);
  json.end_object();
}

void write_tree(JsonWriter& json, const ParsedNode& node) {
  json.begin_object();
  json.key("op");
  json.text(node.op);
  if (!node.text.empty()) {
    json.key("text");
    json.text(node.text);
  }
  if (!node.occurs.empty()) {
    json.key("occurs");
    json.text(node.occurs);
  }
  if (!node.of.empty()) {
    json.key("of");
    json.begin_array();
    for (const ParsedNode& child : node.of) write_tree(json, child);
    json.end_array();
  }
  json.end_object();
}

void write_facets(JsonWriter& json, const std::vector<Facet>& facets) {
  json.key("facets");
  json.begin_object();
  for (const Facet& facet : facets) {
    json.key(facet.field);
    json.begin_object();
    json.key("relation");
    json.text(facet.exact ? "eq" : "gte");
    json.key("value_count");
    json.count(facet.value_count);
    json.key("values");
    json.begin_array();
    for (const FacetValue& value : facet.values) {
      json.begin_object();
      json.key("value");
      json.text(value.value);
      json.key("count");
      json.count(value.count);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_object();
}

void write_query(JsonWriter& json, const SearchAnswer& answer) {
  json.key("query");
  json.begin_object();
  json.key("asked");
  json.text(answer.query);
  json.key("parsed");
  json.text(answer.parsed);
  json.key("words");
  json.text(answer.words);
  json.key("tree");
  write_tree(json, answer.tree);
  write_texts(json, "notes", answer.notes);
  json.key("did_you_mean");
  json.begin_array();
  for (const SpellingProposal& proposal : answer.did_you_mean) {
    json.begin_object();
    json.key("word");
    json.text(proposal.word);
    json.key("instead");
    json.text(proposal.instead);
    json.key("query");
    json.text(proposal.query);
    json.end_object();
  }
  json.end_array();
  json.key("leaves");
  json.begin_array();
  for (const auto& leaf : answer.leaves) {
    json.begin_object();
    json.key("text");
    json.text(leaf.text);
    json.key("importance");
    json.number(leaf.importance);
    json.key("persons");
    json.count(leaf.persons);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

std::string to_json(const SearchAnswer& answer) {
  JsonWriter json;
  json.begin_object();
  write_query(json, answer);
  json.key("closeness");
  json.number(answer.closeness);
  json.key("order");
  json.text(name_of(answer.order));
  json.key("total");
  json.count(answer.total);
  json.key("relation");
  json.text(answer.total_exact ? "eq" : "gte");
  if (!answer.facets.empty()) write_facets(json, answer.facets);
  json.key("took_ms");
  json.number(answer.took_ms);
  write_provenance(json, answer.provenance);
  json.key("next_cursor");
  json.text_or_null(answer.next_cursor);
  json.key("hits");
  json.begin_array();
  for (const auto& hit : answer.hits) write_hit(json, hit, answer.order);
  json.end_array();
  json.end_object();
  return json.take();
}

std::string to_json(const IntroductionsAnswer& answer) {
  JsonWriter json;
  json.begin_object();
  json.key("candidate");
  json.begin_object();
  write_person_fields(json, answer.candidate);
  json.end_object();
  write_self(json, answer.self);
  json.key("reach");
  json.number(answer.reach);
  json.key("degree");
  if (answer.degree == 0) {
    json.null();
  } else {
    json.count(answer.degree);
  }
  json.key("reach_remainder");
  json.number(answer.reach_remainder);
  json.key("paths_total");
  json.count(answer.paths_total);
  json.key("took_ms");
  json.number(answer.took_ms);
  write_provenance(json, answer.provenance);
  write_introductions(json, answer.introductions);
  json.end_object();
  return json.take();
}

std::string to_json(const PersonAnswer& answer) {
  JsonWriter json;
  json.begin_object();
  write_person_fields(json, answer.person);
  json.key("profile");
  if (answer.profile.empty()) {
    json.null();
  } else {
    json.raw(answer.profile);
  }
  json.key("reach");
  json.number(answer.reach);
  write_degree(json, answer.degree, answer.self);
  write_provenance(json, answer.provenance);
  json.end_object();
  return json.take();
}

}  // namespace kennis
