// SPDX-License-Identifier: Apache-2.0
//
// What a thread waits for, from the system call it sleeps in, the functions it came through, and the words of glibc's locks.
//
// The layouts are glibc's since 2.25 on x86-64 (sysdeps/nptl/bits/struct_mutex.h, struct_rwlock.h, thread-shared-types.h,
// nptl/internaltypes.h): a lock's first words are part of what programs are compiled against, so they stay.
//
// Pure, but for the memory that it is given.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "attach/memory.h"
#include "attach/thread_now.h"

namespace snarl::attach {

enum class WaitsFor : std::uint8_t {
  kNothing,  // it runs, or was stopped while it ran
  kMutex,
  kReadLock,   // a pthread_rwlock_t, shared
  kWriteLock,  // exclusively
  kSpinLock,
  kThread,  // a join
  kCondition,
  kSemaphore,
  kBarrier,
  kOnce,   // a function that is run once, or a static variable that is made
  kFutex,  // somebody's own
  kCall,   // another system call
};

struct Waiting {
  WaitsFor what = WaitsFor::kNothing;
  std::uint64_t object = 0;  // the address of the lock; 0: unknown
  pid_t owner = 0;           // own_tid of the one thread that can end the wait; 0: nobody says who
  bool shared_with_processes = false;
  bool is_private = false;  // the kernel wakes it only for threads of this process
  bool timed = false;       // it ends by itself
  bool by_words = false;    // recognised by the lock's words alone: no function said so
  std::string kind;         // of the lock, as reports have it: "mutex", "recursive_mutex", "semaphore", …
  std::string how;          // in words: "pthread_cond_wait", "read of fd 0"
};

// `functions`: of the innermost frames. `living`: own_tids of the process.
[[nodiscard]] Waiting Recognise(const ThreadNow& thread, const std::vector<std::string>& functions,
                                const Memory& memory, const std::set<pid_t>& living);

}  // namespace snarl::attach
