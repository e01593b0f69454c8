/// @file
#include "indexer/event_hash_spool.h"

#include <algorithm>
#include <span>

#include "schema/mapped_file.h"

namespace kennis {

void EventHashSpool::add(std::size_t part, std::vector<std::uint64_t> hashes) {
  std::sort(hashes.begin(), hashes.end());
  const std::lock_guard lock(mutex_);
  begins_[part] = count_;
  count_ += hashes.size();
  ends_[part] = count_;
  if (!hashes.empty()) file_.append(path_, hashes.data(), hashes.size() * sizeof(std::uint64_t));
}

void EventHashSpool::finish(const std::filesystem::path& target) {
  // Parts came as workers had them; they are written in their order, so that the bytes are the same whoever was first.
  std::vector<std::uint64_t> hashes(count_);
  std::uint64_t next = 0;
  for (std::size_t part = 0; part < EventHashes::kParts; ++part) {
    const std::uint64_t size = ends_[part] - begins_[part];
    file_.read(begins_[part] * sizeof(std::uint64_t), size * sizeof(std::uint64_t), hashes.data() + next);
    begins_[part] = next;
    next += size;
    ends_[part] = next;
  }
  ArrayFileWriter writer;
  writer.add("events", hashes);
  writer.add("begins", std::span<const std::uint64_t>(begins_));
  writer.add("ends", std::span<const std::uint64_t>(ends_));
  writer.write(target);
}

}  // namespace kennis
