/// @file
/// Which lines the profiles of a generation were read from, so that of the next input only other lines need be read.
#pragma once

#include <array>
#include <compare>
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

/// One of several profiles that claim an identifier, or claim it and have it as their id.
struct Claimant {
  NameHash identifier{};
  std::uint64_t document = 0;
  friend auto operator<=>(const Claimant&, const Claimant&) = default;
};

/// Writes the file: of profile n + 1 the line has the hash `lines[n]`; `contested` has all claimants of every identifier that has more than one. Cost: sorts both.
/// Errors: as ArrayFileWriter.
void write_profile_lines(const std::filesystem::path& path, const std::vector<std::uint64_t>& lines,
                         std::vector<Claimant> contested);

/// 12 bytes a profile, mapped, by rising hash. Threads: any number may read.
class ProfileLines {
 public:
  /// Throws std::runtime_error if the file is damaged.
  explicit ProfileLines(const std::filesystem::path& path);
  /// The document (from 1) whose line has this hash. Cost: a few steps from where hashes of its size are expected.
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint64_t line) const;
  /// Who claim an identifier, if they are several: by rising document. Cost: a binary search.
  [[nodiscard]] std::span<const Claimant> claimants_of(const NameHash& identifier) const;
  [[nodiscard]] bool is_contested(const NameHash& identifier) const { return !claimants_of(identifier).empty(); }

 private:
  ArrayFile file_;
  std::span<const std::uint64_t> lines_;
  std::span<const std::uint32_t> documents_;
  std::span<const Claimant> contested_;
};

}  // namespace kennis
