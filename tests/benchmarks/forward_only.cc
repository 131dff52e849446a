// SPDX-License-Identifier: Apache-2.0
//
// An interposer that does nothing: the hooks of detectors/preload/ for what native_locks.cc and the real programs call most,
// each straight on to libc. What it costs is the price of standing in between; whatever watches pays it too.
#include <dlfcn.h>
#include <pthread.h>

namespace {

template <class Function>
Function* Next(const char* name) {
  void* found = dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2");
  if (found == nullptr) found = dlsym(RTLD_NEXT, name);
  return reinterpret_cast<Function*>(found);
}

struct Libc {
  decltype(pthread_mutex_lock)* mutex_lock;
  decltype(pthread_mutex_trylock)* mutex_trylock;
  decltype(pthread_mutex_unlock)* mutex_unlock;
  decltype(pthread_rwlock_rdlock)* rwlock_rdlock;
  decltype(pthread_rwlock_wrlock)* rwlock_wrlock;
  decltype(pthread_rwlock_unlock)* rwlock_unlock;
  decltype(pthread_cond_signal)* cond_signal;
};
Libc libc = {};

void FindSlow() {
  libc.mutex_trylock = Next<decltype(pthread_mutex_trylock)>("pthread_mutex_trylock");
  libc.mutex_unlock = Next<decltype(pthread_mutex_unlock)>("pthread_mutex_unlock");
  libc.rwlock_rdlock = Next<decltype(pthread_rwlock_rdlock)>("pthread_rwlock_rdlock");
  libc.rwlock_wrlock = Next<decltype(pthread_rwlock_wrlock)>("pthread_rwlock_wrlock");
  libc.rwlock_unlock = Next<decltype(pthread_rwlock_unlock)>("pthread_rwlock_unlock");
  libc.cond_signal = Next<decltype(pthread_cond_signal)>("pthread_cond_signal");
  libc.mutex_lock = Next<decltype(pthread_mutex_lock)>("pthread_mutex_lock");
}

// A lock may be taken before this library's constructor ran; who forwards pays for the question, as the watcher does.
inline void Find() {
  if (libc.mutex_lock == nullptr) [[unlikely]]
    FindSlow();
}

}  // namespace

#define HOOK extern "C" __attribute__((visibility("default")))

HOOK int pthread_mutex_lock(pthread_mutex_t* mutex) {
  Find();
  return libc.mutex_lock(mutex);
}
HOOK int pthread_mutex_trylock(pthread_mutex_t* mutex) {
  Find();
  return libc.mutex_trylock(mutex);
}
HOOK int pthread_mutex_unlock(pthread_mutex_t* mutex) {
  Find();
  return libc.mutex_unlock(mutex);
}
HOOK int pthread_rwlock_rdlock(pthread_rwlock_t* rwlock) {
  Find();
  return libc.rwlock_rdlock(rwlock);
}
HOOK int pthread_rwlock_wrlock(pthread_rwlock_t* rwlock) {
  Find();
  return libc.rwlock_wrlock(rwlock);
}
HOOK int pthread_rwlock_unlock(pthread_rwlock_t* rwlock) {
  Find();
  return libc.rwlock_unlock(rwlock);
}
HOOK int pthread_cond_signal(pthread_cond_t* condition) {
  Find();
  return libc.cond_signal(condition);
}
