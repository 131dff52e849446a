// SPDX-License-Identifier: Apache-2.0
//
// Hangs of the standard library's own: locks, threads, futures, latches, barriers, semaphores, atomics, condition variables.
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <functional>
#include <future>
#include <latch>
#include <mutex>
#include <queue>
#include <semaphore>
#include <shared_mutex>

#include "play.h"

// HANGS crossed_guards: deadlock certain; threads left right; locks first second
static void crossed_guards() {
  static std::mutex first, second;
  static Cue left, right;
  static const auto cross = [](std::mutex& mine, std::mutex& other, Cue& give, Cue& await) {
    const std::lock_guard hold(mine);
    Meet(give, await);
    const std::lock_guard both(other);
  };
  std::thread thread = Thread("left", [] { cross(first, second, left, right); });
  Thread("right", [] { cross(second, first, right, left); }).join();
  thread.join();
}

// SILENT scoped_locks
static void scoped_locks() {
  static std::mutex first, second;
  static const auto cross = [](std::mutex& mine, std::mutex& other) {
    for (int i = 0; i < 10'000; ++i) const std::scoped_lock both(mine, other);
  };
  std::thread thread = Thread("left", [] { cross(first, second); });
  Thread("right", [] { cross(second, first); }).join();
  thread.join();
}

// HANGS recursive_and_timed: deadlock certain; threads left right; locks recursive timed
static void recursive_and_timed() {
  static std::recursive_mutex recursive;
  static std::timed_mutex timed;
  static Cue left, right;
  std::thread thread = Thread("left", [] {
    const std::lock_guard once(recursive);
    const std::lock_guard twice(recursive);
    Meet(left, right);
    timed.lock();
  });
  Thread("right", [] {
    const std::lock_guard hold(timed);
    Meet(right, left);
    recursive.lock();
  }).join();
  thread.join();
}

// HANGS shared_and_exclusive: deadlock certain; threads reader writer; locks shared mutex
static void shared_and_exclusive() {
  static std::shared_mutex shared;
  static std::mutex mutex;
  static Cue reads, writes;
  std::thread thread = Thread("reader", [] {
    const std::shared_lock hold(shared);
    Meet(reads, writes);
    mutex.lock();
  });
  Thread("writer", [] {
    const std::lock_guard hold(mutex);
    Meet(writes, reads);
    shared.lock();
  }).join();
  thread.join();
}

// HANGS shared_upgrade: self-deadlock certain; threads upgrader; locks shared
static void shared_upgrade() {
  static std::shared_mutex shared;
  Thread("upgrader", [] {
    const std::shared_lock hold(shared);
    shared.lock();
  }).join();
}

// HANGS join_under_guard: deadlock certain; threads main worker; locks mutex
static void join_under_guard() {
  static std::mutex mutex;
  const std::lock_guard hold(mutex);
  Thread("worker", [] { const std::lock_guard also(mutex); }).join();
}

// HANGS jthread_under_guard: deadlock certain; threads main worker; locks mutex
static void jthread_under_guard() {
  static std::mutex mutex;
  const std::lock_guard hold(mutex);
  const std::jthread worker([] {
    pthread_setname_np(pthread_self(), "worker");
    const std::lock_guard also(mutex);
  });
}

// HANGS once_and_guard: deadlock certain; threads main first; locks mutex once
static void once_and_guard() {
  static std::mutex mutex;
  static std::once_flag once;
  static Cue runs, held;
  std::thread thread = Thread("first", [] {
    std::call_once(once, [] {
      Give(&runs);
      Await(&held);
      const std::lock_guard also(mutex);
    });
  });
  Await(&runs);
  const std::lock_guard hold(mutex);
  Give(&held);
  std::call_once(once, [] {});
  thread.join();
}

static std::mutex guards_made;
static Cue making, guarded;
static int Make() {
  Give(&making);
  Await(&guarded);
  const std::lock_guard hold(guards_made);
  return 1;
}
static int Made() {
  static const int made = Make();
  return made;
}
// HANGS static_and_guard: deadlock certain; threads main first; locks guards_made made
static void static_and_guard() {
  std::thread thread = Thread("first", [] { Made(); });
  Await(&making);
  const std::lock_guard hold(guards_made);
  Give(&guarded);
  Made();
  thread.join();
}

// HANGS get_under_guard: deadlock likely; threads main task; locks mutex - -
static void get_under_guard() {
  static std::mutex mutex;
  std::packaged_task<int()> task([] {
    const std::lock_guard also(mutex);
    return 1;
  });
  std::future<int> result = task.get_future();
  const std::lock_guard hold(mutex);
  std::thread thread([&] {
    pthread_setname_np(pthread_self(), "task");
    task();
  });
  result.get();
  thread.join();
}

// HANGS async_under_guard: deadlock certain; threads main async; locks mutex - -
static void async_under_guard() {
  static std::mutex mutex;
  const std::lock_guard hold(mutex);
  std::future<int> result = std::async(std::launch::async, [] {
    pthread_setname_np(pthread_self(), "async");
    const std::lock_guard also(mutex);
    return 1;
  });
  result.get();
}

// SILENT slow_future
static void slow_future() {
  std::future<int> result = std::async(std::launch::async, [] {
    LetItLook();
    return 1;
  });
  result.get();
}

// HANGS promise_forgotten: deadlock likely; threads main waits; locks -
static void promise_forgotten() {
  static std::promise<int> promise;
  Thread("waits", [] { promise.get_future().get(); }).join();
}

// HANGS promises_crossed: deadlock likely; threads main left right; locks - -
static void promises_crossed() {
  static std::promise<int> to_left, to_right;
  std::thread thread = Thread("left", [] {
    to_left.get_future().get();
    to_right.set_value(1);
  });
  Thread("right", [] {
    to_right.get_future().get();
    to_left.set_value(1);
  }).join();
  thread.join();
}

// One worker, and a task that waits for one which is queued behind it.
struct Pool {
  std::mutex mutex;
  std::condition_variable work;
  std::queue<std::function<void()>> tasks;

  void Add(std::function<void()> task) {
    const std::lock_guard hold(mutex);
    tasks.push(std::move(task));
    work.notify_one();
  }
  void Run() {
    std::unique_lock hold(mutex);
    work.wait(hold, [&] { return !tasks.empty(); });
    const std::function<void()> task = std::move(tasks.front());
    tasks.pop();
    hold.unlock();
    task();
  }
};

// HANGS pool_waits_on_itself: deadlock likely; threads main worker; locks -
static void pool_waits_on_itself() {
  static Pool pool;
  static std::promise<void> inner;
  std::thread worker = Thread("worker", [] {
    for (;;) pool.Run();
  });
  pool.Add([] {
    pool.Add([] { inner.set_value(); });
    inner.get_future().wait();
  });
  worker.join();
}

// SILENT pool_idles
static void pool_idles() {
  static Pool pool;
  std::thread workers[8];
  for (std::thread& worker : workers) worker = Thread("worker", [] { pool.Run(); });
  std::thread boss = Thread("boss", [] {
    LetItLook();
    for (int i = 0; i < 8; ++i) pool.Add([] {});
  });
  for (std::thread& worker : workers) worker.join();
  boss.join();
}

// HANGS latch_one_short: deadlock likely; threads main waits; locks done
static void latch_one_short() {
  static std::latch done(2);
  done.count_down();
  Thread("waits", [] { done.wait(); }).join();
}

// HANGS latch_under_guard: deadlock likely; threads main worker; locks done mutex
static void latch_under_guard() {
  static std::mutex mutex;
  static std::latch done(1);
  std::thread worker = Thread("worker", [] {
    usleep(100'000);
    const std::lock_guard also(mutex);
    done.count_down();
  });
  const std::lock_guard hold(mutex);
  done.wait();
  worker.join();
}

// SILENT slow_latch
static void slow_latch() {
  static std::latch done(1);
  std::thread worker = Thread("worker", [] {
    LetItLook();
    done.count_down();
  });
  done.wait();
  worker.join();
}

// HANGS barrier_short_of_one: deadlock likely; threads main waits; locks -
static void barrier_short_of_one() {
  static std::barrier barrier(2);
  Thread("waits", [] { barrier.arrive_and_wait(); }).join();
}

// HANGS never_released: deadlock likely; threads main worker; locks items
static void never_released() {
  static std::counting_semaphore<4> items(0);
  Thread("worker", [] { items.acquire(); }).join();
}

// HANGS binary_semaphores_crossed: deadlock likely; threads main left right; locks first second
static void binary_semaphores_crossed() {
  static std::binary_semaphore first(1), second(1);
  static Cue left, right;
  std::thread thread = Thread("left", [] {
    first.acquire();
    Meet(left, right);
    second.acquire();
  });
  Thread("right", [] {
    second.acquire();
    Meet(right, left);
    first.acquire();
  }).join();
  thread.join();
}

// HANGS atomic_never_changes: deadlock likely; threads main waits; locks flag
static void atomic_never_changes() {
  static std::atomic<int> flag = 0;
  Thread("waits", [] { flag.wait(0); }).join();
}

// It was changed, and nobody said so.
// HANGS atomic_changed_in_silence: deadlock likely; threads main waits; locks flag
static void atomic_changed_in_silence() {
  static std::atomic<int> flag = 0;
  static int where;
  std::thread thread = Thread("waits", [] {
    SayWhere(&where);
    flag.wait(0);
  });
  AwaitAsleep(&where);
  flag = 1;
  thread.join();
}

// SILENT atomic_changed_late
static void atomic_changed_late() {
  static std::atomic<int> flag = 0;
  std::thread thread = Thread("changes", [] {
    LetItLook();
    flag = 1;
    flag.notify_all();
  });
  flag.wait(0);
  thread.join();
}

// HANGS bell_never_rung: deadlock likely; threads main waits; locks bell
static void bell_never_rung() {
  static std::mutex mutex;
  static std::condition_variable bell;
  static bool rung = false;
  Thread("waits", [] {
    std::unique_lock hold(mutex);
    bell.wait(hold, [] { return rung; });
  }).join();
}

// HANGS bell_before_the_wait: lost-wakeup likely; threads main waits; locks bell
static void bell_before_the_wait() {
  static std::mutex mutex;
  static std::condition_variable bell;
  bell.notify_one();
  Thread("waits", [] {
    std::unique_lock hold(mutex);
    bell.wait(hold);
  }).join();
}

// The flag is set without the lock, between the look at it and the sleep.
// HANGS bell_between_look_and_sleep: lost-wakeup likely; threads waits ringer; locks bell
static void bell_between_look_and_sleep() {
  static std::mutex mutex;
  static std::condition_variable bell;
  static std::atomic<bool> rung = false;
  static Cue looked, has_rung;
  std::thread thread = Thread("waits", [] {
    std::unique_lock hold(mutex);
    bell.wait(hold, [] {
      const bool seen = rung;
      Give(&looked);
      Await(&has_rung);
      return seen;
    });
  });
  Thread("ringer", [] {
    Await(&looked);
    rung = true;
    bell.notify_one();
    Give(&has_rung);
  }).join();
  thread.join();
}

// HANGS one_of_two_is_told: lost-wakeup likely; threads main worker; locks stop
static void one_of_two_is_told() {
  static std::mutex mutex;
  static std::condition_variable stop;
  static bool stopped = false;
  static int where[2];
  static const auto work = [](int* here) {
    std::unique_lock hold(mutex);
    SayWhere(here);
    stop.wait(hold, [] { return stopped; });
  };
  std::thread one = Thread("worker", [] { work(&where[0]); });
  std::thread two = Thread("worker", [] { work(&where[1]); });
  AwaitAsleep(&where[0]);
  AwaitAsleep(&where[1]);
  {
    const std::lock_guard hold(mutex);
    stopped = true;
  }
  stop.notify_one();
  one.join();
  two.join();
}

// SILENT all_are_told
static void all_are_told() {
  static std::mutex mutex;
  static std::condition_variable stop;
  static bool stopped = false;
  static const auto work = [] {
    std::unique_lock hold(mutex);
    stop.wait(hold, [] { return stopped; });
  };
  std::thread one = Thread("worker", [] { work(); });
  std::thread two = Thread("worker", [] { work(); });
  LetItLook();
  {
    const std::lock_guard hold(mutex);
    stopped = true;
  }
  stop.notify_all();
  one.join();
  two.join();
}

// HANGS bell_under_another_lock: deadlock likely; threads waits ringer; locks outer bell
static void bell_under_another_lock() {
  static std::mutex outer, mutex;
  static std::condition_variable bell;
  static bool rung = false;
  static Cue held;
  std::thread thread = Thread("waits", [] {
    const std::lock_guard hold_outer(outer);
    std::unique_lock hold(mutex);
    Give(&held);
    bell.wait(hold, [] { return rung; });
  });
  Thread("ringer", [] {
    Await(&held);
    const std::lock_guard hold_outer(outer);
    const std::lock_guard hold(mutex);
    rung = true;
    bell.notify_one();
  }).join();
  thread.join();
}

// A place for one in each direction.
struct Mailbox {
  std::mutex mutex;
  std::condition_variable room;
  std::condition_variable mail;
  bool full = false;

  void Put() {
    std::unique_lock hold(mutex);
    room.wait(hold, [&] { return !full; });
    full = true;
    mail.notify_one();
  }
  void Get() {
    std::unique_lock hold(mutex);
    mail.wait(hold, [&] { return full; });
    full = false;
    room.notify_one();
  }
};
// Both are full, and both sides put before they get.
// HANGS full_queues: deadlock likely; threads client server; locks to_client.room to_server.room
static void full_queues() {
  static Mailbox to_server, to_client;
  static const auto talk = [](Mailbox& out, Mailbox& in) {
    out.Put();
    in.Get();
    out.Put();
    out.Put();
    in.Get();
  };
  std::thread client = Thread("client", [] { talk(to_server, to_client); });
  Thread("server", [] { talk(to_client, to_server); }).join();
  client.join();
}

// SILENT talking_queues
static void talking_queues() {
  static Mailbox to_server, to_client;
  std::thread client = Thread("client", [] {
    for (int i = 0; i < 20'000; ++i) to_server.Put(), to_client.Get();
  });
  Thread("server", [] {
    for (int i = 0; i < 20'000; ++i) to_server.Get(), to_client.Put();
  }).join();
  client.join();
}

int main(int count, char** words) {
  static const Case cases[] = {
      {"crossed_guards", crossed_guards},
      {"scoped_locks", scoped_locks},
      {"recursive_and_timed", recursive_and_timed},
      {"shared_and_exclusive", shared_and_exclusive},
      {"shared_upgrade", shared_upgrade},
      {"join_under_guard", join_under_guard},
      {"jthread_under_guard", jthread_under_guard},
      {"once_and_guard", once_and_guard},
      {"static_and_guard", static_and_guard},
      {"get_under_guard", get_under_guard},
      {"async_under_guard", async_under_guard},
      {"slow_future", slow_future},
      {"promise_forgotten", promise_forgotten},
      {"promises_crossed", promises_crossed},
      {"pool_waits_on_itself", pool_waits_on_itself},
      {"pool_idles", pool_idles},
      {"latch_one_short", latch_one_short},
      {"latch_under_guard", latch_under_guard},
      {"slow_latch", slow_latch},
      {"barrier_short_of_one", barrier_short_of_one},
      {"never_released", never_released},
      {"binary_semaphores_crossed", binary_semaphores_crossed},
      {"atomic_never_changes", atomic_never_changes},
      {"atomic_changed_in_silence", atomic_changed_in_silence},
      {"atomic_changed_late", atomic_changed_late},
      {"bell_never_rung", bell_never_rung},
      {"bell_before_the_wait", bell_before_the_wait},
      {"bell_between_look_and_sleep", bell_between_look_and_sleep},
      {"one_of_two_is_told", one_of_two_is_told},
      {"all_are_told", all_are_told},
      {"bell_under_another_lock", bell_under_another_lock},
      {"full_queues", full_queues},
      {"talking_queues", talking_queues},
  };
  return PlayOne(cases, count, words);
}
