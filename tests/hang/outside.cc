// SPDX-License-Identifier: Apache-2.0
//
// Programs in which everybody that locks or waits stands still, and something from outside, or a thread that does neither, ends
// it: all of them silent, but for the last.
#include <fcntl.h>
#include <poll.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <ctime>

#include <condition_variable>
#include <csignal>
#include <mutex>

#include "play.h"

namespace {

std::mutex mutex;
std::condition_variable bell;
bool rung = false;

void AwaitRing() {
  std::unique_lock hold(mutex);
  bell.wait(hold, [] { return rung; });
}
void Ring() {
  {
    const std::lock_guard hold(mutex);
    rung = true;
  }
  bell.notify_all();
}

// A child process does it in half a second; it has one thread and is not waited for.
template <class Act>
pid_t Later(Act act) {
  const pid_t child = fork();
  if (child != 0) return child;
  LetItLook();
  act();
  _exit(0);
}

struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() {
    if (pipe(ends) != 0) _exit(70);
  }
  void Read() const {
    char byte = 0;
    if (read(ends[0], &byte, 1) != 1) _exit(70);
  }
  void Write() const {
    if (write(ends[1], "x", 1) != 1) _exit(70);
  }
};

// An idle pool and a main thread that does `act`, and lets them go when it comes back.
template <class Act>
void WithIdlePool(Act act) {
  std::thread workers[4];
  for (std::thread& worker : workers) worker = Thread("worker", [] { AwaitRing(); });
  act();
  Ring();
  for (std::thread& worker : workers) worker.join();
}

// Everybody waits for one thread, which does `act`.
template <class Act>
void AllBehind(Act act) {
  std::thread thread = Thread("outside", [=] {
    act();
    Ring();
  });
  std::thread waits = Thread("waits", [] { AwaitRing(); });
  waits.join();
  thread.join();
}

}  // namespace

// SILENT main_sleeps
static void main_sleeps() {
  WithIdlePool([] { LetItLook(); });
}

// SILENT main_reads
static void main_reads() {
  const Pipe pipe;
  Later([&] { pipe.Write(); });
  WithIdlePool([&] { pipe.Read(); });
}

// SILENT thread_in_read
static void thread_in_read() {
  const Pipe pipe;
  Later([&] { pipe.Write(); });
  AllBehind([&] { pipe.Read(); });
}

// SILENT main_polls
static void main_polls() {
  const Pipe pipe;
  Later([&] { pipe.Write(); });
  WithIdlePool([&] {
    pollfd wanted = {pipe.ends[0], POLLIN, 0};
    poll(&wanted, 1, -1);
  });
}

// SILENT nested_event_loops
static void nested_event_loops() {
  const Pipe inner;
  const Pipe outer;
  Later([&] { outer.Write(), LetItLook(), inner.Write(); });
  AllBehind([&] {
    pollfd wanted = {outer.ends[0], POLLIN, 0};
    poll(&wanted, 1, -1);
    wanted.fd = inner.ends[0];
    poll(&wanted, 1, -1);
  });
}

// SILENT idle_acceptor
static void idle_acceptor() {
  const int listening = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr address = {};
  address.sa_family = AF_UNIX;
  socklen_t size = sizeof(sa_family_t);
  // Without a name: the kernel gives it one.
  if (bind(listening, &address, size) != 0 || listen(listening, 1) != 0) _exit(70);
  static sockaddr_storage named;
  static socklen_t named_size = sizeof named;
  getsockname(listening, reinterpret_cast<sockaddr*>(&named), &named_size);
  Later([] {
    const int client = socket(AF_UNIX, SOCK_STREAM, 0);
    connect(client, reinterpret_cast<const sockaddr*>(&named), named_size);
  });
  AllBehind([=] { accept(listening, nullptr, nullptr); });
}

// SILENT detached_sleeper
static void detached_sleeper() {
  Thread("sleeper", [] {
    LetItLook();
    Ring();
  }).detach();
  AwaitRing();
}

// SILENT main_in_sigwait
static void main_in_sigwait() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  const pid_t self = getpid();
  Later([=] { kill(self, SIGTERM); });
  WithIdlePool([&] {
    int signal = 0;
    sigwait(&wanted, &signal);
  });
}

