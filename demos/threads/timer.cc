// SPDX-License-Identifier: Apache-2.0
//
// A timer: delayed execution, and the cancellation that came in time and was not heard.
//
// threading.Timer(30, ring) calls ring() after thirty seconds, unless somebody calls cancel() first. The lesson names
// it in one line. Built by hand it takes a thread that sleeps, a look at a flag, and the call:
//
//   sleep; if (cancelled) return; ring();
//
// The flag is a plain bool that one thread writes and the other reads, so it is a data race; an optimising compiler
// may look at it before the sleep. But suppose that the machine did exactly what is written. There is still a gap
// between the look and the call. Whoever cancels inside the gap does it before the bell rings, is told nothing, goes
// to sleep, and is woken by the bell. An atomic flag would silence ThreadSanitizer and leave the gap open.
//
// And the thread sleeps, flag or no flag. Cancel a timer of ten seconds, and its thread is still there for ten
// seconds; a program that wants to end has to wait for it.
//
// A condition variable with a deadline cures all three. The timer waits *for the cancellation*, no longer than until
// the deadline; cancelling wakes it at once. Whether it was cancelled or went off is decided under the lock, exactly
// once, and Cancel() can say who won.
//
//   unsafe  the cancel flag is a plain bool; main cancels between the look and the call, and the bell rings
//   safe    condition_variable::wait_until with a deadline; Cancel() returns whether it was in time
//
// LESSON: The `threading` Module Basics (`Timer` for delayed execution)
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the flag has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>

#include "demos/stage/stage.h"
#include "snarl/condition_variable.h"
#include "snarl/mutex.h"

namespace unsafe {

class Timer {
 public:
  void Run(std::chrono::milliseconds delay, auto meanwhile, auto action) {
    std::this_thread::sleep_for(delay);
    const bool cancelled = cancelled_;  // <- data-race
    meanwhile();
    if (!cancelled) action();
  }
  void Cancel() {
    cancelled_ = true;  // <- data-race
  }

 private:
  bool cancelled_ = false;
};

void Play() {
  // On the heap: clang takes a local for private as soon as Cancel() is inlined here, and leaves the write unwatched.
  const auto timer = std::make_unique<Timer>();
  bool rang = false;
  stage::Cue looked("the timer looks at its flag");
  stage::Cue cancelled("main cancels");
  stage::Cast cast;
  cast.Enter("timer", [&] {
    timer->Run(
        std::chrono::milliseconds(10),
        [&] {
          looked.Give();
          cancelled.Await();
        },
        [&] {
          stage::Tell("Ring! Ring! Ring!");
          rang = true;
        });
  });
  looked.Await();
  timer->Cancel();
  stage::Tell("Timer cancelled. Good night!");
  cancelled.Give();
  cast.Leave();
  stage::Show(rang, "The bell rang after it had been cancelled.");
}

}  // namespace unsafe

namespace safe {

class Timer {
 public:
  // Waits for the delay to pass and calls `action`, unless Cancel() comes first.
  void Run(std::chrono::milliseconds delay, auto action) {
    const auto deadline = std::chrono::steady_clock::now() + delay;
    std::unique_lock hold(mutex_);
    if (changed_.wait_until(hold, deadline, [this] { return state_ == State::kCancelled; })) return;
    state_ = State::kWentOff;
    hold.unlock();
    action();
  }
  // True: the action has not been called and never will be.
  bool Cancel() {
    const std::unique_lock hold(mutex_);
    if (state_ == State::kWentOff) return false;
    state_ = State::kCancelled;
    changed_.notify_all();
    return true;
  }

 private:
  enum class State { kWaiting, kCancelled, kWentOff };
  snarl::mutex mutex_{"timer"};
  snarl::condition_variable changed_{"timer cancelled"};
  State state_ = State::kWaiting;  // guarded by mutex_
};

void Play() {
  Timer tomorrow;
  Timer soon;
  bool tomorrow_rang = false;
  bool soon_rang = false;
  stage::Cast cast;
  cast.Enter("timer for tomorrow", [&] { tomorrow.Run(std::chrono::hours(24), [&] { tomorrow_rang = true; }); });
  cast.Enter("timer of 10 ms", [&] { soon.Run(std::chrono::milliseconds(10), [&] { soon_rang = true; }); });
  const bool in_time = tomorrow.Cancel();
  cast.Leave();
  stage::Show(in_time && !tomorrow_rang, "Tomorrow's timer was cancelled in time and its thread ended at once.");
  stage::Show(!soon.Cancel() && soon_rang, "The timer of 10 ms rang, and cancelling it now says: too late.");
}

}  // namespace safe

int main() { VARIANT::Play(); }
