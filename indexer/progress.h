/// @file
/// How far an indexing run is: told to whoever watches.
#pragma once

#include <cstdint>
#include <string_view>

namespace kennis {

/// Told by the thread that runs the stage, often; whoever listens decides how often to show it.
class ProgressListener {
 public:
  virtual ~ProgressListener() = default;
  /// A stage begins; `total` is in the stage's own unit, 0 if it is not known.
  virtual void stage_begins(std::string_view stage, std::uint64_t total, std::string_view unit) = 0;
  virtual void stage_is_at(std::uint64_t done) = 0;
  virtual void stage_ends() = 0;
};

}  // namespace kennis
