/// @file
#include "schema/statistics.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <xxhash.h>

namespace kennis {

std::uint64_t hash_of_term(std::string_view term) { return XXH3_64bits(term.data(), term.size()); }

void write_statistics(const std::filesystem::path& path, std::vector<TermEntry> entries, std::uint32_t persons) {
  const auto by_hash = [](const TermEntry& a, const TermEntry& b) { return a.hash < b.hash; };
  if (!std::is_sorted(entries.begin(), entries.end(), by_hash)) std::sort(entries.begin(), entries.end(), by_hash);
  const std::array<std::uint32_t, 1> counts{persons};
  ArrayFileWriter writer;
  writer.add("persons", std::span<const std::uint32_t>(counts));
  writer.add("terms", entries);
  writer.write(path);
}

Statistics::Statistics(const std::filesystem::path& path) : file_(path), entries_(file_.section<TermEntry>("terms")) {
  const auto persons = file_.section<std::uint32_t>("persons");
  if (persons.size() != 1) throw std::runtime_error(path.string() + ": lacks the number of persons");
  persons_ = persons[0];
}

TermStatistics Statistics::of(std::string_view term) const {
  const std::uint64_t hash = hash_of_term(term);
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), hash,
                                      [](const TermEntry& entry, std::uint64_t wanted) { return entry.hash < wanted; });
  return found != entries_.end() && found->hash == hash ? found->statistics : TermStatistics{};
}

}  // namespace kennis
