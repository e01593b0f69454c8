/// @file
/// Lines that are no records: kept with file, line, reason and text, so that nothing is dropped silently.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>

#include "journal/tombstones.h"

namespace kennis {

struct Reject {
  std::string file;
  std::uint64_t line = 0;
  std::string reason;  ///< what is wrong and what is wanted
  std::string raw;     ///< the line as it stood
};

/// Writes `{"file", "line", "reason", "raw"}` a line; a raw line that is not UTF-8 goes to `raw_base64` instead. Counts by reason.
/// Threads: one writer. The file is made at the first reject. Errors: throws std::system_error with the path.
class RejectsFile {
 public:
  explicit RejectsFile(std::filesystem::path path) : path_(std::move(path)) {}
  /// Of a line that names somebody who was erased, nothing is kept but where it stood. Needs: they live longer.
  void leave_out(const Tombstones& tombstones) { tombstones_ = &tombstones; }
  void add(const Reject& reject);
  /// Brings what was written safely to disk.
  void finish();

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// How often each kind of reason came up: `not_json`, `not_utf8`, `line_too_long`, `future`, or the field that was wrong.
  [[nodiscard]] const std::map<std::string, std::uint64_t>& by_reason() const { return by_reason_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  const Tombstones* tombstones_ = nullptr;
  std::ofstream out_;
  std::uint64_t count_ = 0;
  std::map<std::string, std::uint64_t> by_reason_;
};

/// Why a line that is longer than any record may be is none.
[[nodiscard]] std::string reason_of_overlong();

/// `field` of a reason `positions[3].from: …`, or a word for the reasons that name no field.
[[nodiscard]] std::string kind_of_reason(std::string_view reason);

}  // namespace kennis
