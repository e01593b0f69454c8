/// @file
#include "server/gate.h"

namespace kennis {

std::optional<Gate::Pass> Gate::enter() {
  std::unique_lock lock(mutex_);
  if (inside_ >= options_.inside_max) {
    if (waiting_ >= options_.waiting_max) return std::nullopt;
    ++waiting_;
    const bool free = left_.wait_for(lock, options_.wait_max, [&] { return inside_ < options_.inside_max; });
    --waiting_;
    if (!free) return std::nullopt;
  }
  ++inside_;
  return std::optional<Pass>(std::in_place, this);
}

void Gate::leave() {
  {
    const std::lock_guard lock(mutex_);
    --inside_;
  }
  left_.notify_one();
}

}  // namespace kennis
