// SPDX-License-Identifier: Apache-2.0
#include "attach/waiting.h"

#include <linux/futex.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "attach/calls.h"
#include "attach/lock_words.h"

namespace snarl::attach {
namespace {

// Newer than the headers of older systems.
constexpr std::uint64_t kLockPi2 = 13;

// A sleep at a futex.
struct FutexWait {
  std::uint64_t word = 0;
  std::uint32_t expected = 0;
  bool timed = false;
  bool inherits = false;  // the kernel knows the holder
};

std::optional<FutexWait> AsFutexWait(const SystemCall& call) {
  if (call.number != SYS_futex) return std::nullopt;
  FutexWait wait;
  wait.word = call.arguments[0];
  wait.expected = static_cast<std::uint32_t>(call.arguments[2]);
  wait.timed = call.arguments[3] != 0;
  const std::uint64_t operation = call.arguments[1] & static_cast<std::uint64_t>(FUTEX_CMD_MASK);
  wait.inherits = operation == FUTEX_LOCK_PI || operation == kLockPi2;
  if (!wait.inherits && operation != FUTEX_WAIT && operation != FUTEX_WAIT_BITSET) return std::nullopt;
  return wait;
}

// "__GI___pthread_mutex_lock.constprop.0" -> "pthread_mutex_lock".
std::string_view PlainSymbol(std::string_view name) {
  name = name.substr(0, name.find_first_of(".@("));
  const auto trim = [&] {
    while (name.starts_with('_')) name.remove_prefix(1);
  };
  trim();
  if (name.starts_with("GI_")) name.remove_prefix(3);
  trim();
  return name;
}

struct Known {
  std::string_view function;  // or how it begins
  WaitsFor what;
};

// Longer beginnings before shorter ones.
constexpr std::array kKnown = {
    Known{"pthread_mutex_", WaitsFor::kMutex},
    Known{"mtx_", WaitsFor::kMutex},
    Known{"pthread_cond_", WaitsFor::kCondition},
    Known{"cnd_", WaitsFor::kCondition},
    Known{"pthread_rwlock_rd", WaitsFor::kReadLock},
    Known{"pthread_rwlock_timedrd", WaitsFor::kReadLock},
    Known{"pthread_rwlock_clockrd", WaitsFor::kReadLock},
    Known{"pthread_rwlock_", WaitsFor::kWriteLock},
    Known{"pthread_spin_lock", WaitsFor::kSpinLock},
    Known{"pthread_barrier_wait", WaitsFor::kBarrier},
    Known{"sem_", WaitsFor::kSemaphore},
    Known{"new_sem_wait", WaitsFor::kSemaphore},
    Known{"old_sem_wait", WaitsFor::kSemaphore},
    Known{"pthread_join", WaitsFor::kThread},
    Known{"pthread_clockjoin", WaitsFor::kThread},
    Known{"pthread_timedjoin", WaitsFor::kThread},
    Known{"thrd_join", WaitsFor::kThread},
    Known{"pthread_once", WaitsFor::kOnce},
    Known{"cxa_guard_acquire", WaitsFor::kOnce},
    Known{"call_once", WaitsFor::kOnce},
};

struct Named {
  WaitsFor what = WaitsFor::kNothing;
  std::string how;
};

// The innermost function that says what it waits for. Those of the program itself end the search: whoever calls a lock's
// function from there has a wait of its own inside.
Named NamedBy(const std::vector<std::string>& functions) {
  for (const std::string& function : functions) {
    const std::string_view plain = PlainSymbol(function);
    const auto* const known =
        std::ranges::find_if(kKnown, [&](const Known& one) { return plain.starts_with(one.function); });
    if (known != kKnown.end()) return {known->what, std::string(plain)};
    const bool of_libc = function.empty() || plain.starts_with("futex_") || plain.starts_with("lll_") ||
                         plain.starts_with("do_futex_wait") || plain.starts_with("syscall");
    if (!of_libc) break;
  }
  return {};
}

bool FitsWait(const MutexWords& mutex, const FutexWait& wait) {
  return mutex.is_possible() && mutex.word == wait.expected;
}

void TakeMutex(const FutexWait& wait, const Memory& memory, Waiting& waiting) {
  waiting.what = WaitsFor::kMutex;
  waiting.object = wait.word;
  waiting.kind = "mutex";
  const auto mutex = ReadMutex(memory, wait.word);
  if (!mutex) return;
  waiting.owner = mutex->holder();
  waiting.shared_with_processes = mutex->shared_with_processes();
  waiting.kind = mutex->name();
}

// Writers wait for the readers at one word, and for each other at another one; what they expect there tells which.
void TakeRwlock(const FutexWait& wait, const Memory& memory, Waiting& waiting) {
  constexpr std::uint32_t kUntilWritersTurn = 2;
  const bool at_phase = waiting.what == WaitsFor::kReadLock || wait.expected == kUntilWritersTurn;
  waiting.object = wait.word - (at_phase ? 8 : 12);
  waiting.kind = "rwlock";
  const auto words = ReadRwlock(memory, waiting.object);
  if (!words) return;
  waiting.owner = words->writer;
  if (words->writer != 0) return;
  waiting.how += ", held by " + (words->readers == 1 ? "one reader" : std::to_string(words->readers) + " readers");
}

void TakeNamed(const Named& named, const FutexWait& wait, const Memory& memory, Waiting& waiting) {
  waiting.what = named.what;
  waiting.how = named.how;
  switch (named.what) {
    case WaitsFor::kMutex:
      TakeMutex(wait, memory, waiting);
      return;
    case WaitsFor::kReadLock:
    case WaitsFor::kWriteLock:
      TakeRwlock(wait, memory, waiting);
      return;
    case WaitsFor::kThread:
      waiting.owner = static_cast<pid_t>(wait.expected);
      waiting.kind = "thread";
      waiting.how = "join";
      return;
    case WaitsFor::kCondition:
      // Notified already, it takes its mutex again.
      if (const auto mutex = ReadMutex(memory, wait.word); wait.inherits || (mutex && FitsWait(*mutex, wait))) {
        TakeMutex(wait, memory, waiting);
        return;
      }
      // Of its two groups of waiters the second lies four bytes behind the first.
      waiting.object = wait.word - 40 - wait.word % 8;
      waiting.kind = "condition_variable";
      return;
    case WaitsFor::kSemaphore:
      waiting.object = wait.word;
      waiting.kind = "semaphore";
      if (named.how.find("_sem_wait") != std::string::npos) waiting.how = "sem_wait";  // as it is called inside of libc
      return;
    case WaitsFor::kBarrier:
      waiting.object = wait.word - 4;
      waiting.kind = "barrier";
      if (const auto words = ReadBarrier(memory, waiting.object); words && words->arrived < words->count) {
        waiting.how += ", " + std::to_string(words->arrived) + " of " + std::to_string(words->count) + " have arrived";
      }
      return;
    case WaitsFor::kOnce:
      waiting.object = wait.word;
      waiting.kind = "once_flag";
      return;
    case WaitsFor::kNothing:
    case WaitsFor::kSpinLock:
    case WaitsFor::kFutex:
    case WaitsFor::kCall:
      waiting.object = wait.word;
  }
}

// Without names: the kernel says who holds a lock that inherits priority; a mutex shows itself by five words that fit together,
// and a join by a shared word with a living thread's id.
void TakeByWords(const FutexWait& wait, const Memory& memory, const std::set<pid_t>& living, Waiting& waiting) {
  waiting.what = WaitsFor::kFutex;
  waiting.object = wait.word;
  waiting.how = "futex";
  const auto mutex = ReadMutex(memory, wait.word);
  if (wait.inherits || (mutex && FitsWait(*mutex, wait))) {
    TakeMutex(wait, memory, waiting);
    waiting.by_words = !wait.inherits;
    return;
  }
  const auto expected = static_cast<pid_t>(wait.expected);
  if (living.contains(expected) && mutex && mutex->word == wait.expected) {
    waiting.what = WaitsFor::kThread;
    waiting.object = 0;
    waiting.owner = expected;
    waiting.kind = "thread";
    waiting.how = "join";
    waiting.by_words = true;
  }
}

}  // namespace

Waiting Recognise(const ThreadNow& thread, const std::vector<std::string>& functions, const Memory& memory,
                  const std::set<pid_t>& living) {
  Waiting waiting;
  const Named named = NamedBy(functions);
  const std::optional<FutexWait> futex = AsFutexWait(thread.call);
  if (!futex) {
    if (thread.call.number != SystemCall::kNone) {
      waiting.what = named.what == WaitsFor::kNothing ? WaitsFor::kCall : named.what;
      waiting.how = named.what == WaitsFor::kNothing ? CallName(thread.call.number) : named.how;
      waiting.timed = named.what != WaitsFor::kNothing;  // a wait with a limit that was taken up again
    } else if (named.what == WaitsFor::kSpinLock) {
      waiting.what = WaitsFor::kSpinLock;
      waiting.kind = "spin_lock";
      waiting.how = named.how;
    }
    return waiting;
  }
  waiting.timed = futex->timed;
  waiting.is_private = (thread.call.arguments[1] & FUTEX_PRIVATE_FLAG) != 0;
  if (named.what == WaitsFor::kNothing) {
    TakeByWords(*futex, memory, living, waiting);
  } else {
    TakeNamed(named, *futex, memory, waiting);
  }
  return waiting;
}

}  // namespace snarl::attach
