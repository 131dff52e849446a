// SPDX-License-Identifier: Apache-2.0
#include "snarl/ending.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>

#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl {

namespace {

std::atomic<bool> arranged{false};
std::atomic<bool> left_to_tsan{false};
std::atomic<bool> has_left{false};
std::atomic<int> own_status{0};
std::atomic<bool> status_known{false};
std::atomic<bool> destructors_ran{false};

// The last report. The status to leave with; 0 where the program's own is to stay.
int LastWord() {
  if (has_left.exchange(true)) return 0;
  Conclude("exit");
  return own_status.load() == 0 && report::Count() != 0 ? static_cast<int>(report::Current().exitcode) : 0;
}

// To change the status we must leave by _exit, so we must be the last to act: after the handlers of atexit() and after the
// destructors of the program. Which of our two places comes last depends on how we are linked (in an executable the handler
// does, in a shared library the destructor), so the one that finds the other done is the last.
void EndIfLast() {
  if (!arranged.load() || !status_known.load() || !destructors_ran.load() || left_to_tsan.load()) return;
  // From within exit(), again: what is left of it goes on, with this status. (Not fflush() and _exit(): a thread that sits in a
  // read has its stream locked.)
  if (const int status = LastWord(); status != 0) std::exit(status);
}

void OnExit(int status, void*) {
  own_status = status;
  status_known = true;
  EndIfLast();
}

// The lowest priority a program may use: registered before, and called after, everything of the host's.
__attribute__((constructor(101))) void RegisterEarly() {
  on_exit(&OnExit, nullptr);
  PrepareForFork();
}

__attribute__((destructor(101))) void RunLate() {
  destructors_ran = true;
  EndIfLast();
}

}  // namespace

void HasLeft() noexcept { has_left = true; }

int StatusAfterConcluding(int status) noexcept {
  if (!arranged.load() || has_left.exchange(true)) return status;
  Conclude("_exit");
  const auto exitcode = static_cast<int>(report::Current().exitcode);
  return status == 0 && exitcode != 0 && report::Count() != 0 ? exitcode : status;
}

void ArrangeEnding() noexcept { arranged = true; }

void LeaveStatusToTsan() noexcept { left_to_tsan = true; }

bool ConcludeUnderTsan(bool failed) noexcept {
  const int status = LastWord();
  if (failed || status == 0) return failed;
  std::fflush(nullptr);
  // Not by _exit(): ThreadSanitizer intercepts that to come here.
  syscall(SYS_exit_group, status);
  return failed;
}

}  // namespace snarl
