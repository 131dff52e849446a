// SPDX-License-Identifier: Apache-2.0
//
// One bug for each kind of report that ThreadSanitizer, Helgrind, DRD and AddressSanitizer make: bugs NAME… commits them in
// that order, bugs alone lists them. tests/logs/record keeps what the tools say.
#include <fcntl.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <mutex>
#include <new>
#include <thread>

#if __has_include(<sanitizer/tsan_interface.h>) && (defined(__SANITIZE_THREAD__) || defined(__clang__))
#include <sanitizer/tsan_interface.h>
#define HAS_ANNOTATIONS 1
#endif
#if defined(__clang__)
#if !__has_feature(thread_sanitizer)
#undef HAS_ANNOTATIONS
#endif
#endif

namespace {

// In time, and not in memory: a lock would hide the race.
std::atomic<int> cue{0};
void Reach(int step) { cue.store(step, std::memory_order_relaxed); }
void Await(int step) {
  while (cue.load(std::memory_order_relaxed) < step) usleep(100);
}

int balance = 0;

void Deposit() { balance += 1; }

void RaceGlobal() {
  std::thread clerk([] {
    Deposit();
    Reach(1);
  });
  Await(1);
  balance = 7;
  clerk.join();
}

struct Account {
  int money = 0;
};

void RaceHeapGuarded() {
  static std::mutex front;
  static std::mutex back;
  auto* account = new Account;
  std::thread first([account] {
    pthread_setname_np(pthread_self(), "depositor");
    const std::lock_guard lock(front);
    account->money += 1;
  });
  std::thread second([account] {
    usleep(100000);
    const std::lock_guard lock(back);
    account->money += 2;
  });
  first.join();
  second.join();
  delete account;
}

void RaceStack() {
  int local = 0;
  std::thread clerk([&local] {
    local = 1;
    Reach(1);
  });
  Await(1);
  local = 2;
  clerk.join();
}

void RaceThreadLocal() {
  static thread_local int mine = 0;
  int* theirs = &mine;
  std::thread clerk([theirs] {
    *theirs = 1;
    Reach(1);
  });
  Await(1);
  mine = 2;
  clerk.join();
}

void RaceDescriptor() {
  static int descriptor = open("/dev/null", O_RDWR);
  std::thread writer([] {
    const char byte = 0;
    if (write(descriptor, &byte, 1) != 1) std::abort();
    Reach(1);
  });
  Await(1);
  close(descriptor);
  writer.join();
}

void RaceAtomic() {
  auto* word = static_cast<std::atomic<int>*>(std::malloc(64));
  std::thread adder([word] {
    word->fetch_add(1, std::memory_order_relaxed);
    Reach(1);
  });
  Await(1);
  std::memset(static_cast<void*>(word), 0, 64);
  adder.join();
  std::free(word);
}

void RaceRange() {
  static char buffer[64];
  std::thread filler([] {
    std::memset(buffer, 1, 64);
    Reach(1);
  });
  Await(1);
  std::memset(buffer + 8, 0, 32);
  filler.join();
}

struct Shape {
  virtual int Sides() const { return 0; }
  virtual ~Shape() { std::this_thread::yield(); }
};
struct Square : Shape {
  int Sides() const override { return 4; }
  ~Square() override = default;
};

void RaceVptr() {
  alignas(Square) static unsigned char room[sizeof(Square)];
  Shape* shape = new (room) Square;
  std::thread viewer([shape] {
    volatile int sides = shape->Sides();
    static_cast<void>(sides);
    Reach(1);
  });
  Await(1);
  shape->~Shape();
  viewer.join();
}

void UseAfterFree() {
  auto* account = new Account;
  std::thread closer([account] {
    delete account;
    Reach(1);
  });
  Await(1);
  std::thread payer([account] { account->money = 5; });
  closer.join();
  payer.join();
}

void VirtualAfterFree() {
  Shape* shape = new Square;
  std::thread viewer([shape] {
    Await(1);
    volatile int sides = shape->Sides();
    static_cast<void>(sides);
  });
  delete shape;
  Reach(1);
  viewer.join();
}

std::mutex a;
std::mutex b;
std::mutex c;

void TakeBoth(std::mutex& first, std::mutex& second) {
  first.lock();
  second.lock();
  second.unlock();
  first.unlock();
}

void OrderOfTwo() {
  std::thread([] { TakeBoth(a, b); }).join();
  std::thread([] { TakeBoth(b, a); }).join();
}

void OrderOfThree() {
  static std::mutex x;
  static std::mutex y;
  static std::mutex z;
  std::thread([] { TakeBoth(x, y); }).join();
  std::thread([] { TakeBoth(y, z); }).join();
  TakeBoth(z, x);
}

void UnlockUnlocked() {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  pthread_mutex_unlock(&mutex);
}

void UnlockByAnother() {
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  std::thread([] { pthread_mutex_unlock(&mutex); }).join();
}

void DestroyLocked() {
  static pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, nullptr);
  pthread_mutex_lock(&mutex);
  pthread_mutex_destroy(&mutex);
}

void LockDestroyed() {
  static pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, nullptr);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  pthread_mutex_destroy(&mutex);
  pthread_mutex_lock(&mutex);
}

