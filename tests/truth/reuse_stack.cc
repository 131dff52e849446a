// SPDX-License-Identifier: Apache-2.0
//
// Two mutexes live in a function's frame. The next call has two others at the same place, and they are taken the
// other way round.
//
// VERDICT clean
#define CUES_ORDER_MEMORY
#include <cstdint>
#include <mutex>

#include "cue.h"

namespace {

struct Pair {
  std::mutex a;
  std::mutex b;
};

struct Job {
  Cue begin{};
  Cue end{};
  Pair* pair = nullptr;
  std::uintptr_t place = 0;
  bool backwards = false;
};

void* Work(void* argument) {
  auto& job = *static_cast<Job*>(argument);
  Await(&job.begin);
  {
    const std::lock_guard first(job.backwards ? job.pair->b : job.pair->a);
    const std::lock_guard second(job.backwards ? job.pair->a : job.pair->b);
  }
  Give(&job.end);
  return nullptr;
}

[[gnu::noinline]] void LendAPair(Job& job) {
  Pair pair;
  __atomic_store_n(&job.pair, &pair, __ATOMIC_RELAXED);
  Give(&job.begin);
  Await(&job.end);
  job.place = reinterpret_cast<std::uintptr_t>(&pair);
}

}  // namespace

int main() {
  Job forwards;
  Job backwards;
  backwards.backwards = true;
  pthread_t threads[2];
  pthread_create(&threads[0], nullptr, &Work, &forwards);
  pthread_create(&threads[1], nullptr, &Work, &backwards);
  LendAPair(forwards);
  LendAPair(backwards);
  for (const pthread_t thread : threads) pthread_join(thread, nullptr);
  return forwards.place == backwards.place ? 0 : 70;
}
