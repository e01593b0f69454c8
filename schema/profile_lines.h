/// @file
/// Which lines the profiles of a generation were read from, so that of the next input only other lines need be read.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/mapped_file.h"

namespace kennis {

/// XXH3-64 of a line without its end.
[[nodiscard]] std::uint64_t hash_of_line(std::string_view line);

/// The hash of an identifier, 128 bits.
using NameHash = std::array<std::uint64_t, 2>;

/// Writes the file: of profile n + 1 the line has the hash `lines[n]`; `contested` are the identifiers that more than one of them claims, or one claims and another has as its id. Cost: sorts both.
/// Errors: as ArrayFileWriter.
void write_profile_lines(const std::filesystem::path& path, const std::vector<std::uint64_t>& lines,
                         std::vector<NameHash> contested);

/// 12 bytes a profile, mapped, by rising hash. Threads: any number may read.
class ProfileLines {
 public:
  /// Throws std::runtime_error if the file is damaged.
  explicit ProfileLines(const std::filesystem::path& path);
  /// The document (from 1) whose line has this hash. Cost: a few steps from where hashes of its size are expected.
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t line) const;
  [[nodiscard]] bool is_contested(const NameHash& identifier) const;

 private:
  ArrayFile file_;
  std::span<const std::uint64_t> lines_;
  std::span<const std::uint32_t> documents_;
  std::span<const NameHash> contested_;
};

}  // namespace kennis
