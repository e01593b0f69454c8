/// @file
#include "searcher/vacancy_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace kennis {
namespace {

constexpr std::size_t kEntityBytesMax = 10;

constexpr std::array<std::pair<std::string_view, std::string_view>, 24> kEntities{{
    {"amp", "&"},         {"lt", "<"},          {"gt", ">"},          {"quot", "\""},       {"apos", "'"},
    {"nbsp", " "},        {"eacute", "\u00e9"}, {"egrave", "\u00e8"}, {"ecirc", "\u00ea"},  {"euml", "\u00eb"},
    {"agrave", "\u00e0"}, {"acirc", "\u00e2"},  {"ccedil", "\u00e7"}, {"ocirc", "\u00f4"},  {"ouml", "\u00f6"},
    {"uuml", "\u00fc"},   {"auml", "\u00e4"},   {"iuml", "\u00ef"},   {"szlig", "\u00df"},  {"rsquo", "\u2019"},
    {"ndash", "\u2013"},  {"bull", "\u2022"},   {"Uuml", "\u00dc"},   {"Eacute", "\u00c9"},
}};

void append_letter(std::uint32_t code, std::string& out) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = ' ';
  const auto byte = [&](std::uint32_t value) { out += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0 | code >> 6U);
  } else {
    if (code < 0x10000) {
      byte(0xE0 | code >> 12U);
    } else {
      byte(0xF0 | code >> 18U);
      byte(0x80 | (code >> 12U & 0x3FU));
    }
    byte(0x80 | (code >> 6U & 0x3FU));
  }
  byte(0x80 | (code & 0x3FU));
}

/// Appends what the entity at the begin of `text` stands for; returns its size, 0 if it is none.
std::size_t take_entity(std::string_view text, std::string& out) {
  const std::size_t end = text.substr(0, kEntityBytesMax + 2).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  std::string_view name = text.substr(1, end - 1);
  if (name[0] == '#') {
    const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    name.remove_prefix(is_hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), code, is_hex ? 16 : 10);
    if (error != std::errc() || stop != name.data() + name.size()) return 0;
    append_letter(code, out);
    return end + 1;
  }
  const auto* found =
      std::find_if(kEntities.begin(), kEntities.end(), [&](const auto& entity) { return entity.first == name; });
  if (found == kEntities.end()) return 0;
  out += found->second;
  return end + 1;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// The name of the tag at the begin of `text`, in small letters, with `/` before it if it ends something; empty if it is none.
std::string tag_at(std::string_view text) {
  std::string name;
  for (std::size_t i = 1; i < text.size() && name.size() < 16; ++i) {
    const char c = text[i];
    if (i == 1 && c == '/') {
      name = "/";
    } else if (is_letter(c) || (c >= '1' && c <= '6' && name.size() == 1)) {
      name += static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    } else {
      break;
    }
  }
  return name == "/" ? std::string() : name;
}

bool is_inline(std::string_view tag) {
  if (tag.starts_with('/')) tag.remove_prefix(1);
  constexpr std::array<std::string_view, 9> kInline = {"b", "i", "em", "strong", "span", "a", "u", "font", "small"};
  return std::find(kInline.begin(), kInline.end(), tag) != kInline.end();
}

std::string without_markup(std::string_view html) {
  std::string out;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '&') {
      const std::size_t taken = take_entity(html.substr(at), out);
      if (taken == 0) out += '&';
      at += std::max<std::size_t>(taken, 1);
      continue;
    }
    const std::string tag = html[at] == '<' ? tag_at(html.substr(at)) : std::string();
    const bool is_comment = html.substr(at, 4) == "<!--";
    if (tag.empty() && !is_comment) {
      out += html[at] == '\n' || html[at] == '\r' ? ' ' : html[at];
      ++at;
      continue;
    }
    std::size_t end = html.find(is_comment ? "-->" : ">", at);
    if (!is_comment && (tag == "script" || tag == "style"))
      end = html.find(tag == "script" ? "</script" : "</style", at);
    if (end == std::string_view::npos) break;
    at = html[end] == '<' ? end : end + (is_comment ? 3 : 1);
    if (!is_comment) out += is_inline(tag) ? "" : tag == "li" ? "\n- " : "\n";
  }
  return out;
}

bool is_html(std::string_view text) {
  for (const std::string_view sign :
       {"<p", "<li", "<br", "<div", "<ul", "<h1", "<h2", "<h3", "<span", "<html", "<body", "<P", "<LI", "<BR"}) {
    const std::size_t at = text.find(sign);
    if (at == std::string_view::npos || at + sign.size() >= text.size()) continue;
    const char next = text[at + sign.size()];
    if (next == '>' || next == ' ' || next == '/') return true;
  }
  return false;
}

/// Without spaces, bullets and dashes in front, and spaces behind.
std::string_view trimmed(std::string_view line) {
  constexpr std::array<std::string_view, 12> kBullets = {" ",      "\t",     "\r",     "-",      "*",      "\u2022",
                                                         "\u2013", "\u2014", "\u00b7", "\u25aa", "\u00a0", "\u2713"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view bullet : kBullets) {
      if (!line.starts_with(bullet)) continue;
      line.remove_prefix(bullet.size());
      again = true;
    }
  }
  while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) line.remove_suffix(1);
  return line;
}

}  // namespace

std::vector<VacancyLine> lines_of_vacancy(std::string_view text) {
  const bool has_tags = is_html(text);
  const std::string plain = has_tags ? without_markup(text) : std::string(text);
  std::vector<VacancyLine> lines;
  bool had_bullet = false;  // alone on a line, as of `<li><p>`
  for (std::size_t at = 0; at < plain.size();) {
    const std::size_t end = std::min(plain.find('\n', at), plain.size());
    const std::string_view whole = std::string_view(plain).substr(at, end - at);
    const std::string_view line = trimmed(whole);
    at = end + 1;
    const std::string_view front =
        whole.substr(0, line.empty() ? whole.size() : static_cast<std::size_t>(line.data() - whole.data()));
    const bool has_bullet = front.find_first_not_of(" \t\r\xC2\xA0") != std::string_view::npos;
    if (line.empty()) {
      had_bullet = had_bullet || (has_tags && has_bullet);
      continue;
    }
    lines.push_back({std::string(line), has_bullet || had_bullet});
    had_bullet = false;
  }
  return lines;
}

}  // namespace kennis
