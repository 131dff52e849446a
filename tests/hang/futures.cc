// SPDX-License-Identifier: Apache-2.0
//
// Hangs of futures, promises, and a pool of threads that is made of them.
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>

#include "play.h"

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

int main(int count, char** words) {
  static const Case cases[] = {
      {"get_under_guard", get_under_guard},
      {"async_under_guard", async_under_guard},
      {"slow_future", slow_future},
      {"promise_forgotten", promise_forgotten},
      {"promises_crossed", promises_crossed},
      {"pool_waits_on_itself", pool_waits_on_itself},
      {"pool_idles", pool_idles},
  };
  return PlayOne(cases, count, words);
}
