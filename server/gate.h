/// @file
/// How many requests may work at once. Beyond it a few wait a little; the rest are told to come back.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <utility>

namespace kennis {

struct GateOptions {
  std::size_t inside_max = 4;
  std::size_t waiting_max = 32;
  std::chrono::milliseconds wait_max{2000};
};

/// A counting semaphore whose queue has an end.
/// Threads: any number at once.
class Gate {
 public:
  explicit Gate(const GateOptions& options) : options_(options) {}
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;

  /// Leaves the gate when it dies. Needs: the gate lives longer.
  class Pass {
   public:
    explicit Pass(Gate* gate) : gate_(gate) {}
    Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->leave();
    }

   private:
    Gate* gate_;
  };

  /// Waits for a place for at most wait_max; nothing if there is none by then, or if waiting_max wait already.
  [[nodiscard]] std::optional<Pass> enter();

 private:
  void leave();

  const GateOptions options_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t inside_ = 0;
  std::size_t waiting_ = 0;
};

}  // namespace kennis
