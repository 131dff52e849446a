// SPDX-License-Identifier: Apache-2.0
//
// A group of four hikers waits at the hut until all four are there, and one of them has gone home.
//
// A barrier knows one thing: how many must come. Each who arrives waits; the last one to come opens it for all. So the group
// wrote "four" on it in the morning. At noon one of them turns an ankle and goes home, as anybody would, without a word to the
// barrier; and three sit at the hut and wait for the fourth.
//
// The number was right when it was written. What makes this one so common is the way out that nobody thought of: an error, an empty
// share of the work, a thread that could not be started. The three do nothing wrong, hold nothing, and cannot know.
//
//   unsafe  one returns early and does not arrive.
//   safe    who drops out says so: arrive_and_drop() counts as having come, now and in all rounds to come.
//
// VERDICT unsafe tsan: misses deadlock -- nobody holds a lock, and a thread that sleeps makes no access
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: misses deadlock -- a barrier waits at a bare futex, and from outside it is not known who may wake it
// VERDICT unsafe helgrind: misses deadlock -- it knows no std::barrier, and nobody holds a lock
// VERDICT unsafe drd: misses deadlock -- it knows no std::barrier, and nobody holds a lock
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <barrier>

#include "demos/stage/stage.h"

namespace {

struct Hike {
  std::barrier<> hut{4};
};

}  // namespace

namespace unsafe {

void Walk(Hike& hike, const char* who, bool turns_an_ankle) {
  if (turns_an_ankle) {
    stage::Tell("%s turns an ankle, and goes home.", who);
    return;
  }
  stage::Tell("%s is at the hut, and waits for the others.", who);
  hike.hut.arrive_and_wait();  // <- deadlock
  stage::Show(false, "%s goes on to the summit.", who);
}

}  // namespace unsafe

namespace safe {

void Walk(Hike& hike, const char* who, bool turns_an_ankle) {
  if (turns_an_ankle) {
    stage::Tell("%s turns an ankle, and sends word to the hut.", who);
    hike.hut.arrive_and_drop();
    return;
  }
  hike.hut.arrive_and_wait();
  stage::Tell("%s goes on to the summit.", who);
}

}  // namespace safe

int main() {
  Hike hike;
  stage::Cast cast;
  cast.Enter("Ada", [&] { VARIANT::Walk(hike, "Ada", false); });
  cast.Enter("Bob", [&] { VARIANT::Walk(hike, "Bob", true); });
  cast.Enter("Cleo", [&] { VARIANT::Walk(hike, "Cleo", false); });
  cast.Enter("Dan", [&] { VARIANT::Walk(hike, "Dan", false); });
}
