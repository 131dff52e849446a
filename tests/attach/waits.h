// SPDX-License-Identifier: Apache-2.0
//
// The scenes of hung.cc that only wait: nothing in them stands still for ever, or nobody can say so. Included once.
#pragma once

#include <pthread.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <mutex>
#include <vector>

#include "hangs.h"
#include "stage.h"

namespace {

std::mutex pool_lock;
std::condition_variable pool_work;
bool pool_ends = false;

void Pool(int threads) {
  std::vector<std::unique_ptr<Thread>> workers;
  for (int i = 0; i < threads; ++i) {
    workers.push_back(std::make_unique<Thread>("pool", [] {
      std::unique_lock hold(pool_lock);
      pool_work.wait(hold, [] { return pool_ends; });
    }));
  }
  AwaitSleepers(static_cast<std::size_t>(threads));
  Ready();
  AwaitEndOfInput();
  {
    const std::lock_guard hold(pool_lock);
    pool_ends = true;
  }
  pool_work.notify_all();
  for (const auto& worker : workers) worker->Join();
}

void IdlePool() { Pool(4); }
void LargePool() { Pool(1000); }

void LargeCrossed() {
  Cue here;
  Thread a("crosser-a", [&] { LockBoth(left, right, here); });
  Thread b("crosser-b", [&] { LockBoth(right, left, here); });
  LargePool();
}

void Semaphore() {
  static sem_t never;
  sem_init(&never, 0, 0);
  Thread waiter("sem-waiter", [] { sem_wait(&never); });
  AwaitSleepers(1);
  Ready();
  AwaitEndOfInput();
  sem_post(&never);
  waiter.Join();
}

// A handler may post, whenever a signal comes.
sem_t by_handler;

void ByHandler() {
  sem_init(&by_handler, 0, 0);
  struct sigaction action {};
  action.sa_handler = [](int) { sem_post(&by_handler); };
  action.sa_flags = SA_RESTART;
  sigaction(SIGUSR1, &action, nullptr);
  if (fork() == 0) {
    AwaitEndOfInput();
    kill(getppid(), SIGUSR1);
    std::_Exit(0);
  }
  Ready();
  while (sem_wait(&by_handler) != 0) {
  }
}

// So may another process, where they share the semaphore.
void ByProcess() {
  void* const shared = mmap(nullptr, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) std::abort();
  auto* const semaphore = static_cast<sem_t*>(shared);
  sem_init(semaphore, 1, 0);
  if (fork() == 0) {
    AwaitEndOfInput();
    sem_post(semaphore);
    std::_Exit(0);
  }
  Ready();
  while (sem_wait(semaphore) != 0) {
  }
}

void OneShort() {
  static pthread_barrier_t gate;
  pthread_barrier_init(&gate, nullptr, 3);
  Thread a("early-a", [] { pthread_barrier_wait(&gate); });
  Thread b("early-b", [] { pthread_barrier_wait(&gate); });
  AwaitSleepers(2);
  Ready();
  AwaitEndOfInput();
  pthread_barrier_wait(&gate);
  a.Join();
  b.Join();
}

// Three wait for a lock whose holder reads from a pipe.
void SlowHolder() {
  Cue held;
  Thread holder("slow", [&] {
    pthread_mutex_lock(&left);
    held.Give();
    AwaitEndOfInput();
    pthread_mutex_unlock(&left);
  });
  held.Await();
  std::vector<std::unique_ptr<Thread>> waiters;
  for (int i = 0; i < 3; ++i) {
    waiters.push_back(std::make_unique<Thread>("queued", [] {
      pthread_mutex_lock(&left);
      pthread_mutex_unlock(&left);
    }));
  }
  AwaitSleepers(3);
  Ready();
  holder.Join();
  for (const auto& waiter : waiters) waiter->Join();
}

void Computation() {
  std::atomic<bool> ends{false};
  Cue computes;
  Thread busy("busy", [&] {
    computes.Give();
    while (!ends.load(std::memory_order_relaxed)) {
    }
  });
  computes.Await();
  Ready();
  AwaitEndOfInput();
  ends = true;
  busy.Join();
}

void DetachedSleeper() {
  Thread sleeper("sleeper", [] { sleep(1000); });
  sleeper.Detach();
  Ready();
  AwaitEndOfInput();
}

void TimedCrossed() {
  Cue here;
  const auto both = [&](pthread_mutex_t& first, pthread_mutex_t& second) {
    pthread_mutex_lock(&first);
    here.Give();
    here.Await(2);
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1000;
    pthread_mutex_timedlock(&second, &until);
  };
  Thread a("timed-a", [&] { both(left, right); });
  Thread b("timed-b", [&] { both(right, left); });
  AwaitSleepers(2);
  Ready();
  AwaitEndOfInput();
  std::_Exit(kOwnResult);
}

void Readers() {
  Cue held;
  Thread reader("reader", [&] {
    index_lock.lock_shared();
    held.Give();
    AwaitEndOfInput();
    index_lock.unlock_shared();
  });
  held.Await();
  Thread writer("writer", [] {
    index_lock.lock();
    index_lock.unlock();
  });
  AwaitSleepers(1);
  Ready();
  reader.Join();
  writer.Join();
}

// The one who initialises reads from a pipe, the other waits for it.
std::once_flag table_made;

void Once() {
  Cue begun;
  Thread maker("maker", [&] {
    std::call_once(table_made, [&] {
      begun.Give();
      AwaitEndOfInput();
    });
  });
  begun.Await();
  Thread user("user", [] { std::call_once(table_made, [] {}); });
  AwaitSleepers(1);
  Ready();
  maker.Join();
  user.Join();
}

int SlowValue() {
  AwaitEndOfInput();
  return 1;
}

int Static() {
  static const int kValue = SlowValue();
  return kValue;
}

void StaticVariable() {
  Cue begun;
  Thread maker("maker", [&] {
    begun.Give();
    Static();
  });
  begun.Await();
  AwaitCall(SYS_read, 1);
  Thread user("user", [] { Static(); });
  AwaitSleepers(1);
  Ready();
  maker.Join();
  user.Join();
}

// A wait that a stop would cut short.
void Polling() {
  const int set = epoll_create1(0);
  epoll_event event{};
  event.events = EPOLLIN;
  int ends[2] = {};
  if (pipe(ends) != 0 || epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event) != 0) std::abort();
  Thread poller("poller", [&] {
    epoll_event got{};
    if (epoll_wait(set, &got, 1, -1) != 1) std::_Exit(9);
  });
  AwaitCall(SYS_epoll_wait, 1);
  Ready();
  AwaitEndOfInput();
  if (write(ends[1], "x", 1) != 1) std::abort();
  poller.Join();
}

}  // namespace
