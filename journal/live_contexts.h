/// @file
/// Where persons were, while a generation is in force.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "network/contexts.h"

namespace kennis {

/// A claim and who may know of it, as ContextInfo has it.
struct ScopedClaim {
  ContextClaim claim;
  std::uint32_t scope = 0;
};

/// Keeps the contexts of a generation up to date, by the rules of the build.
/// Threads: one at a time. Cost: a change copies what changed of the contexts that it touches.
class LiveContexts {
 public:
  explicit LiveContexts(const Contexts& files) : files_(files), now_(files.with(overlay_)) {}
  LiveContexts(const LiveContexts&) = delete;  // a view into itself
  LiveContexts& operator=(const LiveContexts&) = delete;

  [[nodiscard]] ContextsOverlay& overlay() { return overlay_; }

  /// Replaces where a person was: by position and education, and by groups.
  void put_profile(Node person, const std::vector<ContextClaim>& claims);
  void put_groups(Node person, const std::vector<ScopedClaim>& claims);
  /// From here on only members of the group may know who is in it.
  void shut(std::uint64_t key, std::uint32_t scope);

  /// Whoever was or is in a context that has changed since this was last called; none if they are too many to be named.
  [[nodiscard]] std::optional<std::vector<Node>> take_touched();

 private:
  [[nodiscard]] ContextIndex context_of(const ContextClaim& claim, std::uint32_t scope);
  void set_stays(Node person, std::vector<ContextStay> stays);
  void set_members(ContextIndex context, Node person, const std::vector<ContextStay>& stays);

  const Contexts& files_;
  ContextsOverlay overlay_;
  Contexts now_;
  std::unordered_map<std::uint64_t, ContextIndex> new_;
  std::vector<ContextIndex> touched_;
};

}  // namespace kennis
