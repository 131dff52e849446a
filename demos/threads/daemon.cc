// SPDX-License-Identifier: Apache-2.0
//
// A daemon: a background thread that nobody waits for, and what it still holds in its hands when the house is sold.
//
// Python's daemon threads "stop when the main program ends". That sounds tidy. It means that they are cut off
// wherever they happen to be, in the middle of a line. C++ has no daemons. What comes closest is detach(): the thread
// is let go, nobody can join it any more, and it runs until it returns or the process is gone. Nothing stops it when
// a function returns, when a scope ends, or when main cleans up after itself.
//
// So the question for every detached thread is: what does it use, and who keeps that alive? Here the daemon writes
// "Still running..." and counts its rounds in a notebook. Main owns the notebook, does its own work, throws the
// notebook away, and believes that the daemon ended with it. The daemon opens it once more. It reads memory that has
// been given back: today the old number is still there, tomorrow somebody else's data.
//
// ThreadSanitizer titles this "heap-use-after-free". It is a data race all the same: a read, and a delete that
// nothing orders after it. (Without threads the cure would be to move the delete down. With them there is no "down".)
//
//   unsafe  a detached thread reads the notebook after main has thrown it away
//   safe    std::jthread: asked to stop by its stop token and joined, by its destructor, before the notebook goes
//
// LESSON: Daemon Threads
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the notebook has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <chrono>
#include <memory>
#include <stop_token>
#include <thread>

#include "demos/stage/stage.h"
#include "snarl/watchdog.h"

namespace unsafe {

struct Notebook {
  int rounds = 7;
};

// What the daemon still uses when main has returned must not be on main's stack.
stage::Cue thrown_away("main throws the notebook away");
stage::Cue read_again("the daemon reads the notebook");

void BackgroundTask(const Notebook* notebook) {
  snarl::SetThreadName("daemon");
  stage::Tell("Still running...");
  thrown_away.Await();
  const int rounds = notebook->rounds;  // <- data-race
  stage::Tell("Still running... (round %d, says a notebook in the bin)", rounds);
  read_again.Give();
}

void Play() {
  auto notebook = std::make_unique<Notebook>();
  std::thread(BackgroundTask, notebook.get()).detach();
  stage::Tell("Main program running...");
  notebook.reset();  // <- data-race
  stage::Tell("Main program ending - daemon thread will stop!");
  thrown_away.Give();
  read_again.Await();
}

}  // namespace unsafe

namespace safe {

struct Notebook {
  int rounds = 0;
};

void BackgroundTask(const std::stop_token& stop, Notebook& notebook, stage::Cue& three_rounds) {
  snarl::SetThreadName("daemon");
  while (!stop.stop_requested()) {
    stage::Tell("Still running...");
    if (++notebook.rounds == 3) three_rounds.Give();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

void Play() {
  stage::Cue three_rounds("the daemon has made three rounds");
  const auto notebook = std::make_unique<Notebook>();
  {
    // Declared after what it uses, so it is gone before it.
    const std::jthread daemon([&](const std::stop_token& stop) { BackgroundTask(stop, *notebook, three_rounds); });
    stage::Tell("Main program running...");
    three_rounds.Await();
    stage::Tell("Main program ending - daemon thread is asked to stop, and joined.");
  }
  stage::Show(notebook->rounds >= 3, "The daemon stopped after %d rounds; now the notebook may go.", notebook->rounds);
}

}  // namespace safe

int main() { VARIANT::Play(); }
