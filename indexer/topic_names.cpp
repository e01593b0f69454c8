/// @file
#include "indexer/topic_names.h"

#include <algorithm>

namespace kennis {

std::uint32_t TopicNames::index_of(const std::string& name) {
  const std::lock_guard lock(mutex_);
  return indexes_.try_emplace(name, static_cast<std::uint32_t>(indexes_.size())).first->second;
}

std::vector<std::string> TopicNames::sorted() const {
  std::vector<std::string> names;
  names.reserve(indexes_.size());
  for (const auto& [name, index] : indexes_) names.push_back(name);
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::uint32_t> TopicNames::numbers_by_name() const {
  const std::vector<std::string> names = sorted();
  std::vector<std::uint32_t> numbers(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) numbers[indexes_.at(names[i])] = static_cast<std::uint32_t>(i);
  return numbers;
}

}  // namespace kennis
