// SPDX-License-Identifier: Apache-2.0
//
// Runnables: anything that can be called can be a thread, and an object that is called twice is still one object.
//
// Python runs whatever has a run() method or can be called like a function. So does C++: std::thread takes a
// function, a lambda, an object with operator(), or a member function together with the object to call it on. What is
// run is not the class, it is an *object*, and objects remember things. This one remembers how often it ran.
//
// Hand it to two threads, to one by its member function and to the other by its call operator. That looks like two
// different things to run. It is one object with one `runs`: both threads read 0, both write 1, and one run is
// forgotten.
//
// C++ tries to protect you here. std::thread copies what it is given, so each thread would count in a copy of its
// own, and both copies are thrown away at the end. People notice that their count stays 0, find std::ref (or a
// pointer), and switch the protection off. Then sharing is a decision, and a decision to share needs a lock.
//
//   unsafe  one runnable, shared by two threads through a pointer and a reference: "It ran 1 time"
//   safe    two cures, side by side: one runnable each, added up after the join; and one runnable with a lock inside
//
// LESSON: Understanding 'Runnable' in Python
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the runnable has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <functional>
#include <utility>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace unsafe {

class Runnable {
 public:
  explicit Runnable(std::function<void()> work) : work_(std::move(work)) {}

  void Run();
  void operator()() { Run(); }
  [[nodiscard]] int runs() const { return runs_; }

 private:
  std::function<void()> work_;
  int runs_ = 0;
};

void Runnable::Run() {
  const int before = runs_;  // <- data-race
  work_();
  runs_ = before + 1;  // <- data-race
}

void Play() {
  stage::Cue first_looked("the first thread reads the count");
  stage::Cue second_looked("the second thread reads the count");
  stage::Cue first_wrote("the first thread writes the count");
  Runnable runnable([&] {
    if (!first_looked.given()) {
      stage::Tell("Running in Runnable::Run()!");
      first_looked.Give();
      second_looked.Await();
    } else {
      stage::Tell("Running in Runnable::operator()!");
      second_looked.Give();
      first_wrote.Await();
    }
  });

  stage::Cast cast;
  cast.Enter("member function", [&] {
    std::invoke(&Runnable::Run, &runnable);
    first_wrote.Give();
  });
  cast.Enter("callable", [&, callable = std::ref(runnable)] {
    first_looked.Await();
    callable();
  });
  cast.Leave();
  stage::Show(runnable.runs() == 1, "The runnable ran twice and counted %d (should be 2).", runnable.runs());
}

}  // namespace unsafe

namespace safe {

// One each: no lock, because nothing is shared while the threads run.
class Runnable {
 public:
  void Run() {
    stage::Tell("Running in Runnable::Run()!");
    ++runs_;
  }
  void operator()() {
    stage::Tell("Running in Runnable::operator()!");
    ++runs_;
  }
  [[nodiscard]] int runs() const { return runs_; }

 private:
  int runs_ = 0;
};

// One for all: the object guards its own memory, so its callers need not know that it is shared.
class SharedRunnable {
 public:
  void operator()() {
    const snarl::lock_guard hold(mutex_);
    ++runs_;
  }
  [[nodiscard]] int runs() {
    const snarl::lock_guard hold(mutex_);
    return runs_;
  }

 private:
  snarl::mutex mutex_{"runnable"};
  int runs_ SNARL_GUARDED_BY(mutex_) = 0;
};

void Play() {
  Runnable first;
  Runnable second;
  SharedRunnable shared;
  stage::Cast cast;
  cast.Enter("member function", [&] {
    std::invoke(&Runnable::Run, &first);
    shared();
  });
  cast.Enter("callable", [&] {
    second();
    shared();
  });
  cast.Leave();
  stage::Show(first.runs() + second.runs() == 2, "One each: %d and %d, together 2.", first.runs(), second.runs());
  stage::Show(shared.runs() == 2, "One shared and guarded: %d.", shared.runs());
}

}  // namespace safe

int main() { VARIANT::Play(); }
