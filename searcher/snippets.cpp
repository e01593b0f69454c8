/// @file
#include "searcher/snippets.h"

#include <algorithm>

namespace kennis {
namespace {

void append_escaped(std::string_view text, std::string& out) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace

std::size_t characters_before(std::string_view text, std::size_t byte) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  const std::string_view before = text.substr(0, byte);
  return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), begins));
}

std::string marked_html(const Snippet& snippet) {
  const std::string_view text = snippet.text;
  std::string html;
  std::size_t at = 0;
  for (const TextRange& mark : snippet.marks) {
    append_escaped(text.substr(at, mark.begin - at), html);
    html += "<mark>";
    append_escaped(text.substr(mark.begin, mark.end - mark.begin), html);
    html += "</mark>";
    at = mark.end;
  }
  append_escaped(text.substr(at), html);
  return html;
}

}  // namespace kennis
