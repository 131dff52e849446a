// SPDX-License-Identifier: Apache-2.0
//
// Programs that hang, each in its own way, and twins that only look like it, for `snarl attach` to look at: nothing of Snarl is
// in here. `hung NAME` plays the scene of that name: it says "ready" when every thread of it is where it will stay (with the id of
// the process to look at, where that is a child), and goes on when its standard
// input ends, if it can. What goes on to its end has status 7.
#include <pthread.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string_view>
#include <thread>
#include <vector>

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

// ---- what hangs -------------------------------------------------------------------------------------------------------
pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t third = PTHREAD_MUTEX_INITIALIZER;

void Configure(pthread_mutex_t& mutex, int type, bool robust, int protocol) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, type);
  if (robust) pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutexattr_setprotocol(&attributes, protocol);
  pthread_mutex_init(&mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
}

void ConfigureBoth(int type, bool robust, int protocol) {
  Configure(left, type, robust, protocol);
  Configure(right, type, robust, protocol);
}

void LockBoth(pthread_mutex_t& first, pthread_mutex_t& second, Cue& here) {
  pthread_mutex_lock(&first);
  here.Give();
  here.Await(2);
  pthread_mutex_lock(&second);
}

void Crossed() {
  Cue here;
  Thread a("crosser-a", [&] { LockBoth(left, right, here); });
  Thread b("crosser-b", [&] { LockBoth(right, left, here); });
  AwaitSleepers(2);
  Ready();
  a.Join();
}

void ErrorCheck() { ConfigureBoth(PTHREAD_MUTEX_ERRORCHECK, false, PTHREAD_PRIO_NONE), Crossed(); }
void Recursive() { ConfigureBoth(PTHREAD_MUTEX_RECURSIVE, false, PTHREAD_PRIO_NONE), Crossed(); }
void Robust() { ConfigureBoth(PTHREAD_MUTEX_NORMAL, true, PTHREAD_PRIO_NONE), Crossed(); }
// The kernel refuses to close a ring of these, so one of the locks is another one.
void Inheriting() { Configure(left, PTHREAD_MUTEX_NORMAL, false, PTHREAD_PRIO_INHERIT), Crossed(); }

struct Bank {
  std::mutex accounts;
  std::mutex audit;
};
Bank bank;

void StdMutexes() {
  Cue here;
  const auto both = [&](std::mutex& first, std::mutex& second) {
    const std::lock_guard hold_first(first);
    here.Give();
    here.Await(2);
    const std::lock_guard hold_second(second);
  };
  Thread a("teller", [&] { both(bank.accounts, bank.audit); });
  Thread b("auditor", [&] { both(bank.audit, bank.accounts); });
  AwaitSleepers(2);
  Ready();
  a.Join();
}

void RingOfThree() {
  Cue here;
  const auto both = [&](pthread_mutex_t& first, pthread_mutex_t& second) {
    pthread_mutex_lock(&first);
    here.Give();
    here.Await(3);
    pthread_mutex_lock(&second);
  };
  Thread a("ring-a", [&] { both(left, right); });
  Thread b("ring-b", [&] { both(right, third); });
  Thread c("ring-c", [&] { both(third, left); });
  Thread behind("behind", [&] {
    here.Await(3);
    pthread_mutex_lock(&left);
  });
  AwaitSleepers(4);
  Ready();
  a.Join();
}

void LockTwice() {
  pthread_mutex_lock(&left);
  pthread_mutex_lock(&left);
}

void Relock() {
  Thread alone("relocker", LockTwice);
  AwaitSleepers(1);
  Ready();
  alone.Join();
}

// The kernel refuses, and glibc lets the thread sleep for good.
void InheritingRelock() {
  Configure(left, PTHREAD_MUTEX_NORMAL, false, PTHREAD_PRIO_INHERIT);
  Thread alone("relocker", LockTwice);
  AwaitSleepers(1);
  Ready();
  AwaitEndOfInput();
  std::_Exit(kOwnResult);
}

void Orphan() {
  Thread holder("holder", [] { pthread_mutex_lock(&left); });
  holder.Join();
  Thread heir("heir", [] { pthread_mutex_lock(&left); });
  AwaitSleepers(1);
  Ready();
  heir.Join();
}

void JoinUnderLock() {
  Cue held;
  Thread worker("worker", [&] {
    held.Await();
    pthread_mutex_lock(&left);
  });
  Thread boss("boss", [&] {
    pthread_mutex_lock(&left);
    held.Give();
    worker.Join();
  });
  AwaitSleepers(2);
  Ready();
  boss.Join();
}

std::shared_mutex index_lock;
std::shared_mutex cache_lock;

