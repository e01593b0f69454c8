/// @file
#include "indexer/event_hash_spool.h"

#include <algorithm>
#include <span>

#include "schema/mapped_file.h"

namespace kennis {

void EventHashSpool::add(std::size_t part, std::vector<EventMark> marks) {
  std::sort(marks.begin(), marks.end(), [](const EventMark& a, const EventMark& b) { return a.event < b.event; });
  std::vector<std::uint64_t> hashes;
  std::vector<EventHashes::Check> checks;
  hashes.reserve(marks.size());
  checks.reserve(marks.size());
  for (const EventMark& mark : marks) {
    hashes.push_back(mark.event);
    checks.push_back(EventHashes::Check::of(mark.check));
  }
  const std::lock_guard lock(mutex_);
  begins_[part] = count_;
  count_ += marks.size();
  ends_[part] = count_;
  if (marks.empty()) return;
  hashes_.append(path_, hashes.data(), hashes.size() * sizeof(hashes[0]));
  checks_.append(path_.string() + ".checks", checks.data(), checks.size() * sizeof(checks[0]));
}

void EventHashSpool::finish(const std::filesystem::path& target) {
  // Parts came as workers had them; they are written in their order, so that the bytes are the same whoever was first.
  ArrayFileStream out(target, 4);
  const auto write = [&]<typename T>(const char* name, const SpillFile& file, T) {
    out.begin_section(name, sizeof(T));
    std::vector<T> elements;
    for (std::size_t part = 0; part < EventHashes::kParts; ++part) {
      elements.resize(ends_[part] - begins_[part]);
      if (elements.empty()) continue;
      file.read(begins_[part] * sizeof(T), elements.size() * sizeof(T), elements.data());
      out.write_elements(std::span<const T>(elements));
    }
  };
  write("events", hashes_, std::uint64_t{});
  write("checks", checks_, EventHashes::Check{});
  std::uint64_t next = 0;
  for (std::size_t part = 0; part < EventHashes::kParts; ++part) {
    const std::uint64_t count = ends_[part] - begins_[part];
    begins_[part] = next;
    next += count;
    ends_[part] = next;
  }
  out.add_section("begins", std::span<const std::uint64_t>(begins_));
  out.add_section("ends", std::span<const std::uint64_t>(ends_));
  out.finish();
}

}  // namespace kennis
