/// @file
#include "server/gate.h"

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace kennis {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Gate, LetsInAsManyAsItMay) {
  Gate gate({.inside_max = 2, .waiting_max = 0, .wait_max = milliseconds(0)});
  auto first = gate.enter();
  const auto second = gate.enter();
  EXPECT_TRUE(first && second);
  EXPECT_FALSE(gate.enter());
  first.reset();
  EXPECT_TRUE(gate.enter());
}

TEST(Gate, WaitsNoLongerThanItShould) {
  Gate gate({.inside_max = 1, .waiting_max = 1, .wait_max = milliseconds(50)});
  const auto pass = gate.enter();
  EXPECT_FALSE(gate.enter());
}

TEST(Gate, AWaiterIsLetInWhenSomebodyLeaves) {
  Gate gate({.inside_max = 1, .waiting_max = 1, .wait_max = seconds(60)});
  auto pass = gate.enter();
  std::atomic<bool> inside = false;
  std::thread waiter([&] { inside = gate.enter().has_value(); });
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_FALSE(inside);
  pass.reset();
  waiter.join();
  EXPECT_TRUE(inside);
}

TEST(Gate, NeverHoldsMoreThanItsMax) {
  Gate gate({.inside_max = 3, .waiting_max = 64, .wait_max = seconds(60)});
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 100; ++round) {
        const auto pass = gate.enter();
        if (!pass) continue;
        const int now = ++inside;
        int seen = most;
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::yield();
        --inside;
        ++done;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 1600);
  EXPECT_LE(most, 3);
}

}  // namespace
}  // namespace kennis
