// SPDX-License-Identifier: Apache-2.0
//
// pthread_once() and C11's call_once(), and with them std::call_once() of libstdc++, which futures use inside too. Two things
// are told: the lock that a function being run once is (initialising.h), and that whoever is past it comes after it
// (once_order.h). A thread that passes a second time costs a look-up in a thread-local table.
#include <array>
#include <cstdint>

#include "preload/cxx_runtime.h"
#include "preload/initialising.h"
#include "preload/once_order.h"

namespace snarl::preload {

namespace {

// glibc's pthread_once_t: 0 before anybody came, this bit once it is done, anything else meanwhile.
constexpr int kDone = 2;
static_assert(sizeof(pthread_once_t) == sizeof(int) && sizeof(once_flag) == sizeof(int));

// What this thread has run or passed lately.
thread_local constinit std::array<const void*, 32> passed __attribute__((tls_model("initial-exec"))) = {};

const void*& PassedPlace(const void* once) noexcept {
  return passed[(reinterpret_cast<std::uintptr_t>(once) >> 2) % passed.size()];
}

struct Running {
  Initialising& initialising;
  void (*routine)();
  Running* outer;
  bool ran;
};
thread_local constinit Running* running __attribute__((tls_model("initial-exec"))) = nullptr;

// Also where the function throws, or its thread ends in it: then another one will run it.
class Turn {
 public:
  explicit Turn(Initialising& initialising) noexcept : initialising_(initialising) { initialising_.Granted(); }
  ~Turn() { initialising_.Ended(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Initialising& initialising_;
};

// In the routine's place: libc calls it on the one thread that runs it, and lets nobody pass before it has returned.
void Run() {
  Running& now = *running;
  running = now.outer;
  const Turn turn(now.initialising);
  now.routine();
  now.ran = true;
  Ran(now.initialising.record(), now.initialising.what());
}

class Frame {
 public:
  explicit Frame(Running& now) noexcept : outer_(running) { running = &now; }
  ~Frame() { running = outer_; }
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

 private:
  Running* outer_;
};

// Not noexcept: the function may throw.
template <class Native>
int Once(const void* once, void (*routine)(), Site site, Native native) {
  ThreadRecord* record = Watched();
  const int state = __atomic_load_n(static_cast<const int*>(once), __ATOMIC_ACQUIRE);
  if (record == nullptr || (state != 0 && PassedPlace(once) == once)) return native(routine);
  Initialising initialising(*record, record::LockKind::kOnceFlag, once, site);
  int result = 0;
  if ((state & kDone) != 0) {
    initialising.Passed();
    result = native(routine);
    Passed(*record, once);
  } else {
    initialising.Begin(/*untouched=*/state == 0);
    Running now{initialising, routine, running, false};
    const Frame frame(now);
    result = native(&Run);
    if (!now.ran) {
      initialising.Refused();
      Passed(*record, once);
    }
  }
  PassedPlace(once) = once;
  return result;
}

}  // namespace

SNARL_HOOK int pthread_once(pthread_once_t* once, void (*routine)()) {
  return Once(once, routine, SNARL_CALLER(), [once](void (*run)()) { return libc.once(once, run); });
}
SNARL_HOOK void call_once(once_flag* once, void (*routine)()) {
  Once(once, routine, SNARL_CALLER(), [once](void (*run)()) {
    libc.c11_once(once, run);
    return 0;
  });
}

// Our own calls, which the unwinder inside us makes, come here by the linker's --wrap.
extern "C" int __wrap_pthread_once(pthread_once_t* once, void (*routine)()) {
  FindLibc();
  return libc.once(once, routine);
}

// ---- static variables of functions ----
// Compilers call for the guard only as long as its first byte is 0, so who comes later is not seen.

namespace {

bool IsDone(const std::uint64_t* guard) noexcept {
  return __atomic_load_n(reinterpret_cast<const char*>(guard), __ATOMIC_ACQUIRE) != 0;
}

void GiveUpGuard(std::uint64_t* guard) noexcept {
  if (ThreadRecord* record = Watched()) EndInitialising(*record, guard);
}

}  // namespace

SNARL_HOOK int __cxa_guard_acquire(std::uint64_t* guard) {
  ThreadRecord* record = Watched();
  if (record == nullptr || IsDone(guard)) return Cxx().guard_acquire(guard);
  Initialising initialising(*record, record::LockKind::kStaticVariable, guard, SNARL_CALLER());
  const bool untouched = __atomic_load_n(guard, __ATOMIC_RELAXED) == 0;
  if (!untouched) Awaited(guard);
  initialising.Begin(untouched);
  const int mine = Cxx().guard_acquire(guard);
  if (mine != 0) {
    initialising.Granted();
  } else {
    initialising.Refused();
  }
  if (!untouched) WaitLeft(*record, guard, /*happened=*/mine == 0);
  return mine;
}

SNARL_HOOK void __cxa_guard_release(std::uint64_t* guard) {
  if (ThreadRecord* record = Watched()) {
    EndInitialising(*record, guard);
    Ready(*record, guard);
  }
  Cxx().guard_release(guard);
}

SNARL_HOOK void __cxa_guard_abort(std::uint64_t* guard) {
  GiveUpGuard(guard);
  Cxx().guard_abort(guard);
}

}  // namespace snarl::preload
