/// @file
#include "indexer/input_files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <unistd.h>

#include <fmt/format.h>

namespace kennis {
namespace {

namespace fs = std::filesystem;

constexpr std::array kKinds = {RecordKind::kProfile, RecordKind::kInteraction, RecordKind::kGroup,
                               RecordKind::kMembership, RecordKind::kTeam};

/// The stem of a name that ends in `.ndjson`, `.ndjson.gz` or `.ndjson.zst`.
std::optional<std::string_view> stem_of(std::string_view name) {
  for (const std::string_view ending : {".ndjson", ".ndjson.gz", ".ndjson.zst"}) {
    if (name.ends_with(ending)) return name.substr(0, name.size() - ending.size());
  }
  return std::nullopt;
}

std::optional<RecordKind> kind_of(std::string_view stem) {
  for (const RecordKind kind : kKinds) {
    if (stem.starts_with(std::string(name_of(kind)) + "s")) return kind;
  }
  return std::nullopt;
}

/// In capitals too, and whatever stands under the name.
bool looks_like_input(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return name.find("json") != std::string::npos && !name.starts_with('.');
}

/// Not to read what has the name of an input would be to forget what it holds: departures, revoked rights.
std::uint64_t bytes_of_input(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);  // of what a link leads to
  if (!fs::exists(status)) {
    const std::string why = error ? error.message() : std::string("no such file");
    throw std::runtime_error(fmt::format("{}: is named like an input and leads to no file: {}", path.string(), why));
  }
  if (!fs::is_regular_file(status)) {
    throw std::runtime_error(
        fmt::format("{}: is named like an input and is no regular file: mend or rename it", path.string()));
  }
  if (::access(path.c_str(), R_OK) != 0) throw std::system_error(errno, std::generic_category(), path.string());
  return fs::file_size(path);
}

}  // namespace

std::vector<InputFile> InputFiles::of(RecordKind kind) const {
  std::vector<InputFile> found;
  for (const InputFile& file : files) {
    if (file.kind == kind) found.push_back(file);
  }
  return found;
}

std::optional<RecordKind> kind_of_input(std::string_view filename) {
  const auto stem = stem_of(filename);
  return stem ? kind_of(*stem) : std::nullopt;
}

InputFiles find_input_files(const std::vector<fs::path>& folders) {
  InputFiles found;
  for (const fs::path& folder : folders) {
    InputFiles here;
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string filename = entry.path().filename().string();
      const std::string name = folders.size() == 1 ? filename : entry.path().string();
      const auto kind = kind_of_input(filename);
      if (kind) {
        here.files.push_back({entry.path(), name, *kind, bytes_of_input(entry.path())});
      } else if (looks_like_input(filename)) {
        here.ignored.push_back(name);
      }
    }
    std::sort(here.files.begin(), here.files.end(),
              [](const InputFile& a, const InputFile& b) { return a.path < b.path; });
    std::sort(here.ignored.begin(), here.ignored.end());
    found.files.insert(found.files.end(), here.files.begin(), here.files.end());
    found.ignored.insert(found.ignored.end(), here.ignored.begin(), here.ignored.end());
  }
  std::stable_sort(found.files.begin(), found.files.end(),
                   [](const InputFile& a, const InputFile& b) { return a.kind < b.kind; });
  return found;
}

std::vector<std::filesystem::path> paths_of(const std::vector<InputFile>& files) {
  std::vector<std::filesystem::path> paths;
  for (const InputFile& file : files) paths.push_back(file.path);
  return paths;
}

std::uint64_t bytes_of(const std::vector<InputFile>& files) {
  std::uint64_t bytes = 0;
  for (const InputFile& file : files) bytes += file.bytes;
  return bytes;
}

}  // namespace kennis
