/// @file
/// The names of what interactions are about, as numbers while they are read.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace kennis {

/// Numbers topics as they come; in the end their numbers are those of their order by name, whoever came first.
/// Threads: `index_of` by any number, the rest once no scan is running.
class TopicNames {
 public:
  [[nodiscard]] std::uint32_t index_of(const std::string& name);
  [[nodiscard]] std::vector<std::string> sorted() const;
  /// The place in sorted() of each index.
  [[nodiscard]] std::vector<std::uint32_t> numbers_by_name() const;

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::uint32_t> indexes_;
};

}  // namespace kennis
