// SPDX-License-Identifier: Apache-2.0
//
// A greeting with an argument: three guests, three threads, and everybody is called Charlie.
//
// In Python one writes threading.Thread(target=greet, args=("Alice",)): the tuple is the thread's own, made before
// the thread starts. In C++ one writes a lambda, and the shortest lambda, [&], takes nothing along. It remembers
// where the variable is and looks there when it runs. By then the loop that started it has gone on to the next guest,
// and the next, and the thread for Alice finds Charlie's name, or half of a name, or, once the loop has ended,
// whatever has moved into the place on the stack where the variable used to be.
//
// The trap is that it works on most days. A new thread often gets to its first line before the loop gets to its next
// turn, and then Alice is greeted as Alice. A test of one guest always passes.
//
// The rule that keeps you out of it: a thread owns what it needs. Capture by value (or move in); by reference only
// what is certain to stay where it is, unchanged, until the thread has been joined.
//
//   unsafe  the lambda captures `name` by reference; the loop writes it while the greeters read it
//   safe    the lambda captures `name` by value: each greeter has its own
//
// LESSON: Running a Function in a Thread
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the argument has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "demos/stage/stage.h"

namespace {

constexpr std::array<const char*, 3> kGuests = {"Alice", "Bob", "Charlie"};

// Who was really greeted, by greeter; each greeter writes its own place.
using Greeted = std::array<const char*, kGuests.size()>;

void Greet(const char* name) { stage::Tell("Hello, %s!", name); }

}  // namespace

namespace unsafe {

void Play() {
  Greeted greeted{};
  const char* name = nullptr;
  stage::Cue loop_over("the loop has gone on");
  stage::Cast cast;
  for (std::size_t i = 0; i < kGuests.size(); ++i) {
    name = kGuests[i];  // <- data-race
    cast.Enter(std::string("greeter of ") + kGuests[i], [&, i] {
      loop_over.Await();
      const char* const whom = name;  // <- data-race
      Greet(whom);
      greeted[i] = whom;
    });
  }
  loop_over.Give();
  cast.Leave();

  stage::Tell("Main thread: Thread finished!");
  const auto charlies = std::count(greeted.begin(), greeted.end(), kGuests[2]);
  stage::Show(charlies == 3, "Charlie was greeted %d times; Alice and Bob went home.", static_cast<int>(charlies));
}

}  // namespace unsafe

namespace safe {

void Play() {
  Greeted greeted{};
  stage::Cast cast;
  for (std::size_t i = 0; i < kGuests.size(); ++i) {
    const char* const name = kGuests[i];
    cast.Enter(std::string("greeter of ") + name, [&greeted, name, i] {
      Greet(name);
      greeted[i] = name;
    });
  }
  cast.Leave();

  stage::Tell("Main thread: Thread finished!");
  stage::Show(greeted == kGuests, "Everyone was greeted by name.");
}

}  // namespace safe

int main() { VARIANT::Play(); }
