// SPDX-License-Identifier: Apache-2.0
//
// Two who share two keys have learned never to wait with one in hand: each takes one, finds the other gone, puts his back, and
// tries again.
//
// A well-known cure against the deadlock of two locks: lock the first, only *try* the second, and if it is taken let go of the
// first and begin anew. Nobody waits with a lock in hand, so nobody can be deadlocked. But Kim takes the cellar key and tries the
// attic, Lou takes the attic key and tries the cellar; each finds the other's taken, both put theirs back, in the same moment, and
// in the next one both take the same key again. Two threads at full speed, hundreds of thousands of attempts in a second, and no
// door is opened.
//
// Mostly the scheduler ends it after a while: somebody is a little late, and gets both. So it shows as a program that is
// slow under load and burns two processors, and nobody looks for a lock, since nobody holds one for longer than a moment.
//
//   unsafe  both try in opposite orders, in step.
//   safe    one order for both: the cellar first, and wait for it. (std::scoped_lock(cellar, attic) cures it as well: it tries
//           too, but who finds a key taken waits *for that key* next, with nothing in hand. Helgrind takes its tries for
//           an order, and warns of it.)
//
// VERDICT unsafe tsan: misses livelock -- a try that fails adds no order, and there is no data race
// VERDICT unsafe run: livelock
// VERDICT unsafe attach: misses livelock -- nothing stands still
// VERDICT unsafe helgrind: misses livelock -- a try that fails adds no order
// VERDICT unsafe drd: misses livelock -- it does not look for livelocks
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <cstddef>
#include <mutex>

#include "demos/stage/rhythm.h"
#include "demos/stage/stage.h"

namespace {

struct House {
  std::mutex cellar;
  std::mutex attic;
  stage::Rhythm rhythm{"livelock"};
};

}  // namespace

namespace unsafe {

// Each step is taken by both at once: the bad luck of one moment, again and again.
void Fetch(House& house, std::mutex& first, std::mutex& second, std::size_t who, const char* name) {
  for (int attempts = 0;; ++attempts) {
    first.lock();
    if (!house.rhythm.Beat(who)) return;
    const bool both = second.try_lock();  // <- livelock
    if (!house.rhythm.Beat(who)) return;
    first.unlock();
    if (both) break;
    if (attempts < 2) stage::Tell("%s has one key, not the other, and puts it back.", name);
  }
  second.unlock();
  stage::Show(false, "%s has been everywhere.", name);
}

}  // namespace unsafe

namespace safe {

void Fetch(House& house, std::mutex&, std::mutex&, std::size_t who, const char* name) {
  if (!house.rhythm.Beat(who)) return;
  std::lock_guard cellar(house.cellar);
  std::lock_guard attic(house.attic);
  stage::Tell("%s has both keys.", name);
}

}  // namespace safe

int main() {
  House house;
  stage::Cast cast;
  cast.Enter("Kim", [&] { VARIANT::Fetch(house, house.cellar, house.attic, 0, "Kim"); });
  cast.Enter("Lou", [&] { VARIANT::Fetch(house, house.attic, house.cellar, 1, "Lou"); });
}
