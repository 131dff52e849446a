// SPDX-License-Identifier: Apache-2.0
//
// The process around the locks: its status, its children, its end.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <thread>

#include "scenes/scene.h"
#include "snarl/mutex.h"
#include "snarl/watchdog.h"

namespace scenes {
namespace {

void Invert() {
  static snarl::mutex a{"a"};
  static snarl::mutex b{"b"};
  InTurn({[] {
            std::lock_guard first(a);
            std::lock_guard second(b);
          },
          [] {
            std::lock_guard first(b);
            std::lock_guard second(a);
          }});
}

int KeepsItsOwnStatus() {
  Invert();
  return 3;
}

int StatusByExit() {
  Invert();
  std::exit(0);
}

int LeavesItAlone() {
  snarl::Configure("exitcode=0");
  Invert();
  return 0;
}

int SwitchedOff() {
  snarl::Configure("enabled=0");
  Invert();
  return 0;
}

int OutputIsFlushed() {
  std::fputs("not yet flushed", stdout);
  Invert();
  return 0;
}

struct AtTheVeryEnd {
  ~AtTheVeryEnd() { std::fputs("static destructors ran\n", stderr); }
};

int DestructorsRun() {
  static const AtTheVeryEnd last;
  Invert();
  return 0;
}

int KilledAfterwards() {
  Invert();
  raise(SIGKILL);
  return 0;
}

int ErrnoStays() {
  snarl::mutex lock{"lock"};
  errno = 1234;
  { std::lock_guard hold(lock); }
  Invert();
  return errno == 1234 ? 0 : 70;
}

int ChildStatus(void (*child)()) {
  const pid_t pid = fork();
  if (pid == 0) {
    child();
    std::exit(0);
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 70;
}

// The parent has findings; its child starts with a clean watcher.
int CleanChild() {
  Invert();
  return ChildStatus([] {
           snarl::mutex lock;
           std::lock_guard hold(lock);
         }) == 0
             ? 5
             : 70;
}

int ChildInverts() { return ChildStatus(&Invert) == 66 ? 0 : 70; }

// Forks again and again beside threads that lock all the time: no child may find one of our own locks taken for ever.
int ForkStorm() {
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (!stop.load(std::memory_order_relaxed)) {
        snarl::mutex outer;
        snarl::mutex inner;
        std::lock_guard first(outer);
        std::lock_guard second(inner);
      }
    });
  }
  int failed = 0;
  for (int i = 0; i < 100; ++i) {
    failed += ChildStatus([] {
                alarm(20);
                snarl::mutex outer;
                snarl::mutex inner;
                std::lock_guard first(outer);
                std::lock_guard second(inner);
                _exit(0);
              }) == 0
                  ? 0
                  : 1;
  }
  stop.store(true, std::memory_order_relaxed);
  for (std::thread& thread : threads) thread.join();
  return failed == 0 ? 0 : 70;
}

int ThreadsComeAndGo() {
  snarl::mutex a{"a"};
  snarl::mutex b{"b"};
  for (int round = 0; round < 500; ++round) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        std::lock_guard first(a);
        std::lock_guard second(b);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  return 0;
}

template <class Reached>
void AwaitThat(Reached reached) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!reached()) {
    if (std::chrono::steady_clock::now() > give_up) std::_Exit(70);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

int AskedBySignal() {
  static snarl::mutex desk{"desk"};
  std::lock_guard hold(desk);
  std::thread([] { std::lock_guard wait(desk); }).detach();
  // The handler is there from when the first thread waits.
  AwaitThat([] {
    struct sigaction now {};
    return sigaction(SIGUSR1, nullptr, &now) == 0 && now.sa_handler != SIG_DFL;
  });
  const auto said = [] {
    struct stat file {};
    return fstat(STDERR_FILENO, &file) == 0 ? file.st_size : 0;
  };
  const auto before = said();
  raise(SIGUSR1);
  AwaitThat([&] { return said() != before; });
  return 0;
}

}  // namespace

const std::vector<Scene>& ProcessScenes() {
  static const std::vector<Scene> scenes = {
      {"keeps_its_own_status", &KeepsItsOwnStatus},
      {"status_by_exit", &StatusByExit},
      {"leaves_it_alone", &LeavesItAlone},
      {"switched_off", &SwitchedOff},
      {"output_is_flushed", &OutputIsFlushed},
      {"destructors_run", &DestructorsRun},
      {"killed_afterwards", &KilledAfterwards},
      {"errno_stays", &ErrnoStays},
      {"clean_child", &CleanChild},
      {"child_inverts", &ChildInverts},
      {"fork_storm", &ForkStorm},
      {"asked_by_signal", &AskedBySignal},
      {"threads_come_and_go", &ThreadsComeAndGo},
  };
  return scenes;
}

}  // namespace scenes
