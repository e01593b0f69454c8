/// @file
#include "network/event_hashes.h"

#include <algorithm>
#include <stdexcept>

namespace kennis {

EventHashes::EventHashes(const std::filesystem::path& path)
    : file_(path),
      hashes_(file_.section<std::uint64_t>("events")),
      begins_(file_.section<std::uint64_t>("begins")),
      ends_(file_.section<std::uint64_t>("ends")) {
  bool fits = begins_.size() == kParts && ends_.size() == kParts;
  for (std::size_t part = 0; fits && part < kParts; ++part) {
    fits = begins_[part] <= ends_[part] && ends_[part] <= hashes_.size();
  }
  if (!fits) throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
}

bool EventHashes::has(std::uint64_t event) const {
  if (hashes_.empty()) return false;
  const std::size_t part = event >> 56U;
  const auto in_part = hashes_.subspan(begins_[part], ends_[part] - begins_[part]);
  return std::binary_search(in_part.begin(), in_part.end(), event);
}

}  // namespace kennis
