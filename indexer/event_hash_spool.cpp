/// @file
#include "indexer/event_hash_spool.h"

#include <algorithm>
#include <span>

#include "indexer/glass/output_file.h"
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
  const std::filesystem::path sorted = path_.string() + ".sorted";
  glass::OutputFile out(sorted);
  std::vector<std::uint64_t> hashes;
  std::uint64_t next = 0;
  for (std::size_t part = 0; part < EventHashes::kParts; ++part) {
    hashes.resize(ends_[part] - begins_[part]);
    const auto bytes = std::as_writable_bytes(std::span(hashes));
    file_.read(begins_[part] * sizeof(std::uint64_t), bytes.size(), bytes.data());
    out.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    begins_[part] = next;
    next += hashes.size();
    ends_[part] = next;
  }
  static_cast<void>(out.finish());
  const MappedFile all(sorted);  // so that the kernel holds as much of them as it likes, and not this process all
  ArrayFileWriter writer;
  writer.add("events", std::span(reinterpret_cast<const std::uint64_t*>(all.bytes().data()),
                                 all.bytes().size() / sizeof(std::uint64_t)));
  writer.add("begins", std::span<const std::uint64_t>(begins_));
  writer.add("ends", std::span<const std::uint64_t>(ends_));
  writer.write(target);
  std::filesystem::remove(sorted);
}

}  // namespace kennis
