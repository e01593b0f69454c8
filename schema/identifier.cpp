/// @file
#include "schema/identifier.h"

#include <algorithm>
#include <array>
#include <set>

namespace kennis {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool starts_with_word(std::string_view text, std::string_view start) {
  return text.size() >= start.size() &&
         std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) { return a == lower(b); });
}

/// Whether a parameter of a link says whose page it is. Most say how somebody came by it or wants to see it, and there is no end of these.
bool is_of_the_person(std::string_view parameter) {
  static constexpr std::array<std::string_view, 26> kNames = {
      "id",        "uid",        "pid",       "user",       "userid",      "user_id",      "username",
      "u",         "person",     "personid",  "person_id",  "profile",     "profileid",    "profile_id",
      "member",    "memberid",   "member_id", "candidate",  "candidateid", "candidate_id", "contact",
      "contactid", "contact_id", "employee",  "employeeid", "employee_id"};
  const std::size_t end = parameter.find('=');
  return end != std::string_view::npos && end + 1 < parameter.size() &&
         std::find(kNames.begin(), kNames.end(), lowered(parameter.substr(0, end))) != kNames.end();
}

/// The parameters that say whose page it is, rising, with their question mark.
std::string person_parameters(std::string_view parameters) {
  std::set<std::string_view> of_person;
  for (std::size_t at = 0; at < parameters.size();) {
    const std::size_t end = std::min(parameters.find('&', at), parameters.size());
    const std::string_view one = parameters.substr(at, end - at);
    if (is_of_the_person(one)) of_person.insert(one);
    at = end + 1;
  }
  std::string kept;
  for (const std::string_view one : of_person) kept += (kept.empty() ? "?" : "&") + std::string(one);
  return kept;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string normalise_email(std::string_view text) {
  text = trimmed(text);
  const auto open = text.rfind('<');
  if (open != std::string_view::npos && text.back() == '>') {
    text = trimmed(text.substr(open + 1, text.size() - open - 2));
  }
  if (starts_with_word(text, "mailto:")) text.remove_prefix(7);
  const auto at = text.rfind('@');
  const bool is_address = at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
                          text.find_first_of(" \t\r\n<>") == std::string_view::npos;
  return is_address ? "mailto:" + lowered(text) : std::string();
}

std::string normalise_phone(std::string_view text) {
  text = trimmed(text);
  if (starts_with_word(text, "tel:")) text.remove_prefix(4);
  std::string digits;
  bool international = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      digits += text[i];
    } else if (text[i] == '+' && digits.empty()) {
      international = true;
    } else if (text.substr(i, 3) == "(0)" && international) {
      i += 2;  // the trunk zero that is not dialled after a country code
    } else if (std::string_view(" ()-./").find(text[i]) == std::string_view::npos) {
      return {};
    }
  }
  if (!international && digits.size() > 8 && digits.starts_with("00")) {
    digits.erase(0, 2);
    international = true;
  }
  if (digits.size() < 3) return {};
  return (international ? "tel:+" : "tel:") + digits;
}

std::string normalise_link(std::string_view text) {
  text = trimmed(text);
  if (starts_with_word(text, "https://")) {
    text.remove_prefix(8);
  } else if (starts_with_word(text, "http://")) {
    text.remove_prefix(7);
  } else if (!starts_with_word(text, "www.")) {
    return {};
  }
  while (starts_with_word(text, "www.")) text.remove_prefix(4);
  text = text.substr(0, text.find('#'));
  const std::size_t page_end = std::min(text.find('?'), text.size());
  const std::string_view parameters = text.substr(std::min(page_end + 1, text.size()));
  if (parameters.find_first_of(" \t\r\n") != std::string_view::npos) return {};
  text = text.substr(0, page_end);
  while (!text.empty() && text.back() == '/') text.remove_suffix(1);
  if (text.empty() || text.front() == '/' || text.find_first_of(" \t\r\n") != std::string_view::npos) return {};
  const auto host_end = std::min(text.find('/'), text.size());
  return "https://" + lowered(text.substr(0, host_end)) + std::string(text.substr(host_end)) +
         person_parameters(parameters);
}

std::string normalise_identifier(std::string_view text) {
  text = trimmed(text);
  std::string normal;
  if (starts_with_word(text, "http://") || starts_with_word(text, "https://") || starts_with_word(text, "www.")) {
    normal = normalise_link(text);
  } else if (text.find('@') != std::string_view::npos) {
    normal = normalise_email(text);
  } else if (text.starts_with('+') || text.starts_with("00") || starts_with_word(text, "tel:")) {
    normal = normalise_phone(text);
    // A staff number that begins with 00 and is too short to be dialled is an id.
    if (text.starts_with("00") && !normal.starts_with("tel:+")) normal.clear();
  }
  return normal.empty() ? std::string(text) : normal;
}

std::string_view without_scheme(std::string_view identifier) {
  for (const std::string_view scheme : {"mailto:", "tel:"}) {
    if (identifier.starts_with(scheme) && identifier.size() > scheme.size()) return identifier.substr(scheme.size());
  }
  return identifier;
}

std::vector<std::string> claims_of(const Profile& profile) {
  std::vector<std::string> claims;
  const auto add = [&](const std::vector<std::string>& texts, std::string (*normalise)(std::string_view)) {
    for (const std::string& text : texts) {
      std::string normal = normalise(text);
      if (!normal.empty()) claims.push_back(std::move(normal));
    }
  };
  add(profile.emails, normalise_email);
  add(profile.phones, normalise_phone);
  add(profile.links, normalise_link);
  add(profile.aliases, normalise_identifier);
  std::sort(claims.begin(), claims.end());
  claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
  return claims;
}

}  // namespace kennis
