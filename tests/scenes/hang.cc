// SPDX-License-Identifier: Apache-2.0
//
// Programs that hang, and twins that only wait.
#include <condition_variable>
#include <mutex>
#include <shared_mutex>

#include "scenes/scene.h"
#include "snarl/absl_mutex.h"
#include "snarl/condition_variable.h"
#include "snarl/mutex.h"
#include "snarl/shared_mutex.h"
#include "snarl/watchdog.h"

namespace scenes {
namespace {

using std::chrono::milliseconds;

// Long enough for several looks of the watching thread.
void LetItLook() { std::this_thread::sleep_for(milliseconds(450)); }

template <class Mutex>
int Meeting() {
  static Mutex left{"left"};
  static Mutex right{"right"};
  static Cue left_held;
  static Cue right_held;
  std::thread([] {
    std::lock_guard hold(left);
    left_held.Give();
    right_held.Await();
    std::lock_guard both(right);
  }).detach();
  std::thread([] {
    std::lock_guard hold(right);
    right_held.Give();
    left_held.Await();
    std::lock_guard both(left);
  }).detach();
  EndWhenReported("deadlock");
}

int RingOfThreeHangs() {
  static snarl::mutex forks[3];
  static Cue held[3];
  for (std::size_t i = 0; i < 3; ++i) {
    std::thread([i] {
      std::lock_guard first(forks[i]);
      held[i].Give();
      for (const Cue& cue : held) cue.Await();
      std::lock_guard second(forks[(i + 1) % 3]);
    }).detach();
  }
  EndWhenReported("deadlock");
}

// Two of four threads hang; the others go on meanwhile.
int HangAmongTheLiving() {
  static std::atomic<bool> stop{false};
  static snarl::mutex busy{"busy"};
  std::thread worker([] {
    while (!stop.load(std::memory_order_relaxed)) std::lock_guard hold(busy);
  });
  worker.detach();
  return Meeting<snarl::mutex>();
}

// The second reading waits behind the writer, and the writer for the first reading.
int ReadsTwiceAroundAWriter() {
  static snarl::Mutex table{"table"};
  static Cue reads;
  std::thread([]() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    table.ReaderLock();
    reads.Give();
    // A waiting writer makes the try fail.
    while (table.ReaderTryLock()) table.ReaderUnlock();
    table.ReaderLock();
    std::_Exit(70);
  }).detach();
  reads.Await();
  std::thread([] { snarl::MutexLock write(table); }).detach();
  EndWhenReported("deadlock");
}

int SlowHolder() {
  snarl::mutex slow{"slow"};
  Cue held;
  std::thread holder([&] {
    std::lock_guard hold(slow);
    held.Give();
    LetItLook();
  });
  held.Await();
  { std::lock_guard hold(slow); }
  holder.join();
  return 0;
}

int Contention() {
  snarl::mutex a{"a"};
  snarl::mutex b{"b"};
  std::atomic<bool> stop{false};
  long count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      while (!stop.load(std::memory_order_relaxed)) {
        std::lock_guard first(a);
        std::lock_guard second(b);
        ++count;
      }
    });
  }
  LetItLook();
  stop.store(true, std::memory_order_relaxed);
  for (std::thread& thread : threads) thread.join();
  return count > 0 ? 0 : 70;
}

int TimedWaitEnds() {
  static snarl::timed_mutex left{"left"};
  static snarl::timed_mutex right{"right"};
  Cue left_held;
  Cue right_held;
  const auto meet = [](snarl::timed_mutex& mine, snarl::timed_mutex& other, Cue& give, Cue& await) {
    std::lock_guard hold(mine);
    give.Give();
    await.Await();
    if (other.try_lock_for(milliseconds(400))) other.unlock();
  };
  std::thread one([&] { meet(left, right, left_held, right_held); });
  std::thread two([&] { meet(right, left, right_held, left_held); });
  one.join();
  two.join();
  return 0;
}

int SelfRelock() {
  static snarl::mutex once{"once"};
  std::thread([] {
    std::lock_guard outer(once);
    std::lock_guard inner(once);
  }).detach();
  EndWhenReported("self-deadlock");
}

int Upgrade() {
  static snarl::shared_mutex table{"table"};
  std::thread([] {
    std::shared_lock read(table);
    std::unique_lock write(table);
  }).detach();
  EndWhenReported("self-deadlock");
}

int UpgradeAfterRelease() {
  snarl::shared_mutex table{"table"};
  { std::shared_lock read(table); }
  std::unique_lock write(table);
  return 0;
}

int BellBeforeTheWait() {
  snarl::Configure("lost_wakeup_ms=200");
  static snarl::mutex door{"door"};
  static snarl::condition_variable bell{"bell"};
  std::thread([] { bell.notify_one(); }).join();
  std::thread([] {
    std::unique_lock hold(door);
    bell.wait(hold);
  }).detach();
  EndWhenReported("lost-wakeup");
}

