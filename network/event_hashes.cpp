/// @file
#include "network/event_hashes.h"

#include <algorithm>
#include <stdexcept>

namespace kennis {

EventHashes::EventHashes(const std::filesystem::path& path)
    : file_(path),
      hashes_(file_.section<std::uint64_t>("events")),
      checks_(file_.section<Check>("checks")),
      begins_(file_.section<std::uint64_t>("begins")),
      ends_(file_.section<std::uint64_t>("ends")) {
  bool fits = begins_.size() == kParts && ends_.size() == kParts && checks_.size() == hashes_.size();
  for (std::size_t part = 0; fits && part < kParts; ++part) {
    fits = begins_[part] <= ends_[part] && ends_[part] <= hashes_.size();
  }
  if (!fits) throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
}

std::optional<std::uint32_t> EventHashes::check_of(std::uint64_t event) const {
  if (hashes_.empty()) return std::nullopt;
  const std::size_t part = event >> 56U;
  const auto in_part = hashes_.subspan(begins_[part], ends_[part] - begins_[part]);
  const auto found = std::lower_bound(in_part.begin(), in_part.end(), event);
  if (found == in_part.end() || *found != event) return std::nullopt;
  return checks_[begins_[part] + static_cast<std::size_t>(found - in_part.begin())].value();
}

}  // namespace kennis
