// SPDX-License-Identifier: Apache-2.0
//
// Locks in code that runs before main, when a thread ends, and after main: static and thread-local objects, thread keys, handlers
// of atexit(), by one thread while others go on locking.
#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace {

std::mutex outer;
std::mutex inner;
int locked = 0;

void Lock() {
  const std::lock_guard<std::mutex> hold_outer(outer);
  const std::lock_guard<std::mutex> hold_inner(inner);
  ++locked;
}

struct Static {
  Static() { Lock(); }
  ~Static() {
    Lock();
    std::puts("static destructor");
    std::fflush(stdout);
  }
};
const Static a_static;

struct ThreadLocal {
  ~ThreadLocal() { Lock(); }
};
thread_local ThreadLocal a_thread_local;

pthread_key_t key;
// Comes in each round that there is.
void AtThreadEnd(void* rounds) {
  Lock();
  auto* left = static_cast<int*>(rounds);
  if (--*left > 0) {
    pthread_setspecific(key, left);
  } else {
    delete left;
  }
}

void Work() {
  (void)&a_thread_local;
  pthread_setspecific(key, new int(PTHREAD_DESTRUCTOR_ITERATIONS - 1));
  std::shared_mutex mutex;
  std::condition_variable_any rung;
  bool ready = false;
  std::thread ringer([&] {
    const std::lock_guard<std::shared_mutex> hold(mutex);
    ready = true;
    rung.notify_all();
  });
  std::unique_lock<std::shared_mutex> hold(mutex);
  rung.wait(hold, [&] { return ready; });
  hold.unlock();
  ringer.join();
  Lock();
}

std::atomic<bool> goes_on{true};

}  // namespace

int main() {
  pthread_key_create(&key, &AtThreadEnd);
  std::atexit([] { Lock(); });
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) threads.emplace_back(Work);
  for (std::thread& thread : threads) thread.join();
  std::printf("%d\n", locked);
  std::thread([] {
    while (goes_on.load()) Lock();
  }).detach();
  return 0;
}
