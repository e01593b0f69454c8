/// @file
#include "server/contact_files.h"

#include <fmt/format.h>

#include "schema/fields.h"
#include "schema/identifier.h"
#include "schema/time.h"

namespace kennis {
namespace {

constexpr std::size_t kVcardLineBytesMax = 75;  // RFC 6350 section 3.2, without the line end

/// What numbers are written with: a value of nothing else names no function and no cell, whatever it begins with.
constexpr std::string_view kSignsOfNumbers = "0123456789 ()-./+;";

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string out;
  for (const std::string& text : texts) {
    if (!out.empty()) out += between;
    out += text;
  }
  return out;
}

std::string listed(const std::vector<std::string>& texts) { return joined(texts, "; "); }

/// True for what a spreadsheet would reckon out instead of showing it.
bool is_formula(std::string_view value) {
  if (value.empty()) return false;
  if (std::string_view("=@\t\r\n").find(value.front()) != std::string_view::npos) return true;
  const bool has_sign = value.front() == '+' || value.front() == '-';
  return has_sign && value.find_first_not_of(kSignsOfNumbers) != std::string_view::npos;
}

std::uint64_t events_of(const ShownTie& tie) {
  std::uint64_t events = 0;
  for (const ShownTie::ChannelCount& channel : tie.channels) events += std::uint64_t{channel.in} + channel.out;
  return events;
}

std::string channels_of(const ShownTie& tie) {
  std::vector<std::string> channels;
  for (const ShownTie::ChannelCount& channel : tie.channels) {
    channels.push_back(fmt::format("{}:{}", name_of(channel.channel), std::uint64_t{channel.in} + channel.out));
  }
  return joined(channels, " ");
}

std::string_view shown_name(const Contact& contact) {
  return contact.person.name.empty() ? without_scheme(contact.person.id) : contact.person.name;
}

std::string csv_line(const std::vector<std::string>& values) {
  std::string line;
  for (const std::string& value : values) {
    line += line.empty() ? "\"" : ",\"";
    if (is_formula(value)) line += '\'';
    for (const char c : value) line += c == '"' ? std::string("\"\"") : std::string(1, c);
    line += '"';
  }
  return line + "\r\n";
}

/// A text value of a card. RFC 6350 section 3.4.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      if (c == '\\' || c == ',' || c == ';') out += '\\';
      out += c;
    }
  }
  return out;
}

/// A line of a card, folded.
void add_line(std::string& card, std::string_view line) {
  std::size_t bytes_max = kVcardLineBytesMax;
  while (line.size() > bytes_max) {
    const std::string_view part = cut_text(line, bytes_max);
    card.append(part).append("\r\n ");
    line.remove_prefix(part.size());
    bytes_max = kVcardLineBytesMax - 1;  // the space counts
  }
  card.append(line).append("\r\n");
}

/// A number in its normal form where it has one; as it was given otherwise.
std::string phone_line(const std::string& phone) {
  const std::string normal = normalise_identifier(phone);
  return normal.starts_with("tel:") ? "TEL;VALUE=uri:" + normal : "TEL;VALUE=text:" + escaped(phone);
}

std::string card_of(const Contact& contact) {
  std::string card = "BEGIN:VCARD\r\nVERSION:4.0\r\n";
  add_line(card, "FN:" + escaped(shown_name(contact)));
  add_line(card, "UID;VALUE=text:" + escaped(contact.person.id));
  if (!contact.title.empty()) add_line(card, "TITLE:" + escaped(contact.title));
  if (!contact.organisation.empty()) add_line(card, "ORG:" + escaped(contact.organisation));
  for (const std::string& email : contact.emails) add_line(card, "EMAIL:" + escaped(without_scheme(email)));
  for (const std::string& phone : contact.phones) add_line(card, phone_line(phone));
  for (const std::string& link : contact.links) add_line(card, "URL:" + escaped(link));
  add_line(card, "NOTE:" + escaped(fmt::format("{} contacts, the last on {}", events_of(contact.tie),
                                               format_date(day_of(contact.tie.last_contact)))));
  return card + "END:VCARD\r\n";
}

}  // namespace

std::string csv_of(const ContactsAnswer& answer) {
  std::string out = csv_line({"id", "name", "headline", "title", "organisation", "emails", "phones", "links",
                              "strength", "events", "channels", "last_contact"});
  for (const Contact& contact : answer.contacts) {
    out += csv_line({contact.person.id, contact.person.name, contact.headline, contact.title, contact.organisation,
                     listed(contact.emails), listed(contact.phones), listed(contact.links),
                     fmt::format("{:.6f}", contact.tie.strength), std::to_string(events_of(contact.tie)),
                     channels_of(contact.tie), format_instant(contact.tie.last_contact)});
  }
  return out;
}

std::string vcards_of(const ContactsAnswer& answer) {
  std::string out;
  for (const Contact& contact : answer.contacts) out += card_of(contact);
  return out;
}

}  // namespace kennis
