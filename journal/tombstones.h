/// @file
/// Who was erased: kept apart from generations, journal and input, and longer than any of them.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "network/people.h"
#include "schema/manifest.h"

namespace kennis {

/// The tombstones of an index: of each identifier of the erased a salted hash, so that it is known again and cannot be read back.
///
/// Layout of the file: one a line, `salt filter hash` in hexadecimal, 16, 2 and 16 bytes. The hash is the beginning of SHA-256 over the salt and
/// the identifier's hash, the filter 16 bits of the latter, so that almost no name needs SHA-256 to be passed.
/// Threads: any number may read one. Cost: a name one or two XXH3, a microsecond more for one of 65,536 and each tombstone.
class Tombstones {
 public:
  Tombstones() = default;
  /// Those of an index; none if it has no file. A last line that was cut off while it was written is none yet.
  /// Throws std::runtime_error that names file and line if it is damaged: nobody is to be revived by that.
  [[nodiscard]] static Tombstones of(const std::filesystem::path& index);

  [[nodiscard]] bool empty() const { return stones_.empty(); }
  [[nodiscard]] std::size_t size() const { return stones_.size(); }

  /// Whether a name in any spelling is of somebody who was erased, or stands where one stood.
  [[nodiscard]] bool has(std::string_view name) const;
  /// The same of an identifier as generations keep them.
  [[nodiscard]] bool has(const IdentifierHash& hash) const;

  /// What a generation notes to have left out.
  [[nodiscard]] const TombstoneMark& mark() const { return mark_; }
  /// Those that a generation with this mark has not left out: the later ones, or all if its were others.
  [[nodiscard]] Tombstones behind(const TombstoneMark& mark) const;

 private:
  struct Stone {
    std::array<std::uint8_t, 16> salt;
    std::array<std::uint8_t, 16> hash;
  };
  friend std::size_t add_tombstones(const std::filesystem::path& index, const std::vector<std::string>& identifiers);
  friend std::size_t remove_tombstones(const std::filesystem::path& index, const std::vector<std::string>& identifiers);
  friend std::size_t merge_tombstones(const std::filesystem::path& from, const std::filesystem::path& to);
  void read(std::string_view text, const std::filesystem::path& path);

  std::bitset<65536> filter_;
  std::vector<Stone> stones_;
  std::vector<std::uint16_t> filters_;  ///< of each stone
  std::string text_;                    ///< the whole lines of the file
  TombstoneMark mark_;
};

/// Adds identifiers in normal form, on disk when this returns; returns how many are new. Writers wait for each other.
/// Throws std::system_error; then some may be there, and adding them again completes it.
std::size_t add_tombstones(const std::filesystem::path& index, const std::vector<std::string>& identifiers);

/// Takes tombstones away: whom they were of may come back with the next build. Returns how many there were. Throws as add_tombstones.
std::size_t remove_tombstones(const std::filesystem::path& index, const std::vector<std::string>& identifiers);

/// Gives `to` the tombstones of `from` that it has not; returns how many. Throws as add_tombstones.
std::size_t merge_tombstones(const std::filesystem::path& from, const std::filesystem::path& to);

/// Stands where the name of somebody who was erased stood: nobody's name, and never anybody's.
inline constexpr std::string_view kErasedName = "erased:";

}  // namespace kennis
