// SPDX-License-Identifier: Apache-2.0
//
// sleepers KIND MS: a thread sleeps in a latch, a barrier, … with a mutex in its hand, another waits for the mutex, and after so
// many milliseconds the sleep is ended. Whoever looks meanwhile can say what the holder waits for.
#include <linux/futex.h>
#include <semaphore.h>
#include <sys/syscall.h>

#include <atomic>
#include <barrier>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <latch>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>

#include "../truth/cue.h"

namespace {

std::mutex mutex;
int sleeper = 0;
int waiter = 0;
int milliseconds = 0;

template <class Sleep, class End>
void Play(Sleep sleep, End end) {
  std::thread sleeps([&] {
    const std::lock_guard hold(mutex);
    SayWhere(&sleeper);
    sleep();
  });
  AwaitAsleep(&sleeper);
  std::thread waits([] {
    SayWhere(&waiter);
    const std::lock_guard hold(mutex);
  });
  AwaitAsleep(&waiter);
  usleep(static_cast<useconds_t>(milliseconds) * 1000);
  end();
  sleeps.join();
  waits.join();
  std::puts("awake");
}

Cue leave{};

int word = 0;
void Futex(int operation, int value) { syscall(SYS_futex, &word, operation, value, nullptr, nullptr, 0); }

}  // namespace

int main(int count, char** arguments) {
  const std::string kind = count == 3 ? arguments[1] : "";
  if (count == 3) milliseconds = std::atoi(arguments[2]);
  if (kind == "latch") {
    std::latch latch(1);
    Play([&] { latch.wait(); }, [&] { latch.count_down(); });
  } else if (kind == "barrier") {
    std::barrier barrier(2);
    Play([&] { barrier.arrive_and_wait(); }, [&] { barrier.arrive_and_wait(); });
  } else if (kind == "semaphore") {
    std::counting_semaphore<5> semaphore(0);
    Play([&] { semaphore.acquire(); }, [&] { semaphore.release(); });
  } else if (kind == "atomic") {
    std::atomic<int> flag = 0;
    Play([&] { flag.wait(0); },
         [&] {
           flag = 1;
           flag.notify_all();
         });
  } else if (kind == "future") {
    std::promise<int> promise;
    Play([&] { promise.get_future().wait(); }, [&] { promise.set_value(1); });
  } else if (kind == "future_for") {
    std::promise<int> promise;
    Play([&] { promise.get_future().wait_for(std::chrono::seconds(50)); }, [&] { promise.set_value(1); });
  } else if (kind == "sem_wait") {
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    Play([&] { sem_wait(&semaphore); }, [&] { sem_post(&semaphore); });
  } else if (kind == "pthread_barrier") {
    pthread_barrier_t barrier;
    pthread_barrier_init(&barrier, nullptr, 2);
    Play([&] { pthread_barrier_wait(&barrier); }, [&] { pthread_barrier_wait(&barrier); });
  } else if (kind == "futex") {
    Play([] { Futex(FUTEX_WAIT, 0); }, [] { Futex(FUTEX_WAKE, 1); });
  } else if (kind == "join") {
    std::thread helper([] { Await(&leave); });
    Play([&] { helper.join(); }, [] { Give(&leave); });
  } else {
    return 2;
  }
  return 0;
}