// The same bell, but whoever rings it lives: he may ring again, and does.
int RingerLives() {
  snarl::Configure("lost_wakeup_ms=100");
  snarl::mutex door{"door"};
  snarl::condition_variable bell{"bell"};
  std::atomic<bool> gone{false};
  bell.notify_one();
  std::thread waiter([&] {
    std::unique_lock hold(door);
    bell.wait(hold);
    gone.store(true, std::memory_order_relaxed);
  });
  LetItLook();
  while (!gone.load(std::memory_order_relaxed)) {
    bell.notify_one();
    std::this_thread::yield();
  }
  waiter.join();
  return 0;
}

// The same bell, remembered: the wait has a predicate and does not even begin.
int BellRemembered() {
  snarl::Configure("lost_wakeup_ms=100");
  snarl::mutex door{"door"};
  snarl::condition_variable bell{"bell"};
  bool rung = false;
  std::thread([&] {
    std::lock_guard hold(door);
    rung = true;
    bell.notify_one();
  }).join();
  std::unique_lock hold(door);
  bell.wait(hold, [&] { return rung; });
  return 0;
}

// A pool that waits for work, as pools do all day.
int IdlePool() {
  snarl::Configure("lost_wakeup_ms=100:stall_ms=200");
  snarl::Mutex queue{"queue"};
  bool closed = false;
  std::vector<std::thread> pool;
  for (int i = 0; i < 4; ++i) {
    pool.emplace_back([&] {
      queue.LockWhen(absl::Condition(&closed));
      queue.Unlock();
    });
  }
  LetItLook();
  {
    snarl::MutexLock hold(queue);
    closed = true;
  }
  for (std::thread& thread : pool) thread.join();
  return 0;
}

int StalledWait() {
  snarl::Configure("stall_ms=200");
  static snarl::mutex slow{"slow"};
  static Cue held;
  std::thread([] {
    std::lock_guard hold(slow);
    held.Give();
    while (snarl::FindingCount("stall") == 0) std::this_thread::sleep_for(milliseconds(1));
  }).detach();
  held.Await();
  { std::lock_guard hold(slow); }
  return 0;
}

int TryDance() {
  snarl::Configure("livelock_ms=300");
  static snarl::mutex left{"left"};
  static snarl::mutex right{"right"};
  static std::atomic<int> step[2] = {0, 0};
  const auto dance = [](std::size_t me, snarl::mutex& mine, snarl::mutex& other) {
    // In step: both hold, both fail, both let go.
    const auto beat = [me] {
      const int now = step[me].load(std::memory_order_relaxed) + 1;
      step[me].store(now, std::memory_order_relaxed);
      while (step[1 - me].load(std::memory_order_relaxed) < now) std::this_thread::yield();
    };
    while (true) {
      mine.lock();
      beat();
      if (other.try_lock()) other.unlock();
      beat();
      mine.unlock();
    }
  };
  std::thread([dance] { dance(0, left, right); }).detach();
  std::thread([dance] { dance(1, right, left); }).detach();
  EndWhenReported("livelock");
}

// One retries, the other simply holds for a while: nobody is in anybody's way for ever.
int TryUntilFree() {
  snarl::Configure("livelock_ms=100");
  snarl::mutex mine{"mine"};
  snarl::mutex wanted{"wanted"};
  Cue held;
  std::thread holder([&] {
    std::lock_guard hold(wanted);
    held.Give();
    LetItLook();
  });
  held.Await();
  std::lock_guard hold(mine);
  while (!wanted.try_lock()) std::this_thread::yield();
  wanted.unlock();
  holder.join();
  return 0;
}

}  // namespace

const std::vector<Scene>& HangScenes() {
  static const std::vector<Scene> scenes = {
      {"meeting_mutex", &Meeting<snarl::mutex>},
      {"meeting_absl_mutex", &Meeting<snarl::Mutex>},
      {"meeting_shared_mutex", &Meeting<snarl::shared_mutex>},
      {"ring_of_three_hangs", &RingOfThreeHangs},
      {"hang_among_the_living", &HangAmongTheLiving},
      {"reads_twice_around_a_writer", &ReadsTwiceAroundAWriter},
      {"slow_holder", &SlowHolder},
      {"contention", &Contention},
      {"timed_wait_ends", &TimedWaitEnds},
      {"self_relock", &SelfRelock},
      {"upgrade", &Upgrade},
      {"upgrade_after_release", &UpgradeAfterRelease},
      {"bell_before_the_wait", &BellBeforeTheWait},
      {"ringer_lives", &RingerLives},
      {"bell_remembered", &BellRemembered},
      {"idle_pool", &IdlePool},
      {"stalled_wait", &StalledWait},
      {"try_dance", &TryDance},
      {"try_until_free", &TryUntilFree},
  };
  return scenes;
}

}  // namespace scenes
