// SPDX-License-Identifier: Apache-2.0
//
// Programs that hang, each in its own way, and twins that only look like it, for `snarl attach` to look at: nothing of Snarl is
// in here. `hung NAME` plays the scene of that name: it says "ready" when every thread of it is where it will stay (with the id
// of the process to look at, where that is a child), and goes on when its standard input ends, if it can. What goes on to its
// end has status 7.
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "hangs.h"
#include "stage.h"
#include "waits.h"

namespace {

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

// A process has one tracer at a time, which matters where it has to be stopped.
template <bool kBusy>
void Traced() {
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (true) {
      if (!kBusy) pause();
    }
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
    {"crossed_semaphores", CrossedSemaphores},
    {"lost_wakeup", LostWakeup},
    {"by_handler", ByHandler},
    {"by_process", ByProcess},
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
    {"traced", Traced<true>},
    {"traced_asleep", Traced<false>},
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