void Writers() {
  Cue here;
  const auto both = [&](std::shared_mutex& first, std::shared_mutex& second) {
    first.lock();
    here.Give();
    here.Await(2);
    second.lock();
  };
  Thread a("writer-a", [&] { both(index_lock, cache_lock); });
  Thread b("writer-b", [&] { both(cache_lock, index_lock); });
  AwaitSleepers(2);
  Ready();
  a.Join();
}

void ReaderOfWriter() {
  Cue here;
  Thread a("reads", [&] {
    pthread_mutex_lock(&left);
    here.Give();
    here.Await(2);
    index_lock.lock_shared();
  });
  Thread b("writes", [&] {
    index_lock.lock();
    here.Give();
    here.Await(2);
    pthread_mutex_lock(&left);
  });
  AwaitSleepers(2);
  Ready();
  a.Join();
}

// Woken from its wait, a thread takes the mutex again, whose holder waits for it.
void RelockAfterWait() {
  static pthread_cond_t signal = PTHREAD_COND_INITIALIZER;
  Cue waits;
  Thread a("waiter", [&] {
    pthread_mutex_lock(&right);
    pthread_mutex_lock(&left);
    waits.Give();
    pthread_cond_wait(&signal, &left);
  });
  waits.Await();
  Thread b("notifier", [&] {
    pthread_mutex_lock(&left);
    pthread_cond_signal(&signal);
    pthread_mutex_lock(&right);
  });
  AwaitSleepers(2);
  Ready();
  b.Join();
}

// ---- what only waits --------------------------------------------------------------------------------------------------
std::mutex pool_lock;
std::condition_variable pool_work;
bool pool_ends = false;

void Pool(int threads) {
  std::vector<std::unique_ptr<Thread>> workers;
  for (int i = 0; i < threads; ++i) {
    workers.push_back(std::make_unique<Thread>("pool", [] {
      std::unique_lock hold(pool_lock);
      pool_work.wait(hold, [] { return pool_ends; });
    }));
  }
  AwaitSleepers(static_cast<std::size_t>(threads));
  Ready();
  AwaitEndOfInput();
  {
    const std::lock_guard hold(pool_lock);
    pool_ends = true;
  }
  pool_work.notify_all();
  for (const auto& worker : workers) worker->Join();
}

void IdlePool() { Pool(4); }
void LargePool() { Pool(1000); }

void LargeCrossed() {
  Cue here;
  Thread a("crosser-a", [&] { LockBoth(left, right, here); });
  Thread b("crosser-b", [&] { LockBoth(right, left, here); });
  LargePool();
}

void Semaphore() {
  static sem_t never;
  sem_init(&never, 0, 0);
  Thread waiter("sem-waiter", [] { sem_wait(&never); });
  AwaitSleepers(1);
  Ready();
  AwaitEndOfInput();
  sem_post(&never);
  waiter.Join();
}

void OneShort() {
  static pthread_barrier_t gate;
  pthread_barrier_init(&gate, nullptr, 3);
  Thread a("early-a", [] { pthread_barrier_wait(&gate); });
  Thread b("early-b", [] { pthread_barrier_wait(&gate); });
  AwaitSleepers(2);
  Ready();
  AwaitEndOfInput();
  pthread_barrier_wait(&gate);
  a.Join();
  b.Join();
}

// Three wait for a lock whose holder reads from a pipe.
void SlowHolder() {
  Cue held;
  Thread holder("slow", [&] {
    pthread_mutex_lock(&left);
    held.Give();
    AwaitEndOfInput();
    pthread_mutex_unlock(&left);
  });
  held.Await();
  std::vector<std::unique_ptr<Thread>> waiters;
  for (int i = 0; i < 3; ++i) {
    waiters.push_back(std::make_unique<Thread>("queued", [] {
      pthread_mutex_lock(&left);
      pthread_mutex_unlock(&left);
    }));
  }
  AwaitSleepers(3);
  Ready();
  holder.Join();
  for (const auto& waiter : waiters) waiter->Join();
}

void Computation() {
  std::atomic<bool> ends{false};
  Thread busy("busy", [&] {
    while (!ends.load(std::memory_order_relaxed)) {
    }
  });
  Ready();
  AwaitEndOfInput();
  ends = true;
  busy.Join();
}

void DetachedSleeper() {
  Thread sleeper("sleeper", [] { sleep(1000); });
  sleeper.Detach();
  Ready();
  AwaitEndOfInput();
}

void TimedCrossed() {
  Cue here;
  const auto both = [&](pthread_mutex_t& first, pthread_mutex_t& second) {
    pthread_mutex_lock(&first);
    here.Give();
    here.Await(2);
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1000;
    pthread_mutex_timedlock(&second, &until);
  };
  Thread a("timed-a", [&] { both(left, right); });
  Thread b("timed-b", [&] { both(right, left); });
  AwaitSleepers(2);
  Ready();
  AwaitEndOfInput();
  std::_Exit(kOwnResult);
}

