/// @file
/// The input folders: which of their files hold which records.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/records.h"

namespace kennis {

struct InputFile {
  std::filesystem::path path;
  std::string name;  ///< for reports: without its folder, where there is one folder only
  RecordKind kind = RecordKind::kProfile;
  std::uint64_t bytes = 0;  ///< on disk
};

struct InputFiles {
  std::vector<InputFile> files;      ///< by kind, then by folder, then by name: the order in which "later" is meant
  std::vector<std::string> ignored;  ///< names that look like input but are none: `profile.ndjson`, `profiles.json`, …

  [[nodiscard]] std::vector<InputFile> of(RecordKind kind) const;
};

[[nodiscard]] std::vector<std::filesystem::path> paths_of(const std::vector<InputFile>& files);
/// As they lie on disk.
[[nodiscard]] std::uint64_t bytes_of(const std::vector<InputFile>& files);

/// Which records a file of this name holds; none if it is no input.
[[nodiscard]] std::optional<RecordKind> kind_of_input(std::string_view filename);

/// Finds `profiles*.ndjson`, `interactions*.ndjson`, `groups*`, `memberships*` and `teams*`, also with `.gz` or `.zst`, in each of `folders` itself.
/// Throws std::system_error if a folder or one of these cannot be read, std::runtime_error that names it if one is no regular file, or a
/// link to none.
[[nodiscard]] InputFiles find_input_files(const std::vector<std::filesystem::path>& folders);

}  // namespace kennis
