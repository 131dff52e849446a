// SPDX-License-Identifier: Apache-2.0
//
// A fork copies the house, its locked doors included, but of all who live in it only one.
//
// fork() makes a second process with a copy of all memory, and in it a single thread: the one that called. Whatever the other
// threads were doing, in the copy nobody does it. If one of them was just writing to the log, then in the child the log is
// locked, by somebody who does not exist there and never will. The parent goes on as if nothing had happened.
//
// It need not be a lock of yours. The same happens with any that a library keeps for itself; only the allocator of libc takes
// care that it does not happen to malloc(). It takes a fork in the very moment in which another thread holds the lock, so it
// comes once in a thousand forks, in production, as a child that hangs for ever at its first line of log.
//
//   unsafe  the child takes a lock that another thread may have held at the fork.
//   safe    whoever forks takes the lock first, and both let go of it afterwards: then nobody else can hold it at that moment
//           (pthread_atfork() registers just that). The other cure is to do nothing in the child but exec(): posix_spawn().
//
// VERDICT unsafe tsan: misses orphaned-lock -- it follows no locks into a child
// VERDICT unsafe run: orphaned-lock
// VERDICT unsafe attach: orphaned-lock
// VERDICT unsafe helgrind: misses orphaned-lock -- it does not follow the child
// VERDICT unsafe drd: misses orphaned-lock -- it does not follow the child
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <sys/wait.h>
#include <unistd.h>

#include <mutex>

#include "demos/stage/stage.h"

namespace {

struct House {
  std::mutex log;
  stage::Cue writing{"the clerk at the log"}, forked{"the fork"};
};

void Log(House& house, const char* line) {
  std::lock_guard hold(house.log);
  stage::Tell("%s", line);
}

// What became of the child.
int Outcome(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

namespace unsafe {

void KeepLog(House& house) {
  std::lock_guard hold(house.log);
  stage::Tell("The clerk writes a line into the log.");
  house.writing.Give();
  house.forked.Await();
}

int Fork(House& house) {
  house.writing.Await();
  const pid_t child = fork();
  if (child == 0) {
    Log(house, "The child begins its work.");  // <- orphaned-lock
    _exit(stage::kMissedCue);
  }
  house.forked.Give();
  stage::Tell("The parent waits for the child.");
  return Outcome(child);
}

}  // namespace unsafe

namespace safe {

void KeepLog(House& house) {
  house.writing.Give();
  Log(house, "The clerk writes a line into the log.");
  house.forked.Await();
}

int Fork(House& house) {
  house.writing.Await();
  house.log.lock();
  const pid_t child = fork();
  house.log.unlock();  // of the parent, and of the child
  if (child == 0) {
    Log(house, "The child begins its work.");
    _exit(0);
  }
  house.forked.Give();
  stage::Tell("The parent waits for the child.");
  return Outcome(child);
}

}  // namespace safe

int main() {
  House house;
  int outcome = 0;
  stage::Cast cast;
  cast.Enter("clerk", [&] { VARIANT::KeepLog(house); });
  outcome = VARIANT::Fork(house);
  cast.Leave();
  return outcome;
}
