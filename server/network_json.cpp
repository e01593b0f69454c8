/// @file
#include "server/network_json.h"

#include "schema/time.h"
#include "server/json_parts.h"

namespace kennis {
namespace {

void write_person(JsonWriter& json, std::string_view key, const ShownPerson& person) {
  json.key(key);
  json.begin_object();
  write_person_fields(json, person);
  json.end_object();
}

void write_number(JsonWriter& json, std::string_view key, double value) {
  json.key(key);
  json.number(value);
}

void write_count(JsonWriter& json, std::string_view key, std::uint64_t value) {
  json.key(key);
  json.count(value);
}

void write_headline(JsonWriter& json, const std::string& headline) {
  json.key("headline");
  json.text_or_null(headline);
}

void write_tie_field(JsonWriter& json, const ShownTie& tie) {
  json.key("tie");
  write_tie(json, tie);
}

template <typename Items, typename Write>
void write_list(JsonWriter& json, std::string_view key, const Items& items, const Write& write) {
  json.key(key);
  json.begin_array();
  for (const auto& item : items) {
    json.begin_object();
    write(item);
    json.end_object();
  }
  json.end_array();
}

void write_shared_time(JsonWriter& json, const std::optional<SharedTime>& shared) {
  json.key("shared_time");
  if (!shared) {
    json.null();
    return;
  }
  json.begin_object();
  json.key("organisation");
  json.text(shared->organisation);
  json.key("from");
  json.text(format_date(shared->from));
  json.key("to");
  json.text(format_date(shared->to));
  write_count(json, "months", shared->months);
  json.end_object();
}

void write_referral(JsonWriter& json, const ShownReferral& referral) {
  write_person_fields(json, referral.person);
  write_headline(json, referral.headline);
  write_number(json, "fit", referral.fit);
  write_number(json, "known", referral.known);
  write_number(json, "share", referral.share);
  write_number(json, "chance", referral.chance);
  write_number(json, "worth", referral.worth);
  write_texts(json, "matched", referral.matched);
  write_texts(json, "missing", referral.missing);
  write_tie_field(json, referral.tie);
  write_shared_time(json, referral.shared_time);
}

void write_referrer(JsonWriter& json, const ShownReferrer& referrer) {
  write_person_fields(json, referrer.person);
  json.key("relation");
  json.text(name_of(referrer.relation));
  write_number(json, "ask", referrer.ask);
  write_number(json, "attention", referrer.attention);
  write_number(json, "expected", referrer.expected);
  write_count(json, "candidates_total", referrer.candidates_total);
  json.key("tie");
  if (referrer.tie) {
    write_tie(json, *referrer.tie);
  } else {
    json.null();
  }
  write_list(json, "candidates", referrer.candidates,
             [&](const ShownReferral& referral) { write_referral(json, referral); });
}

void write_coverage(JsonWriter& json, const CoverageCounts& counts) {
  write_count(json, "total", counts.total);
  write_count(json, "known", counts.known);
  write_count(json, "by_one", counts.by_one);
  write_count(json, "address_only", counts.address_only());
}

}  // namespace

std::string to_json(const ReferrersAnswer& answer) {
  JsonWriter json;
  json.begin_object();
  json.key("query");
  json.begin_object();
  json.key("asked");
  json.text(answer.query);
  json.key("parsed");
  json.text(answer.parsed);
  json.end_object();
  write_number(json, "took_ms", answer.took_ms);
  write_provenance(json, answer.provenance);
  write_list(json, "referrers", answer.referrers,
             [&](const ShownReferrer& referrer) { write_referrer(json, referrer); });
  json.end_object();
  return json.take();
}

std::string to_json(const DormantAnswer& answer) {
  JsonWriter json;
  json.begin_object();
  write_count(json, "total", answer.total);
  write_provenance(json, answer.provenance);
  write_list(json, "ties", answer.ties, [&](const ShownDormantTie& tie) {
    write_person_fields(json, tie.person);
    write_headline(json, tie.headline);
    write_number(json, "strength", tie.strength);
    write_number(json, "awake", tie.awake);
    write_tie_field(json, tie.tie);
  });
  json.end_object();
  return json.take();
}

std::string to_json(const CoverageAnswer& answer) {
  JsonWriter json;
  json.begin_object();
  json.key("team");
  json.text(answer.team);
  write_provenance(json, answer.provenance);
  write_list(json, "over_time", answer.over_time, [&](const CoverageAnswer::At& at) {
    json.key("day");
    json.text(format_date(at.day));
    write_count(json, "members", at.members);
    write_coverage(json, at.counts);
  });
  write_list(json, "by_skill", answer.by_skill, [&](const CoverageAnswer::Of& of) {
    json.key("skill");
    json.text(of.skill);
    write_coverage(json, of.counts);
  });
  write_list(json, "by_member", answer.by_member, [&](const CoverageAnswer::By& by) {
    write_person_fields(json, by.member);
    json.key("shares");
    json.truth(by.shares);
    write_count(json, "known", by.known);
    write_count(json, "by_one", by.by_one);
  });
  json.end_object();
  return json.take();
}

std::string to_json(const DepartureAnswer& answer) {
  JsonWriter json;
  json.begin_object();
  json.key("team");
  json.text(answer.team);
  write_person(json, "person", answer.person);
  write_provenance(json, answer.provenance);
  json.key("goes_on");
  json.truth(answer.goes_on);
  write_count(json, "ties_total", answer.ties_total);
  write_count(json, "only_known", answer.only_known);
  write_count(json, "unreached", answer.unreached);
  write_count(json, "weakened", answer.weakened);
  write_list(json, "lost", answer.lost, [&](const DepartureAnswer::Lost& lost) {
    write_person_fields(json, lost.person);
    write_headline(json, lost.headline);
    write_number(json, "reach_before", lost.before);
    write_number(json, "reach_after", lost.after);
  });
  json.end_object();
  return json.take();
}

std::string roster_line(const DepartureAnswer& departure, Days day) {
  JsonWriter json;
  json.begin_object();
  json.key("team");
  json.text(departure.team);
  json.key("person");
  json.text(departure.person.id);
  if (departure.since) {  // so that it ends this stay, and none that begins later
    json.key("from");
    json.text(format_date(*departure.since));
  }
  json.key("to");
  json.text(format_date(day));
  json.end_object();
  return json.take();
}

std::string to_json(const Contact& contact) {
  JsonWriter json;
  json.begin_object();
  write_person_fields(json, contact.person);
  write_headline(json, contact.headline);
  json.key("organisation");
  json.text_or_null(contact.organisation);
  json.key("title");
  json.text_or_null(contact.title);
  write_texts(json, "emails", contact.emails);
  write_texts(json, "phones", contact.phones);
  write_texts(json, "links", contact.links);
  write_tie_field(json, contact.tie);
  json.end_object();
  return json.take();
}

}  // namespace kennis
