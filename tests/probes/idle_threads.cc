// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

#include "catch.h"
#include "snarl/condition_variable.h"
#include "snarl/mutex.h"
#include "snarl/probes/all_waits.h"
#include "snarl/probes/attempt_probe.h"
#include "snarl/probes/each_thread.h"
#include "snarl/probes/hang_probe.h"
#include "snarl/probes/spin_probe.h"
#include "snarl/probes/wait_probe.h"
#include "snarl/record/start.h"

namespace snarl::probes {
namespace {

// The looks of the watching thread, which this test makes itself.
struct Looks {
  AllWaits waits;
  HangProbe hang;
  WaitProbe wait;
  AttemptProbe attempt;
  SpinProbe spin;

  // How many threads were visited in so many looks.
  std::uint64_t Visits(int looks) {
    const std::uint64_t before = threads_visited;
    for (int look = 0; look < looks; ++look) {
      waits.Read();
      hang.Look(waits);
      wait.Look(waits);
      attempt.Look();
      spin.Look();
    }
    return threads_visited - before;
  }
};

void AwaitWaiters(std::size_t count) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(50);
  for (bool everybody = false; ReadWaiters(everybody).size() != count;) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::yield();
  }
}

TEST_CASE("Threads that stay idle are not visited again", "[probes]") {
  record::watching.store(true);  // by us
  constexpr std::size_t kThreads = 100;
  snarl::mutex mutex;
  snarl::condition_variable first_leaves;
  snarl::condition_variable all_leave;
  bool left[2] = {};
  { const std::lock_guard known(mutex); }  // this thread, which does something else than to wait
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      std::unique_lock lock(mutex);
      (i == 0 ? first_leaves : all_leave).wait(lock, [&] { return left[i == 0 ? 0 : 1]; });
    });
  }
  const auto leave = [&](bool& which, snarl::condition_variable& by) {
    const std::lock_guard lock(mutex);
    which = true;
    by.notify_all();
  };
  AwaitWaiters(kThreads);

  Looks looks;
  REQUIRE(looks.Visits(30) >= kThreads);
  REQUIRE(looks.waits.waiters().size() == kThreads);
  CHECK(looks.Visits(1000) == 0);

  leave(left[0], first_leaves);
  threads[0].join();
  const std::uint64_t visits = looks.Visits(1000);
  CHECK(visits >= kThreads - 1);
  CHECK(visits <= 2 * record::ThreadsAlive());
  CHECK(looks.waits.waiters().size() == kThreads - 1);

  leave(left[1], all_leave);
  for (std::size_t i = 1; i < kThreads; ++i) threads[i].join();
  REQUIRE(looks.Visits(1) >= 1);
  CHECK(looks.waits.waiters().empty());
  record::watching.store(false);
}

}  // namespace
}  // namespace snarl::probes
