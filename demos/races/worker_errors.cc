// SPDX-License-Identifier: Apache-2.0
//
// Errors in threads: two workers fail, and the report names the wrong one.
//
// Dividing 1 by 0 raises an exception in Python, and the lesson shows the good habit: catch it inside the thread, say
// "Oops", and go on; the program did not crash. In C++ the habit is not a matter of taste. An exception that leaves a
// thread's function ends the whole program (std::terminate), and nobody can catch it from outside. (An integer
// division by zero is not even an exception, it is undefined; so Divide() asks first.)
//
// But who is to be told? The one who started the thread wants to know, and it has long gone on. So there is a slot
// for "the first error", which is what one mostly wants: the first failure is the cause, the later ones are its
// consequences. Each worker that fails looks whether the slot is still empty, and if so writes its own name.
//
// That is the shopping list again. Both workers find the slot empty. The first one writes, then the second one writes
// over it. The report blames 2 / 0, and whoever goes to mend that will not find the reason.
//
//   unsafe  one slot, read and written without a lock: the first error is lost
//   safe    each worker has a promise and puts its value in it, or its exception; whoever joined gets it thrown at him
//           again by get(), both of them, complete with type and text, where they can be caught
//
// LESSON: Handling Errors in Threads
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the error slot has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <array>
#include <cstddef>
#include <exception>
#include <future>
#include <stdexcept>
#include <string_view>

#include "demos/stage/stage.h"

namespace {

struct Job {
  const char* text;
  int dividend;
  int divisor;
};

constexpr std::array<Job, 2> kJobs = {{{"1 / 0", 1, 0}, {"2 / 0", 2, 0}}};

int Divide(int dividend, int divisor) {
  if (divisor == 0) throw std::domain_error("division by zero");
  return dividend / divisor;
}

}  // namespace

namespace unsafe {

struct FirstError {
  const char* job = nullptr;
};

void Report(FirstError& error, const Job& job, auto meanwhile) {
  const bool empty = error.job == nullptr;  // <- data-race
  meanwhile();
  if (!empty) return;
  error.job = job.text;  // <- data-race
}

void Work(FirstError& error, const Job& job, auto meanwhile) {
  try {
    stage::Tell("%s is %d", job.text, Divide(job.dividend, job.divisor));
  } catch (const std::exception& e) {
    stage::Tell("Oops! An error occurred in %s: %s", job.text, e.what());
    Report(error, job, meanwhile);
  }
}

void Play() {
  FirstError error;
  stage::Cue first_looked("the first worker looks at the slot");
  stage::Cue second_looked("the second worker looks at the slot");
  stage::Cue first_wrote("the first worker writes the slot");
  stage::Cast cast;
  cast.Enter("worker of 1 / 0", [&] {
    Work(error, kJobs[0], [&] {
      first_looked.Give();
      second_looked.Await();
    });
    first_wrote.Give();
  });
  cast.Enter("worker of 2 / 0", [&] {
    first_looked.Await();
    Work(error, kJobs[1], [&] {
      second_looked.Give();
      first_wrote.Await();
    });
  });
  cast.Leave();
  stage::Tell("But our program didn't crash!");
  stage::Show(error.job == std::string_view(kJobs[1].text), "The first error was in %s (should be %s).", error.job,
              kJobs[0].text);
}

}  // namespace unsafe

namespace safe {

void Work(std::promise<int>& result, const Job& job) {
  try {
    result.set_value(Divide(job.dividend, job.divisor));
  } catch (...) {
    result.set_exception(std::current_exception());
  }
}

void Play() {
  std::array<std::promise<int>, kJobs.size()> results;
  {
    stage::Cast cast;
    cast.Enter("worker of 1 / 0", [&] { Work(results[0], kJobs[0]); });
    cast.Enter("worker of 2 / 0", [&] { Work(results[1], kJobs[1]); });
  }
  std::size_t errors = 0;
  for (std::size_t i = 0; i < kJobs.size(); ++i) {
    try {
      stage::Tell("%s is %d", kJobs[i].text, results[i].get_future().get());
    } catch (const std::domain_error& e) {
      stage::Tell("Oops! An error occurred in %s: %s", kJobs[i].text, e.what());
      ++errors;
    }
  }
  stage::Show(errors == kJobs.size(), "Both errors arrived, and our program didn't crash!");
}

}  // namespace safe

int main() { VARIANT::Play(); }
