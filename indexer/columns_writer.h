/// @file
/// Makes the columns of a generation: block by block in parallel, then joined in their order, so that they do not depend on the workers.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schema/columns.h"
#include "schema/profile_values.h"
#include "schema/text_numbers.h"

namespace kennis {

/// The columns of consecutive profiles, made by one worker; values are numbered within the block.
struct ColumnsOfProfiles {
  struct Field {
    std::vector<ValueEntry> entries;
    std::vector<std::uint32_t> counts;
    std::vector<std::pair<std::string, std::string>> names;  ///< key, and as the first profile has it
  };
  std::vector<ProfileNumbers> numbers;
  std::vector<std::string> name_keys;
  std::array<Field, kValueFieldCount> fields;
};

/// Threads: one a worker. Cost: a look-up a value; each spelling is folded once.
class ColumnsReader {
 public:
  explicit ColumnsReader(Days evidence_day) : reader_(evidence_day) {}
  void add(const Profile& profile, ColumnsOfProfiles& out);
  /// Between two blocks.
  void begin_block() { ++block_; }

 private:
  struct Spelling {
    std::string key;
    std::uint64_t block = 0;
    std::uint32_t number = 0;  ///< in that block
  };
  struct Spellings {
    TextNumbers texts;
    std::vector<Spelling> known;  ///< by number of the text
  };
  [[nodiscard]] std::uint32_t number_in_block(const ProfileValue& value, ColumnsOfProfiles::Field& field);

  ValueReader reader_;
  std::uint64_t block_ = 0;
  std::array<Spellings, kValueFieldCount> spellings_;
};

/// Threads: one at a time. Memory: about 200 bytes a profile until finish().
class ColumnsWriter {
 public:
  /// `profiles`: how many will come, so that no column grows beyond what it needs; others may come.
  explicit ColumnsWriter(std::size_t profiles = 0) : expected_(profiles) {}
  /// Needs: profiles in the order of their nodes.
  void add(const ColumnsOfProfiles& profiles);
  /// Writes. Nothing can be added afterwards.
  void finish(const std::filesystem::path& generation);

 private:
  void make_room();
  void rank_names();
  void write_names(const std::filesystem::path& generation) const;
  std::size_t expected_;
  ColumnData data_;
  std::array<std::unordered_map<std::string, std::uint32_t>, kValueFieldCount> numbers_;  ///< by key
};

}  // namespace kennis
