/// @file
#include "journal/readable_name.h"

#include <string_view>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

namespace kennis {
namespace {

namespace fs = std::filesystem;

/// Source: https://www.sqlite.org/uri.html, section 3: what is no part of a path must be escaped.
std::string escaped(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (std::string_view("%?#").find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

fs::path beside(const fs::path& journal, const char* ending) {
  fs::path path = journal;
  path += ending;
  return path;
}

}  // namespace

std::string readable_name(const fs::path& journal) {
  std::error_code error;
  const auto size = fs::file_size(beside(journal, "-wal"), error);
  const bool is_at_rest = (error || size == 0) && !fs::exists(beside(journal, "-shm"), error);
  const fs::path folder = journal.has_parent_path() ? journal.parent_path() : fs::path(".");
  const bool is_immutable = is_at_rest && ::access(folder.c_str(), W_OK) != 0;
  // An absolute path, or its first folder would be taken for a host.
  return "file:" + escaped(fs::absolute(journal).string()) + (is_immutable ? "?immutable=1" : "");
}

}  // namespace kennis
