/// @file
#include "indexer/input_files.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <tuple>

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

/// In capitals too, and whatever stands under the name: a folder, a link to nothing.
bool looks_like_input(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return name.find("json") != std::string::npos && !name.starts_with('.');
}

}  // namespace

std::vector<InputFile> InputFiles::of(RecordKind kind) const {
  std::vector<InputFile> found;
  for (const InputFile& file : files) {
    if (file.kind == kind) found.push_back(file);
  }
  return found;
}

InputFiles find_input_files(const fs::path& folder) {
  InputFiles found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const auto stem = stem_of(name);
    const auto kind = stem ? kind_of(*stem) : std::nullopt;
    if (kind && entry.is_regular_file()) {
      found.files.push_back({entry.path(), *kind, entry.file_size()});
    } else if (looks_like_input(name)) {
      found.ignored.push_back(name);
    }
  }
  std::sort(found.files.begin(), found.files.end(),
            [](const InputFile& a, const InputFile& b) { return std::tie(a.kind, a.path) < std::tie(b.kind, b.path); });
  std::sort(found.ignored.begin(), found.ignored.end());
  return found;
}

}  // namespace kennis