// SILENT main_in_pause
static void main_in_pause() {
  signal(SIGTERM, [](int) {});
  const pid_t self = getpid();
  Later([=] { kill(self, SIGTERM); });
  WithIdlePool([] { pause(); });
}

// SILENT waits_for_its_child
static void waits_for_its_child() {
  const pid_t child = Later([] {});
  WithIdlePool([=] { waitpid(child, nullptr, 0); });
}

// SILENT handler_posts
static void handler_posts() {
  static sem_t enough;
  sem_init(&enough, 0, 0);
  signal(SIGTERM, [](int) { sem_post(&enough); });
  const pid_t self = getpid();
  Later([=] { kill(self, SIGTERM); });
  WithIdlePool([] {
    while (sem_wait(&enough) != 0) continue;
  });
}

// SILENT child_posts
static void child_posts() {
  void* const memory = mmap(nullptr, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  static sem_t* enough;
  enough = static_cast<sem_t*>(memory);
  sem_init(enough, 1, 0);
  Later([] { sem_post(enough); });
  WithIdlePool([] { sem_wait(enough); });
}

// SILENT child_lets_go
static void child_lets_go() {
  void* const memory =
      mmap(nullptr, sizeof(pthread_mutex_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  static pthread_mutex_t* shared;
  shared = static_cast<pthread_mutex_t*>(memory);
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(shared, &attributes);
  const Pipe held;
  const pid_t child = fork();
  if (child == 0) {
    pthread_mutex_lock(shared);
    held.Write();
    LetItLook();
    pthread_mutex_unlock(shared);
    _exit(0);
  }
  held.Read();
  WithIdlePool([] { pthread_mutex_lock(shared), pthread_mutex_unlock(shared); });
}

// SILENT timer_thread
static void timer_thread() {
  sigevent event = {};
  event.sigev_notify = SIGEV_THREAD;
  event.sigev_notify_function = [](sigval) { Ring(); };
  timer_t timer = {};
  if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0) _exit(70);
  itimerspec half_a_second = {};
  half_a_second.it_value.tv_nsec = 500'000'000;
  timer_settime(timer, 0, &half_a_second, nullptr);
  AwaitRing();
}

// SILENT timed_waits
static void timed_waits() {
  std::thread thread = Thread("timed", [] {
    std::unique_lock hold(mutex);
    for (int i = 0; i < 5; ++i) bell.wait_for(hold, std::chrono::milliseconds(100), [] { return rung; });
  });
  thread.join();
}

// SILENT timed_semaphore
static void timed_semaphore() {
  static sem_t never;
  sem_init(&never, 0, 0);
  Thread("timed", [] {
    timespec until = {};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 1;
    sem_timedwait(&never, &until);
  }).join();
}

// The lock that is waited for is held by a thread that reads.
// SILENT holder_reads
static void holder_reads() {
  const Pipe pipe;
  static std::mutex held;
  static Cue has;
  Later([&] { pipe.Write(); });
  std::thread thread = Thread("holder", [&] {
    const std::lock_guard hold(held);
    Give(&has);
    pipe.Read();
  });
  Await(&has);
  { const std::lock_guard hold(held); }
  thread.join();
}

// HANGS nobody_outside: deadlock likely; threads main waits; locks bell
static void nobody_outside() {
  Thread("waits", [] { AwaitRing(); }).join();
}

int main(int count, char** words) {
  static const Case cases[] = {
      {"main_sleeps", main_sleeps},
      {"main_reads", main_reads},
      {"thread_in_read", thread_in_read},
      {"main_polls", main_polls},
      {"nested_event_loops", nested_event_loops},
      {"idle_acceptor", idle_acceptor},
      {"detached_sleeper", detached_sleeper},
      {"main_in_sigwait", main_in_sigwait},
      {"main_in_pause", main_in_pause},
      {"waits_for_its_child", waits_for_its_child},
      {"handler_posts", handler_posts},
      {"child_posts", child_posts},
      {"child_lets_go", child_lets_go},
      {"timer_thread", timer_thread},
      {"timed_waits", timed_waits},
      {"timed_semaphore", timed_semaphore},
      {"holder_reads", holder_reads},
      {"nobody_outside", nobody_outside},
  };
  return PlayOne(cases, count, words);
}