void Readers() {
  Cue held;
  Thread reader("reader", [&] {
    index_lock.lock_shared();
    held.Give();
    AwaitEndOfInput();
    index_lock.unlock_shared();
  });
  held.Await();
  Thread writer("writer", [] {
    index_lock.lock();
    index_lock.unlock();
  });
  AwaitSleepers(1);
  Ready();
  reader.Join();
  writer.Join();
}

// The one who initialises reads from a pipe, the other waits for it.
std::once_flag table_made;

void Once() {
  Cue begun;
  Thread maker("maker", [&] {
    std::call_once(table_made, [&] {
      begun.Give();
      AwaitEndOfInput();
    });
  });
  begun.Await();
  Thread user("user", [] { std::call_once(table_made, [] {}); });
  AwaitSleepers(1);
  Ready();
  maker.Join();
  user.Join();
}

int SlowValue() {
  AwaitEndOfInput();
  return 1;
}

int Static() {
  static const int kValue = SlowValue();
  return kValue;
}

void StaticVariable() {
  Cue begun;
  Thread maker("maker", [&] {
    begun.Give();
    Static();
  });
  begun.Await();
  AwaitCall(SYS_read, 1);
  Thread user("user", [] { Static(); });
  AwaitSleepers(1);
  Ready();
  maker.Join();
  user.Join();
}

// A wait that a stop would cut short.
void Polling() {
  const int set = epoll_create1(0);
  epoll_event event{};
  event.events = EPOLLIN;
  int ends[2] = {};
  if (pipe(ends) != 0 || epoll_ctl(set, EPOLL_CTL_ADD, ends[0], &event) != 0) std::abort();
  Thread poller("poller", [&] {
    epoll_event got{};
    if (epoll_wait(set, &got, 1, -1) != 1) std::_Exit(9);
  });
  AwaitCall(SYS_epoll_wait, 1);
  Ready();
  AwaitEndOfInput();
  if (write(ends[1], "x", 1) != 1) std::abort();
  poller.Join();
}

// ---- what is another process's --------------------------------------------------------------------------------------------
void ReadyAs(pid_t process) {
  std::printf("ready %d\n", process);
  std::fflush(stdout);
}

// A child has none of its parent's threads, but all of their locks.
void ForkOrphan() {
  Cue held;
  Thread holder("holder", [&] {
    pthread_mutex_lock(&left);
    held.Give();
    AwaitEndOfInput();
  });
  held.Await();
  const pid_t child = fork();
  if (child != 0) {
    holder.Join();
    return;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
  Thread heir("heir", [] { pthread_mutex_lock(&left); });
  AwaitSleepers(1);
  ReadyAs(getpid());
  heir.Join();
}

// A process has one tracer at a time.
void Traced() {
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (true) pause();
  }
  if (ptrace(PTRACE_SEIZE, child, nullptr, nullptr) != 0) std::_Exit(77);
  ReadyAs(child);
  AwaitEndOfInput();
}

struct Scene {
  const char* name;
  void (*play)();
};

constexpr Scene kScenes[] = {
    {"crossed", Crossed},
    {"errorcheck", ErrorCheck},
    {"recursive", Recursive},
    {"robust", Robust},
    {"inheriting", Inheriting},
    {"std_mutexes", StdMutexes},
    {"ring_of_three", RingOfThree},
    {"relock", Relock},
    {"inheriting_relock", InheritingRelock},
    {"orphan", Orphan},
    {"join_under_lock", JoinUnderLock},
    {"writers", Writers},
    {"reader_of_writer", ReaderOfWriter},
    {"relock_after_wait", RelockAfterWait},
    {"large_crossed", LargeCrossed},
    {"idle_pool", IdlePool},
    {"large_pool", LargePool},
    {"semaphore", Semaphore},
    {"one_short", OneShort},
    {"slow_holder", SlowHolder},
    {"computation", Computation},
    {"detached_sleeper", DetachedSleeper},
    {"timed_crossed", TimedCrossed},
    {"readers", Readers},
    {"once", Once},
    {"static_variable", StaticVariable},
    {"polling", Polling},
    {"fork_orphan", ForkOrphan},
    {"traced", Traced},
};

}  // namespace

int main(int argc, char** argv) {
  // Where only a parent may trace, the command that looks at us is none.
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
  for (const Scene& scene : kScenes) {
    if (argc != 2 || std::string_view(argv[1]) != scene.name) continue;
    scene.play();
    return kOwnResult;
  }
  std::fprintf(stderr, "Usage: hung SCENE\n");
  return 2;
}
