/// @file
#include "schema/profile_words.h"

#include <algorithm>
#include <cassert>
#include <stdexcept>

#include "schema/fields.h"

namespace kennis {

ProfileWords::ProfileWords(const std::filesystem::path& generation)
    : ends_file_(generation / file::kWordEnds),
      words_file_(generation / file::kWords),
      ends_(ends_file_.section<std::uint64_t>("ends")) {
  const std::string_view bytes = words_file_.bytes();
  words_ = {reinterpret_cast<const std::uint32_t*>(bytes.data()), bytes.size() / sizeof(std::uint32_t)};
  const std::uint64_t words = ends_.empty() ? 0 : ends_.back();
  const bool fits = words * sizeof(std::uint32_t) == bytes.size() && std::is_sorted(ends_.begin(), ends_.end());
  if (!fits) throw std::runtime_error((generation / file::kWords).string() + ": is not what its ends were made of");
}

std::span<const std::uint32_t> ProfileWords::of(std::uint32_t node) const {
  assert(node >= 1 && node <= ends_.size());
  const std::uint64_t begin = node == 1 ? 0 : ends_[node - 2];
  return words_.subspan(begin, ends_[node - 1] - begin);
}

}  // namespace kennis
