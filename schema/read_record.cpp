/// @file
#include "schema/read_record.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "schema/field_reader.h"
#include "schema/fields.h"
#include "schema/listed_skills.h"

namespace kennis {
namespace {

using Element = simdjson::dom::element;
using Key = std::string_view;

Error invalid(std::string message) { return {ErrorCode::kInvalidRecord, std::move(message), {}}; }

bool read_location(FieldReader& fields, Key key, Element value, Location& out) {
  if (key == "name") return fields.text("location.name", value, out.name);
  if (key == "country") return fields.text("location.country", value, out.country);
  if (key == "lat") return fields.coordinate("location.lat", value, 90, out.lat);
  if (key == "lon") return fields.coordinate("location.lon", value, 180, out.lon);
  return true;
}

bool read_location(FieldReader& fields, Element value, Location& out) {
  if (value.is_string()) return fields.text("location", value, out.name);
  simdjson::dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return fields.refuse("location", "wants an object");
  return std::all_of(object.begin(), object.end(), [&](const auto& field) {
    return field.value.is_null() || read_location(fields, field.key, field.value, out);
  });
}

bool read_positions(FieldReader& fields, Element value, std::vector<Position>& out) {
  return fields.objects("positions", value, out, [&](Key key, Element item, Position& made) {
    if (key == "title" || key == "name") return fields.text(key, item, made.title);
    if (key == "organisation") return fields.text(key, item, made.organisation);
    if (key == "organisation_id") return fields.text(key, item, made.organisation_id);
    if (key == "from") return fields.date(key, item, false, made.from);
    if (key == "to") return fields.date(key, item, true, made.to);
    if (key == "description") return fields.text(key, item, made.description);
    if (key == "location" && item.is_string()) return fields.text(key, item, made.location);
    return true;
  });
}

bool read_education(FieldReader& fields, Element value, std::vector<Education>& out) {
  return fields.objects("education", value, out, [&](Key key, Element item, Education& made) {
    if (key == "school" || key == "name") return fields.text(key, item, made.school);
    if (key == "degree") return fields.text(key, item, made.degree);
    if (key == "field") return fields.text(key, item, made.field);
    if (key == "from") return fields.date(key, item, false, made.from);
    if (key == "to") return fields.date(key, item, true, made.to);
    return true;
  });
}

bool read_years(FieldReader& fields, Key key, Element value, std::optional<double>& out) {
  constexpr double kYearsMax = 100;
  if (!fields.number(key, value, out)) return false;
  return (*out >= 0 && *out <= kYearsMax) ||
         fields.refuse(key, fmt::format("{} is not between 0 and {} years", *out, kYearsMax));
}

/// A skill without a name says nothing about anybody: exports have such rows, and they are no reason to refuse a person.
bool read_skills(FieldReader& fields, Element value, std::vector<Skill>& out) {
  const auto read_one = [&](Key key, Element item, Skill& made) {
    if (key == "name") return fields.text(key, item, made.name);
    if (key == "years") return read_years(fields, key, item, made.years);
    if (key == "level" && item.is_string()) return fields.text(key, item, made.level);
    return true;
  };
  if (!fields.objects("skills", value, out, read_one)) return false;
  std::erase_if(out, [](const Skill& skill) { return skill.name.empty(); });
  merge_listed_twice(out);
  return true;
}

bool read_languages(FieldReader& fields, Element value, std::vector<Language>& out) {
  const auto read_one = [&](Key key, Element item, Language& made) {
    if (key == "code" || key == "name") return fields.text(key, item, made.code);
    if (key == "level" && item.is_string()) return fields.text(key, item, made.level);
    return true;
  };
  return fields.objects("languages", value, out, read_one);
}

bool read_sharing(FieldReader& fields, Element value, std::optional<Sharing>& out) {
  Sharing sharing = Sharing::kContacts;
  if (!fields.choice("sharing", value, 4, sharing)) return false;
  out = sharing;
  return true;
}

/// Plain lists of strings; anything that is not named here is unknown and ignored.
bool read_profile_lists(FieldReader& fields, Key key, Element value, Profile& out) {
  if (key == "emails") return fields.names(key, value, out.emails);
  if (key == "phones") return fields.names(key, value, out.phones);
  if (key == "links") return fields.names(key, value, out.links);
  if (key == "aliases") return fields.names(key, value, out.aliases);
  if (key == "certifications" && value.is_array()) {
    simdjson::dom::array items;
    const bool plain = value.get(items) == simdjson::SUCCESS && items.size() > 0 && items.at(0).is_string();
    return !plain || fields.texts(key, value, out.certifications);
  }
  return true;
}

bool read_identity_field(FieldReader& fields, Key key, Element value, Profile& out) {
  if (key == "id") return fields.id(key, value, out.id);
  if (key == "deleted") return fields.boolean(key, value, out.deleted);
  if (key == "updated_at") return fields.instant(key, value, out.updated_at);
  if (key == "contact_policy") return fields.choice(key, value, 3, out.contact_policy);
  if (key == "sharing") return read_sharing(fields, value, out.sharing);
  if (key == "share_topics") return fields.boolean(key, value, out.share_topics);
  return read_profile_lists(fields, key, value, out);
}

bool read_profile_field(FieldReader& fields, Key key, Element value, Profile& out) {
  if (key == "name") return fields.text(key, value, out.name);
  if (key == "headline") return fields.text(key, value, out.headline);
  if (key == "summary") return fields.text(key, value, out.summary);
  if (key == "location") return read_location(fields, value, out.location);
  if (key == "positions") return read_positions(fields, value, out.positions);
  if (key == "education") return read_education(fields, value, out.education);
  if (key == "skills") return read_skills(fields, value, out.skills);
  if (key == "languages") return read_languages(fields, value, out.languages);
  if (key == "open_to_work") return fields.boolean(key, value, out.open_to_work);
  if (key == "source") return !value.is_string() || fields.text(key, value, out.source);
  return read_identity_field(fields, key, value, out);
}

bool read_channel(FieldReader& fields, Element value, Channel& out) {
  std::string_view name;
  if (value.get(name) != simdjson::SUCCESS) return fields.refuse("channel", "wants a string");
  const auto channel = channel_named(name);
  if (!channel) return fields.choice("channel", value, kChannelCount, out);
  out = *channel;
  return true;
}

/// Which of the fields that have no value of their own for "absent" were there.
struct Seen {
  bool at = false;
  bool channel = false;
};

/// As ==, but the length is known when this is compiled: a comparison of numbers instead of a call.
template <std::size_t kSize>
bool is(Key key, const char (&name)[kSize]) {
  return key.size() == kSize - 1 && std::memcmp(key.data(), name, kSize - 1) == 0;
}

bool read_interaction_field(FieldReader& fields, Key key, Element value, Interaction& out, Seen& seen) {
  if (is(key, "id")) return fields.id(key, value, out.id);
  if (is(key, "from")) return fields.id(key, value, out.from);
  if (is(key, "to")) return fields.ids(key, value, limit::kRecipientsMax, out.to);
  if (is(key, "channel")) return seen.channel = read_channel(fields, value, out.channel);
  if (is(key, "at")) {
    std::optional<Seconds> at;
    seen.at = fields.instant(key, value, at);
    out.at = at.value_or(0);
    return seen.at;
  }
  if (is(key, "deleted")) return fields.boolean(key, value, out.deleted);
  if (is(key, "topics")) return fields.texts(key, value, out.topics);
  if (is(key, "subject")) return fields.text(key, value, out.subject);
  if (is(key, "text")) return fields.text(key, value, out.text);
  if (is(key, "skill")) return fields.text(key, value, out.skill);
  if (is(key, "group")) return fields.id(key, value, out.group);
  return true;
}

void clear(Interaction& out) {
  out.id.clear();
  out.deleted = false;
  out.at = 0;
  out.from.clear();
  out.to.clear();
  out.channel = Channel::kMessage;
  out.topics.clear();
  out.subject.clear();
  out.text.clear();
  out.skill.clear();
  out.group.clear();
}

/// All but the lists, whose elements are overwritten one by one, so that their memory is used again.
void clear_but_lists(Profile& out) {
  for (std::string* text :
       {&out.id, &out.name, &out.headline, &out.summary, &out.source, &out.location.name, &out.location.country}) {
    text->clear();
  }
  out.location.lat.reset();
  out.location.lon.reset();
  out.deleted = out.open_to_work = out.share_topics = false;
  out.updated_at.reset();
  out.contact_policy = ContactPolicy::kOpen;
  out.sharing.reset();
}

/// Empties the lists that the line says nothing of.
void clear_lists(Profile& out, const FieldReader& fields) {
  const auto clear_unread = [&](auto&... lists) { ((fields.has_read(lists) ? void() : lists.clear()), ...); };
  clear_unread(out.positions, out.education, out.skills, out.languages, out.certifications, out.links, out.emails,
               out.phones, out.aliases);
}

/// Reads every field of `object` with `read(key, value)`; nulls count as absent.
template <typename Read>
bool read_fields(const simdjson::dom::object& object, const Read& read) {
  for (const auto [key, value] : object) {
    if (!value.is_null() && !read(key, value)) return false;
  }
  return true;
}

}  // namespace

bool is_valid_id(std::string_view id) {
  return id.find_first_not_of(' ') != std::string_view::npos && id.size() <= limit::kIdBytesMax &&
         std::none_of(id.begin(), id.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

std::size_t RecordReader::limit_bytes() { return limit::kLineBytesMax + 1; }

Result<simdjson::dom::object> RecordReader::object(std::string_view line) {
  if (line.size() > limit::kLineBytesMax) {
    return invalid(fmt::format("the line has {} bytes, at most {} are allowed", line.size(), limit::kLineBytesMax));
  }
  simdjson::dom::element element;
  simdjson::dom::object object;
  const auto error = parser_.parse(line.data(), line.size(), false).get(element);
  if (error == simdjson::UTF8_ERROR) return invalid("not UTF-8");
  if (error != simdjson::SUCCESS) return invalid(fmt::format("not JSON: {}", simdjson::error_message(error)));
  if (element.get(object) != simdjson::SUCCESS) return invalid("not a JSON object");
  return object;
}

Result<Profile> RecordReader::profile(std::string_view line) {
  Profile out;
  const auto read = profile(line, out);
  if (!read) return read.error();
  return out;
}

Result<const Profile*> RecordReader::profile(std::string_view line, Profile& out) {
  return read_profile(line, read_profile_field, out);
}

Result<const Profile*> RecordReader::profile_identity(std::string_view line, Profile& out) {
  return read_profile(line, read_identity_field, out);
}

template <typename ReadField>
Result<const Profile*> RecordReader::read_profile(std::string_view line, const ReadField& read_field, Profile& out) {
  auto found = object(line);
  if (!found) return found.error();
  FieldReader fields;
  clear_but_lists(out);
  read_fields(found.value(), [&](Key key, Element value) { return read_field(fields, key, value, out); });
  if (!fields.failed() && out.id.empty()) fields.refuse("id", "is missing");
  if (fields.failed()) return invalid(fields.complaint());
  clear_lists(out, fields);
  return &out;
}

Result<const Interaction*> RecordReader::interaction(std::string_view line, Interaction& out) {
  auto found = object(line);
  if (!found) return found.error();
  FieldReader fields;
  clear(out);
  Seen seen;
  read_fields(found.value(),
              [&](Key key, Element value) { return read_interaction_field(fields, key, value, out, seen); });
  if (out.deleted) {
    if (out.id.empty()) fields.refuse("id", "is missing: a deletion names its event");
  } else {
    if (!seen.at) fields.refuse("at", "is missing");
    if (!seen.channel) fields.refuse("channel", "is missing");
    if (out.from.empty()) fields.refuse("from", "is missing");
    if (out.to.empty() && out.group.empty()) fields.refuse("to", "is missing: only in a group may it be empty");
  }
  if (fields.failed()) return invalid(fields.complaint());
  return &out;
}

Result<Group> RecordReader::group(std::string_view line) {
  auto found = object(line);
  if (!found) return found.error();
  FieldReader fields;
  Group out;
  bool has_kind = false;
  read_fields(found.value(), [&](Key key, Element value) {
    if (key == "id") return fields.id(key, value, out.id);
    if (key == "deleted") return fields.boolean(key, value, out.deleted);
    if (key == "updated_at") return fields.instant(key, value, out.updated_at);
    if (key == "name") return fields.text(key, value, out.name);
    if (key == "description") return fields.text(key, value, out.description);
    if (key == "kind") return has_kind = fields.choice(key, value, 3, out.kind);
    if (key == "topics") return fields.texts(key, value, out.topics);
    return true;
  });
  if (out.id.empty()) fields.refuse("id", "is missing");
  if (!out.deleted && !has_kind) fields.refuse("kind", "is missing: open, members_only or closed");
  if (fields.failed()) return invalid(fields.complaint());
  return out;
}

Result<Membership> RecordReader::membership(std::string_view line) {
  auto found = object(line);
  if (!found) return found.error();
  FieldReader fields;
  Membership out;
  read_fields(found.value(), [&](Key key, Element value) {
    if (key == "group") return fields.id(key, value, out.group);
    if (key == "person") return fields.id(key, value, out.person);
    if (key == "deleted") return fields.boolean(key, value, out.deleted);
    if (key == "from") return fields.date(key, value, false, out.from);
    if (key == "to") return fields.date(key, value, true, out.to);
    if (key == "role") {
      std::string role;
      if (!fields.text(key, value, role)) return false;
      out.moderator = role == "moderator";
      return out.moderator || role == "member" || role.empty() || fields.refuse(key, "is neither member nor moderator");
    }
    return true;
  });
  if (out.group.empty()) fields.refuse("group", "is missing");
  if (out.person.empty()) fields.refuse("person", "is missing");
  if (fields.failed()) return invalid(fields.complaint());
  return out;
}

Result<TeamMember> RecordReader::team_member(std::string_view line) {
  auto found = object(line);
  if (!found) return found.error();
  FieldReader fields;
  TeamMember out;
  read_fields(found.value(), [&](Key key, Element value) {
    if (key == "team") return fields.id(key, value, out.team);
    if (key == "person") return fields.id(key, value, out.person);
    if (key == "deleted") return fields.boolean(key, value, out.deleted);
    if (key == "role") return fields.text(key, value, out.role);
    if (key == "from") return fields.date(key, value, false, out.from);
    if (key == "to") return fields.date(key, value, true, out.to);
    return true;
  });
  if (out.team.empty()) fields.refuse("team", "is missing");
  if (out.person.empty()) fields.refuse("person", "is missing");
  if (fields.failed()) return invalid(fields.complaint());
  return out;
}

Result<ContactBar> RecordReader::do_not_contact(std::string_view line) {
  auto found = object(line);
  if (!found) return found.error();
  FieldReader fields;
  ContactBar out;
  read_fields(found.value(), [&](Key key, Element value) {
    if (key == "person") return fields.id(key, value, out.person);
    if (key == "lifted") return fields.boolean(key, value, out.lifted);
    return true;
  });
  if (out.person.empty()) fields.refuse("person", "is missing");
  if (fields.failed()) return invalid(fields.complaint());
  return out;
}

Result<InformedRecord> RecordReader::informed(std::string_view line) {
  auto found = object(line);
  if (!found) return found.error();
  FieldReader fields;
  InformedRecord out;
  std::optional<Seconds> at;
  read_fields(found.value(), [&](Key key, Element value) {
    if (key == "person") return fields.id(key, value, out.person);
    if (key == "at") return fields.instant(key, value, at);
    return true;
  });
  if (out.person.empty()) fields.refuse("person", "is missing");
  if (!at) fields.refuse("at", "is missing: when the person was informed");
  if (fields.failed()) return invalid(fields.complaint());
  out.at = *at;
  return out;
}

}  // namespace kennis
