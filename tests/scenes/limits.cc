// SPDX-License-Identifier: Apache-2.0
//
// What the watchdog is known to miss, and what it is known to say too much: one scene per limit of docs/limits.md. The day a
// limit falls its test fails, and both have to be turned round.
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "scenes/scene.h"
#include "snarl/absl_mutex.h"
#include "snarl/condition_variable.h"
#include "snarl/mutex.h"
#include "snarl/probe.h"
#include "snarl/shared_mutex.h"
#include "snarl/thread_annotations.h"
#include "snarl/watchdog.h"

namespace scenes {
namespace {

using std::chrono::milliseconds;

// Several looks of the watching thread, after which the hanging threads need not be waited for.
[[noreturn]] void EndAfterSomeLooks() {
  std::this_thread::sleep_for(milliseconds(450));
  snarl::FlushAndExit(0);
}

template <class Mutex>
void Both(Mutex& first, Mutex& second) {
  std::lock_guard hold_first(first);
  std::lock_guard hold_second(second);
}

// ---- locks and waits that nobody watches ----

int NativeLocks() {
  std::mutex a;
  std::mutex b;
  InTurn({[&] { Both(a, b); }, [&] { Both(b, a); }});
  return 0;
}

int JoinUnderALock() {
  static snarl::mutex held{"held"};
  static Cue is_held;
  std::thread([] {
    std::lock_guard hold(held);
    std::thread inner([] {
      is_held.Await();
      std::lock_guard never(held);
    });
    is_held.Give();
    inner.join();
  }).detach();
  is_held.Await();
  EndAfterSomeLooks();
}

// The guest waits for the bell with the key in hand; the ringer needs the key to get to the bell.
int HoldsWhatTheRingerNeeds() {
  static snarl::mutex key{"key"};
  static snarl::mutex door{"door"};
  static snarl::condition_variable bell{"bell"};
  static bool rung = false;
  static Cue waits;
  std::thread([] {
    std::lock_guard hold_key(key);
    std::unique_lock hold(door);
    bell.wait(hold, [] {
      waits.Give();
      return rung;
    });
  }).detach();
  waits.Await();
  std::thread([] {
    std::lock_guard hold_key(key);
    std::lock_guard hold(door);
    rung = true;
    bell.notify_one();
  }).detach();
  EndAfterSomeLooks();
}

// ---- wake-ups that get lost unseen ----

int LostWhileTheRingerLives() {
  snarl::Configure("lost_wakeup_ms=100");
  static snarl::mutex door{"door"};
  static snarl::condition_variable bell{"bell"};
  bell.notify_one();
  std::thread([] {
    std::unique_lock hold(door);
    bell.wait(hold);
  }).detach();
  EndAfterSomeLooks();
}

// Rung without the lock, after the waiter has looked and before it sleeps.
int LostBetweenLookAndSleep() {
  snarl::Configure("lost_wakeup_ms=100");
  static snarl::mutex door{"door"};
  static snarl::condition_variable bell{"bell"};
  static std::atomic<bool> rung{false};
  static Cue looked;
  static Cue has_rung;
  std::thread([] {
    std::unique_lock hold(door);
    bell.wait(hold, [] {
      const bool seen = rung.load(std::memory_order_relaxed);
      looked.Give();
      has_rung.Await();
      return seen;
    });
  }).detach();
  std::thread([] {
    looked.Await();
    rung.store(true, std::memory_order_relaxed);
    bell.notify_one();
    has_rung.Give();
  }).join();
  EndAfterSomeLooks();
}

// ---- readers ----

int ReadsTwice() {
  snarl::shared_mutex table{"table"};
  std::shared_lock outer(table);
  std::shared_lock inner(table);
  return 0;
}

// ---- busy threads that did not say what progress is ----

int SpinsUnannounced() {
  snarl::Configure("spin_ms=100:stall_ms=100");
  snarl::mutex lock{"lock"};
  { std::lock_guard hold(lock); }
  const auto end = std::chrono::steady_clock::now() + milliseconds(450);
  volatile long rounds = 0;
  while (std::chrono::steady_clock::now() < end) rounds = rounds + 1;
  return 0;
}

int RetriesUnderTwoNames() {
  snarl::Configure("livelock_ms=100");
  std::vector<std::thread> threads;
  for (const char* name : {"left", "right"}) {
    threads.emplace_back([name] {
      snarl::Progress progress(name);
      const auto end = std::chrono::steady_clock::now() + milliseconds(450);
      while (std::chrono::steady_clock::now() < end) {
        progress.Retry();
        std::this_thread::sleep_for(milliseconds(1));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

// ---- what is remembered ----

// Looks at `count` data, then writes the first of them, after somebody else did.
int WritesAfterLooks(std::size_t count) {
  std::vector<std::unique_ptr<snarl::Guarded<int>>> data;
  for (std::size_t i = 0; i < count; ++i) data.push_back(std::make_unique<snarl::Guarded<int>>("data", 0));
  Cue looked;
  Cue written;
  std::thread other([&] {
    looked.Await();
    *data.front()->Write() = 1;
    written.Give();
  });
  for (auto& one : data) static_cast<void>(*one->Read());
  looked.Give();
  written.Await();
  *data.front()->Write() = 2;
  other.join();
  return 0;
}
int EightLooks() { return WritesAfterLooks(8); }
int NineLooks() { return WritesAfterLooks(9); }

// The deposit has nothing to do with the balance that was printed, and nobody can know it.
int ReadsAndDeposits() {
  snarl::Guarded<int> balance{"balance", 100};
  Cue printed;
  Cue written;
  std::thread other([&] {
    printed.Await();
    *balance.Write() += 1;
    written.Give();
  });
  std::printf("%d\n", *balance.Read());
  printed.Give();
  written.Await();
  *balance.Write() += 5;
  other.join();
  return 0;
}

// Two orders that a gate kept apart; a third closes the circle.
int ThreeAroundAGate(bool gate_goes) {
  snarl::mutex a{"a"};
  snarl::mutex b{"b"};
  snarl::mutex c{"c"};
  auto gate = std::make_unique<snarl::mutex>("gate");
  std::mutex one_after_the_other;  // unwatched; without it the end of the gate would be a data race
  const auto gated = [&](snarl::mutex& first, snarl::mutex& second) {
    std::lock_guard in_order(one_after_the_other);
    std::lock_guard hold(*gate);
    Both(first, second);
  };
  InTurn({[&] { gated(a, b); }, [&] { gated(b, c); },
          [&] {
            std::lock_guard in_order(one_after_the_other);
            if (gate_goes) gate.reset();
            Both(c, a);
          }});
  return 0;
}
int GateStays() { return ThreeAroundAGate(false); }
int GateDestroyed() { return ThreeAroundAGate(true); }

// ---- what a report says ----

// Calls itself `depth` times, so that the frames of its callers are that far away.
template <class Then>
[[gnu::noinline]] void Deeper(int depth, const Then& then) {
  if (depth == 0) {
    then();
  } else {
    Deeper(depth - 1, then);
  }
  asm volatile("");  // or the call would be a jump
}

bool Said(const char* text) { return snarl::FindingsJson().find(text) != std::string::npos; }

template <class Then>
[[gnu::noinline]] void FarAway(const Then& then) {
  Deeper(40, then);
  asm volatile("");
}
template <class Then>
[[gnu::noinline]] void Nearby(const Then& then) {
  Deeper(4, then);
  asm volatile("");
}

int DeepStack() {
  snarl::mutex a{"a"};
  snarl::mutex b{"b"};
  InTurn({[&] { FarAway([&] { Both(a, b); }); }, [&] { Nearby([&] { Both(b, a); }); }});
  return Said("Nearby") && Said("Deeper") && !Said("FarAway") ? 0 : 70;
}

// Of different lengths, or the compiler would make one function of them.
[[gnu::noinline]] void TheFirstWay(const std::function<void()>& work) {
  Deeper(12, work);
  asm volatile("");
}
[[gnu::noinline]] void TheSecondWay(const std::function<void()>& work) {
  Deeper(14, work);
  asm volatile("");
}

// The same call site on another way: the stack is the one of the first time.
int FirstWayIn() {
  bool overdue = false;
  const std::function<void()> work = [&] {
    const snarl::Deadline deadline("work", milliseconds(100));
    if (overdue && !snarl::WaitForFinding("stall", 1, 20'000)) snarl::FlushAndExit(70);
  };
  TheFirstWay(work);
  overdue = true;
  TheSecondWay(work);
  return Said("TheFirstWay") && !Said("TheSecondWay") ? 0 : 70;
}

int WhereCreated() {
  snarl::mutex a{"a"};
  snarl::mutex b{"b"};
  InTurn({[&] { Both(a, b); }, [&] { Both(b, a); }});
  return Said("\"created\": []") && !Said("\"created\": [\n") ? 0 : 70;
}

// ---- the process ----

int EndsAtOnce() {
  static snarl::mutex a{"a"};
  static snarl::mutex b{"b"};
  InTurn({[] { Both(a, b); }, [] { Both(b, a); }});
  _exit(0);
}

// After a fork of several threads ThreadSanitizer ends a child that starts one: so the probes of such a child sleep.
int ProbeInAChild() {
  snarl::mutex lock{"lock"};
  { std::lock_guard hold(lock); }
  std::thread([&] { std::lock_guard hold(lock); }).join();
  const pid_t pid = fork();
  if (pid == 0) {
    const snarl::Deadline deadline("child", milliseconds(50));
    snarl::WaitForFinding("stall", 1, SNARL_UNDER_TSAN != 0 ? 450 : 20'000);
    snarl::FlushAndExit(0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}

// g++'s ThreadSanitizer does not see a memset of constant size; clang's does.
int MemsetRace() {
  static char board[16];
  InTurn({[] { std::memset(board, 1, sizeof board); }, [] { std::memset(board, 2, sizeof board); }});
  return board[0] == 2 ? 0 : 70;
}

}  // namespace

const std::vector<Scene>& LimitScenes() {
  static const std::vector<Scene> scenes = {
      {"native_locks", &NativeLocks},
      {"join_under_a_lock", &JoinUnderALock},
      {"holds_what_the_ringer_needs", &HoldsWhatTheRingerNeeds},
      {"lost_while_the_ringer_lives", &LostWhileTheRingerLives},
      {"lost_between_look_and_sleep", &LostBetweenLookAndSleep},
      {"reads_twice", &ReadsTwice},
      {"spins_unannounced", &SpinsUnannounced},
      {"retries_under_two_names", &RetriesUnderTwoNames},
      {"eight_looks", &EightLooks},
      {"nine_looks", &NineLooks},
      {"reads_and_deposits", &ReadsAndDeposits},
      {"gate_stays", &GateStays},
      {"gate_destroyed", &GateDestroyed},
      {"deep_stack", &DeepStack},
      {"first_way_in", &FirstWayIn},
      {"where_created", &WhereCreated},
      {"ends_at_once", &EndsAtOnce},
      {"probe_in_a_child", &ProbeInAChild},
      {"memset_race", &MemsetRace},
  };
  return scenes;
}

}  // namespace scenes
