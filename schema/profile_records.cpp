/// @file
#include "schema/profile_records.h"

#include <algorithm>
#include <cassert>
#include <stdexcept>

#include "schema/fields.h"

namespace kennis {

void write_record_ends(const std::filesystem::path& generation, const std::vector<std::uint64_t>& ends) {
  ArrayFileWriter writer;
  writer.add("ends", ends);
  writer.write(generation / file::kRecordEnds);
}

ProfileRecords::ProfileRecords(const std::filesystem::path& generation)
    : ends_file_(generation / file::kRecordEnds),
      lines_(generation / file::kRecords),
      ends_(ends_file_.section<std::uint64_t>("ends")) {
  const std::uint64_t bytes = ends_.empty() ? 0 : ends_.back();
  const bool fits = bytes == lines_.bytes().size() && std::is_sorted(ends_.begin(), ends_.end());
  if (!fits) throw std::runtime_error((generation / file::kRecords).string() + ": is not what its ends were made of");
}

std::string_view ProfileRecords::of(std::uint32_t node) const {
  assert(node >= 1 && node <= ends_.size());
  const std::uint64_t begin = node == 1 ? 0 : ends_[node - 2];
  std::string_view line = lines_.bytes().substr(begin, ends_[node - 1] - begin);
  if (line.ends_with('\n')) line.remove_suffix(1);
  return line;
}

}  // namespace kennis
