/// @file
#include "server/url.h"

#include "server/utf8.h"

namespace kennis {
namespace {

/// 0 to 15, or -1.
int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Cuts `text` at the first `separator` and returns what stood before it.
std::string_view cut(std::string_view& text, char separator) {
  const auto end = text.find(separator);
  const auto piece = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return piece;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return decoded;
}

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

Result<NameValues> query_of(std::string_view target) {
  NameValues parameters;
  std::string_view rest = target.substr(path_of(target).size());
  if (!rest.empty()) rest.remove_prefix(1);
  while (!rest.empty()) {
    std::string_view value = cut(rest, '&');
    if (value.empty()) continue;
    const std::string_view name = cut(value, '=');
    auto decoded_name = percent_decode(name, true);
    auto decoded_value = percent_decode(value, true);
    if (!decoded_name || !is_utf8(*decoded_name)) {
      return Error{ErrorCode::kInvalidRequest, "the name of a parameter is not percent-encoded UTF-8", {}};
    }
    if (!decoded_value || !is_utf8(*decoded_value)) {
      return Error{ErrorCode::kInvalidRequest,
                   "the parameter '" + *decoded_name + "' is not percent-encoded UTF-8; write a % itself as %25",
                   {}};
    }
    if (parameters.size() == kParametersMax) {
      return Error{ErrorCode::kInvalidRequest, "there are more than 100 parameters", {}};
    }
    parameters.emplace_back(std::move(*decoded_name), std::move(*decoded_value));
  }
  return parameters;
}

std::optional<std::vector<std::string>> match_path(std::string_view pattern, std::string_view path) {
  std::vector<std::string> parameters;
  while (!pattern.empty() && !path.empty()) {
    if (pattern.front() != '/' || path.front() != '/') return std::nullopt;
    pattern.remove_prefix(1);
    path.remove_prefix(1);
    const auto expected = pattern.substr(0, pattern.find('/'));
    const auto segment = path.substr(0, path.find('/'));
    pattern.remove_prefix(expected.size());
    path.remove_prefix(segment.size());
    if (expected == "{}") {
      auto decoded = percent_decode(segment, false);
      if (!decoded || decoded->empty()) return std::nullopt;
      parameters.push_back(std::move(*decoded));
    } else if (expected != segment) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

}  // namespace kennis
