// SPDX-License-Identifier: Apache-2.0
#include "preload/libc.h"

#include <dlfcn.h>

#include "preload/futex.h"

namespace snarl::preload {

Libc libc = {};

namespace {

bool OneLibrary(void* one, void* other) noexcept {
  Dl_info here{};
  Dl_info there{};
  return dladdr(one, &here) != 0 && dladdr(other, &there) != 0 && here.dli_fbase == there.dli_fbase;
}

// dlsym() may choose the oldest of several versions, and condition variables had others before glibc 2.3.2. Where that is not
// the version's name (not x86-64), there is only one. A function of the version that lies in another library is not the next one:
// an interceptor without versions stands before it, and must be told too.
template <class Function>
void Find(Function& function, const char* name, const char* version = nullptr) noexcept {
  void* found = dlsym(RTLD_NEXT, name);
  if (void* const exact = version != nullptr ? dlvsym(RTLD_NEXT, name, version) : nullptr;
      exact != nullptr && (found == nullptr || OneLibrary(found, exact))) {
    found = exact;
  }
  function = reinterpret_cast<Function>(found);
}

}  // namespace

void FindLibcSlow() noexcept {
  Find(libc.mutex_init, "pthread_mutex_init");
  Find(libc.mutex_destroy, "pthread_mutex_destroy");
  Find(libc.mutex_lock, "pthread_mutex_lock");
  Find(libc.mutex_trylock, "pthread_mutex_trylock");
  Find(libc.mutex_timedlock, "pthread_mutex_timedlock");
  Find(libc.mutex_clocklock, "pthread_mutex_clocklock");
  Find(libc.mutex_unlock, "pthread_mutex_unlock");
  Find(libc.rwlock_init, "pthread_rwlock_init");
  Find(libc.rwlock_destroy, "pthread_rwlock_destroy");
  Find(libc.rwlock_rdlock, "pthread_rwlock_rdlock");
  Find(libc.rwlock_tryrdlock, "pthread_rwlock_tryrdlock");
  Find(libc.rwlock_timedrdlock, "pthread_rwlock_timedrdlock");
  Find(libc.rwlock_clockrdlock, "pthread_rwlock_clockrdlock");
  Find(libc.rwlock_wrlock, "pthread_rwlock_wrlock");
  Find(libc.rwlock_trywrlock, "pthread_rwlock_trywrlock");
  Find(libc.rwlock_timedwrlock, "pthread_rwlock_timedwrlock");
  Find(libc.rwlock_clockwrlock, "pthread_rwlock_clockwrlock");
  Find(libc.rwlock_unlock, "pthread_rwlock_unlock");
  Find(libc.spin_init, "pthread_spin_init");
  Find(libc.spin_destroy, "pthread_spin_destroy");
  Find(libc.spin_lock, "pthread_spin_lock");
  Find(libc.spin_trylock, "pthread_spin_trylock");
  Find(libc.spin_unlock, "pthread_spin_unlock");
  constexpr const char* kNewCondition = "GLIBC_2.3.2";
  Find(libc.cond_init, "pthread_cond_init", kNewCondition);
  Find(libc.cond_destroy, "pthread_cond_destroy", kNewCondition);
  Find(libc.cond_wait, "pthread_cond_wait", kNewCondition);
  Find(libc.cond_timedwait, "pthread_cond_timedwait", kNewCondition);
  Find(libc.cond_clockwait, "pthread_cond_clockwait");
  Find(libc.cond_signal, "pthread_cond_signal", kNewCondition);
  Find(libc.cond_broadcast, "pthread_cond_broadcast", kNewCondition);
  constexpr const char* kNewSemaphore = "GLIBC_2.2.5";
  Find(libc.sem_init, "sem_init", kNewSemaphore);
  Find(libc.sem_destroy, "sem_destroy", kNewSemaphore);
  Find(libc.sem_wait, "sem_wait", kNewSemaphore);
  Find(libc.sem_trywait, "sem_trywait", kNewSemaphore);
  Find(libc.sem_timedwait, "sem_timedwait", kNewSemaphore);
  Find(libc.sem_clockwait, "sem_clockwait");
  Find(libc.sem_post, "sem_post", kNewSemaphore);
  Find(libc.barrier_init, "pthread_barrier_init");
  Find(libc.barrier_destroy, "pthread_barrier_destroy");
  Find(libc.barrier_wait, "pthread_barrier_wait");
  Find(libc.create, "pthread_create");
  Find(libc.join, "pthread_join");
  Find(libc.tryjoin, "pthread_tryjoin_np");
  Find(libc.timedjoin, "pthread_timedjoin_np");
  Find(libc.clockjoin, "pthread_clockjoin_np");
  Find(libc.detach, "pthread_detach");
  Find(libc.thrd_create, "thrd_create");
  Find(libc.thrd_join, "thrd_join");
  Find(libc.mtx_init, "mtx_init");
  Find(libc.mtx_destroy, "mtx_destroy");
  Find(libc.mtx_lock, "mtx_lock");
  Find(libc.mtx_trylock, "mtx_trylock");
  Find(libc.mtx_timedlock, "mtx_timedlock");
  Find(libc.mtx_unlock, "mtx_unlock");
  Find(libc.cnd_wait, "cnd_wait");
  Find(libc.cnd_timedwait, "cnd_timedwait");
  Find(libc.cnd_signal, "cnd_signal");
  Find(libc.cnd_broadcast, "cnd_broadcast");
  Find(libc.once, "pthread_once");
  Find(libc.c11_once, "call_once");
  Find(libc.yield, "sched_yield");
  Find(snarl_native_syscall, "syscall");
  decltype(libc.exit_at_once) last = nullptr;
  Find(last, "_exit");
  // Last, because FindLibc() asks for this one. Two threads that find at once find the same.
  __atomic_store_n(&libc.exit_at_once, last, __ATOMIC_RELEASE);
}

}  // namespace snarl::preload
