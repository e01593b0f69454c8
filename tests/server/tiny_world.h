/// @file
/// A world of a handful of persons, indexed for a test of the server.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "searcher/searcher.h"

namespace kennis::tests {

/// Writes and indexes the world in a folder of its own, which goes when this does.
///
/// anna knows bram, bram knows carla; anna, bram, carla and `https://example.org/~dana/x` (whom nobody knows) have profiles; carla and dana
/// know Go. zoe@example.org has written to anna and has no profile. Nobody has written to erik, who does not want to be contacted.
class TinyWorld {
 public:
  TinyWorld();
  ~TinyWorld();
  TinyWorld(const TinyWorld&) = delete;
  TinyWorld& operator=(const TinyWorld&) = delete;

  [[nodiscard]] std::filesystem::path index() const { return folder_ / "index"; }
  /// Publishes the world anew, with these lines of profiles besides; the name of the generation.
  std::string publish(std::string_view more_profiles = "") const;
  [[nodiscard]] std::filesystem::path folder() const { return folder_; }
  /// Opens the generation in force; null if that fails, which is also a failure of the test.
  [[nodiscard]] std::shared_ptr<const Searcher> open() const;

 private:
  std::filesystem::path folder_;
};

}  // namespace kennis::tests
