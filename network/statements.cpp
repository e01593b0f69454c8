/// @file
#include "network/statements.h"

#include <algorithm>
#include <stdexcept>

namespace kennis {

void write_statements(const std::filesystem::path& path, std::vector<Statement> statements,
                      const std::vector<std::string>& skills) {
  std::sort(statements.begin(), statements.end());
  std::vector<std::uint64_t> offsets = {0};
  std::string names;
  for (const std::string& skill : skills) {
    names += skill;
    offsets.push_back(names.size());
  }
  ArrayFileWriter writer;
  writer.add("statements", statements);
  writer.add("offsets", offsets);
  writer.add_text("names", names);
  writer.write(path);
}

Statements::Statements(const std::filesystem::path& path)
    : file_(path),
      statements_(file_.section<Statement>("statements")),
      offsets_(file_.section<std::uint64_t>("offsets")),
      names_(file_.text_section("names")) {
  const bool whole = !offsets_.empty() && offsets_.back() == names_.size() &&
                     std::is_sorted(offsets_.begin(), offsets_.end()) &&
                     std::all_of(statements_.begin(), statements_.end(),
                                 [&](const Statement& one) { return one.skill + std::size_t{1} < offsets_.size(); });
  if (!whole) throw std::runtime_error(path.string() + ": its lists do not fit together: run `kennis index` again");
}

std::span<const Statement> Statements::of(Node person) const {
  const auto first = std::lower_bound(statements_.begin(), statements_.end(), person,
                                      [](const Statement& one, Node wanted) { return one.to < wanted; });
  const auto last = std::upper_bound(first, statements_.end(), person,
                                     [](Node wanted, const Statement& one) { return wanted < one.to; });
  return {first, last};
}

std::string_view Statements::skill(std::uint32_t index) const {
  return names_.substr(offsets_[index], offsets_[index + 1] - offsets_[index]);
}

}  // namespace kennis