void LockTwice() {
  static pthread_mutex_t mutex;
  pthread_mutexattr_t kind;
  pthread_mutexattr_init(&kind);
  pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(&mutex, &kind);
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
}

void EndHolding() {
  static std::mutex kept;
  std::thread([] { kept.lock(); }).join();
}

void SignalUnlocked() {
  static std::mutex mutex;
  static std::condition_variable changed;
  static bool done = false;
  std::thread waiter([] {
    std::unique_lock lock(mutex);
    Reach(1);
    changed.wait(lock, [] { return done; });
  });
  Await(1);
  {
    const std::lock_guard lock(mutex);
    done = true;
  }
  changed.notify_one();
  waiter.join();
}

void WaitUnlocked() {
  pthread_cond_t never = PTHREAD_COND_INITIALIZER;
  static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  const timespec past{1, 0};
  pthread_cond_timedwait(&never, &mutex, &past);
}

void UnlockReadersUnlocked() {
  static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
  pthread_rwlock_rdlock(&lock);
  pthread_rwlock_unlock(&lock);
  pthread_rwlock_unlock(&lock);
}

void* Nothing(void* /*unused*/) { return nullptr; }

void LeakThreads() {
  for (int i = 0; i < 3; ++i) {
    pthread_t thread{};
    pthread_create(&thread, nullptr, &Nothing, nullptr);
  }
  usleep(100000);
}

void* volatile kept_block = nullptr;
void AllocateInHandler(int /*signal*/) { kept_block = std::malloc(10); }

void UnsafeHandler() {
  std::signal(SIGUSR1, &AllocateInHandler);
  kill(getpid(), SIGUSR1);
  usleep(100000);
}

void SpoilErrno(int /*signal*/) {
  errno = EDOM;
  Reach(1);
}

void ErrnoInHandler() {
  std::signal(SIGUSR1, &SpoilErrno);
  const pthread_t self = pthread_self();
  std::thread sender([self] {
    usleep(100000);
    pthread_kill(self, SIGUSR1);
  });
  sender.join();
  usleep(1000);
}

void WriteNull() {
  volatile int* volatile nowhere = nullptr;
  *nowhere = 1;
}

#if defined(HAS_ANNOTATIONS)
int annotated = 0;

void LockAnnotated() {
  __tsan_mutex_pre_lock(&annotated, 0);
  __tsan_mutex_post_lock(&annotated, 0, 0);
}
void DoubleLock() {
  __tsan_mutex_create(&annotated, 0);
  LockAnnotated();
  std::thread(LockAnnotated).join();
}
void ReadLockWriteLocked() {
  __tsan_mutex_create(&annotated, 0);
  LockAnnotated();
  __tsan_mutex_pre_lock(&annotated, __tsan_mutex_read_lock);
  __tsan_mutex_post_lock(&annotated, __tsan_mutex_read_lock, 0);
}
void ReadUnlockWriteLocked() {
  __tsan_mutex_create(&annotated, 0);
  LockAnnotated();
  __tsan_mutex_pre_unlock(&annotated, __tsan_mutex_read_lock);
  __tsan_mutex_post_unlock(&annotated, __tsan_mutex_read_lock);
}
#endif

struct Bug {
  const char* name;
  void (*commit)();
};

constexpr Bug kBugs[] = {
    {"race_global", &RaceGlobal},
    {"race_heap_guarded", &RaceHeapGuarded},
    {"race_stack", &RaceStack},
    {"race_thread_local", &RaceThreadLocal},
    {"race_descriptor", &RaceDescriptor},
    {"race_atomic", &RaceAtomic},
    {"race_range", &RaceRange},
    {"race_vptr", &RaceVptr},
    {"use_after_free", &UseAfterFree},
    {"virtual_after_free", &VirtualAfterFree},
    {"order_of_two", &OrderOfTwo},
    {"order_of_three", &OrderOfThree},
    {"unlock_unlocked", &UnlockUnlocked},
    {"unlock_by_another", &UnlockByAnother},
    {"destroy_locked", &DestroyLocked},
    {"lock_destroyed", &LockDestroyed},
    {"lock_twice", &LockTwice},
    {"end_holding", &EndHolding},
    {"signal_unlocked", &SignalUnlocked},
    {"wait_unlocked", &WaitUnlocked},
    {"unlock_readers_unlocked", &UnlockReadersUnlocked},
    {"leak_threads", &LeakThreads},
    {"unsafe_handler", &UnsafeHandler},
    {"errno_in_handler", &ErrnoInHandler},
#if defined(HAS_ANNOTATIONS)
    {"double_lock", &DoubleLock},
    {"read_lock_write_locked", &ReadLockWriteLocked},
    {"read_unlock_write_locked", &ReadUnlockWriteLocked},
#endif
    {"write_null", &WriteNull},
};

}  // namespace

int main(int count, char** arguments) {
  for (const Bug& bug : kBugs) {
    if (count == 1) std::puts(bug.name);
    for (int i = 1; i < count; ++i) {
      if (std::strcmp(bug.name, arguments[i]) == 0) {
        Reach(0);
        bug.commit();
      }
    }
  }
  return 0;
}
