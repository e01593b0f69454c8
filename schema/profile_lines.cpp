/// @file
#include "schema/profile_lines.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include <xxhash.h>

namespace kennis {

std::uint64_t hash_of_line(std::string_view line) { return XXH3_64bits(line.data(), line.size()); }

void write_profile_lines(const std::filesystem::path& path, const std::vector<std::uint64_t>& lines,
                         std::vector<Claimant> contested) {
  std::sort(contested.begin(), contested.end());
  std::vector<std::pair<std::uint64_t, std::uint32_t>> sorted;
  sorted.reserve(lines.size());
  for (const std::uint64_t line : lines) sorted.emplace_back(line, static_cast<std::uint32_t>(sorted.size() + 1));
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::uint64_t> hashes;
  std::vector<std::uint32_t> documents;
  for (const auto& [hash, document] : sorted) {
    hashes.push_back(hash);
    documents.push_back(document);
  }
  ArrayFileWriter writer;
  writer.add("lines", hashes);
  writer.add("documents", documents);
  writer.add("contested", contested);
  writer.write(path);
}

ProfileLines::ProfileLines(const std::filesystem::path& path)
    : file_(path),
      lines_(file_.section<std::uint64_t>("lines")),
      documents_(file_.section<std::uint32_t>("documents")),
      contested_(file_.section<Claimant>("contested")) {
  if (lines_.size() != documents_.size()) {
    throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
  }
}

std::span<const Claimant> ProfileLines::claimants_of(const NameHash& identifier) const {
  struct ByIdentifier {
    bool operator()(const Claimant& a, const NameHash& b) const { return a.identifier < b; }
    bool operator()(const NameHash& a, const Claimant& b) const { return a < b.identifier; }
  };
  const auto [begin, end] = std::equal_range(contested_.begin(), contested_.end(), identifier, ByIdentifier{});
  return {begin, end};
}

std::optional<std::uint32_t> ProfileLines::find(std::uint64_t line) const {
  // Hashes are spread evenly: where one stands is known nearly.
  const auto expected = static_cast<std::size_t>((line >> 32U) * lines_.size() >> 32U);
  std::size_t step = 64;
  std::size_t begin = expected;
  while (begin > 0 && lines_[begin - 1] >= line) {
    begin -= std::min(begin, step);
    step *= 2;
  }
  step = 64;
  std::size_t end = expected;
  while (end < lines_.size() && lines_[end] < line) {
    end += std::min(lines_.size() - end, step);
    step *= 2;
  }
  const auto found = std::lower_bound(lines_.begin() + static_cast<std::ptrdiff_t>(begin),
                                      lines_.begin() + static_cast<std::ptrdiff_t>(end), line);
  if (found == lines_.end() || *found != line) return std::nullopt;
  return documents_[static_cast<std::size_t>(found - lines_.begin())];
}

}  // namespace kennis
