// SPDX-License-Identifier: Apache-2.0
//
// Two tasks take two locks crosswise, and each waits for the other's.
//
// This is the deadlock in its shortest form, without a story: task 1 takes lock1 and then lock2, task 2 takes lock2 and then
// lock1. The lesson lets both sleep for half a second in between, "wait a bit", so that the other has time to take its
// first lock. Here each waits until the other has. Then both ask for their second lock, and that is the last thing they do.
//
// Four things must come together for a deadlock, and it is enough to take away one of them. Only one thread can have a
// lock; whoever has one keeps it while waiting for the next; nobody can take it away; and the waiting goes round in a
// circle. The safe variant takes away the second: it asks for both locks *at once*.
//
//   unsafe  lock1 then lock2, against lock2 then lock1.
//   safe    std::scoped_lock takes any number of locks together. Inside it locks one, tries the others, and where one is
//           taken it lets everything go and starts again from that one. It never waits with a lock in hand, so the order in
//           which you name the locks does not matter.
//
// These locks are snarl::Mutex, the watched absl::Mutex; MutexLock is its guard. The lower-case names, which
// std::scoped_lock needs, are there too.
//
// LESSON: Livelocks (the last example there: lock1 and lock2, task1 and task2)
// VERDICT unsafe tsan: misses deadlock -- it notes a lock order after the grant, and the grant never comes
// VERDICT unsafe snarl: deadlock
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <mutex>

#include "absl/synchronization/mutex.h"
#include "demos/stage/stage.h"
#include "snarl/absl_mutex.h"

namespace {

snarl::Mutex lock1{"lock1"};
snarl::Mutex lock2{"lock2"};

}  // namespace

namespace unsafe {

stage::Cue task1_has_lock1, task2_has_lock2;

void Task1() {
  stage::Tell("Task 1 starting...");
  snarl::MutexLock first(&lock1);
  stage::Tell("Task 1 acquired lock1");
  task1_has_lock1.Give();
  task2_has_lock2.Await();
  snarl::MutexLock second(&lock2);  // <- deadlock
  stage::Tell("Task 1 acquired lock2");
}

void Task2() {
  stage::Tell("Task 2 starting...");
  snarl::MutexLock first(&lock2);
  stage::Tell("Task 2 acquired lock2");
  task2_has_lock2.Give();
  task1_has_lock1.Await();
  snarl::MutexLock second(&lock1);  // <- deadlock
  stage::Tell("Task 2 acquired lock1");
}

constexpr bool kComesBack = false;

}  // namespace unsafe

namespace safe {

void Task1() {
  stage::Tell("Task 1 starting...");
  std::scoped_lock both(lock1, lock2);
  stage::Tell("Task 1 acquired lock1 and lock2");
}

void Task2() {
  stage::Tell("Task 2 starting...");
  std::scoped_lock both(lock2, lock1);
  stage::Tell("Task 2 acquired lock2 and lock1");
}

constexpr bool kComesBack = true;

}  // namespace safe

int main() {
  // Abseil's own detector, in builds without NDEBUG, would end the program before the deadlock can be seen.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  stage::Cast cast;
  cast.Enter("task 1", VARIANT::Task1);
  cast.Enter("task 2", VARIANT::Task2);
  cast.Leave();
  stage::Show(VARIANT::kComesBack, "Both tasks are done!");
}
