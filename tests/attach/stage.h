// SPDX-License-Identifier: Apache-2.0
//
// What the scenes of hung.cc are made of: threads with names, cues, and the ways to be sure where a thread waits. Included once.
#pragma once

#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <utility>

namespace {

constexpr int kOwnResult = 7;

// Orders threads in time and in nothing else.
class Cue {
 public:
  void Give() { count_.fetch_add(1, std::memory_order_relaxed); }
  void Await(int count = 1) const {
    while (count_.load(std::memory_order_relaxed) < count) sched_yield();
  }

 private:
  std::atomic<int> count_{0};
};

class Thread {
 public:
  Thread(const char* name, std::function<void()> what) {
    auto* start = new Start{name, std::move(what)};
    if (pthread_create(&thread_, nullptr, Run, start) != 0) std::abort();
  }
  void Join() { pthread_join(thread_, nullptr); }
  void Detach() { pthread_detach(thread_); }
  [[nodiscard]] pthread_t id() const { return thread_; }

 private:
  struct Start {
    const char* name;
    std::function<void()> what;
  };
  static void* Run(void* given) {
    const std::unique_ptr<Start> start(static_cast<Start*>(given));
    pthread_setname_np(pthread_self(), start->name);
    start->what();
    return nullptr;
  }
  pthread_t thread_{};
};

// Until so many threads are in a system call: then all are where they stay.
void AwaitCall(long wanted, std::size_t threads) {
  for (std::size_t there = 0; there < threads; sched_yield()) {
    there = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
      std::ifstream call(task.path() / "syscall");
      long number = -1;
      if (call >> number && number == wanted) ++there;
    }
  }
}

void AwaitSleepers(std::size_t threads) { AwaitCall(SYS_futex, threads); }

void Ready() {
  std::puts("ready");
  std::fflush(stdout);
}

void AwaitEndOfInput() {
  char byte = 0;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
}

}  // namespace
