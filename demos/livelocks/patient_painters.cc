// SPDX-License-Identifier: Apache-2.0
//
// Two painters, one ladder, one bucket: each waits a moment for what the other has, gives up, and both begin again together.
//
// A lock with a time limit looks like insurance: nobody waits for ever, whatever happens. One painter has the ladder and waits
// for the bucket, five milliseconds; the other has the bucket and waits for the ladder, five milliseconds. Both limits pass,
// both put down what they have, say "next time", and in the next moment each has the same thing in hand again.
//
// It is the deadlock with a heartbeat. No thread stands still for longer than five milliseconds, so whoever looks for threads
// that do will find none; and the processor is idle, so whoever looks for threads that spin finds none either. Only who counts sees
// it: so many attempts, none of which led to anything.
//
//   unsafe  equal limits, opposite orders, and no pause that differs.
//   safe    both ask for the ladder first. Who has the ladder gets the bucket as soon as it is free, and nobody needs a limit.
//           (Where no order can be had: wait a random time before the next try.)
//
// VERDICT unsafe tsan: misses livelock -- a lock that was not granted adds no order, and there is no data race
// VERDICT unsafe run: livelock
// VERDICT unsafe attach: misses livelock -- the waits have time limits, and end by themselves
// VERDICT unsafe helgrind: misses livelock -- a lock that was not granted adds no order
// VERDICT unsafe drd: misses livelock -- it does not look for livelocks
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <chrono>
#include <cstddef>
#include <mutex>

#include "demos/stage/rhythm.h"
#include "demos/stage/stage.h"

namespace {

struct Site {
  std::timed_mutex ladder;
  std::timed_mutex bucket;
  stage::Rhythm rhythm{"livelock"};
};

}  // namespace

namespace unsafe {

constexpr std::chrono::milliseconds kPatience(5);

void Paint(Site& site, std::timed_mutex& first, std::timed_mutex& second, std::size_t who, const char* name) {
  for (int attempts = 0;; ++attempts) {
    first.lock();
    if (!site.rhythm.Beat(who)) return;
    const bool both = second.try_lock_for(kPatience);  // <- livelock
    if (!site.rhythm.Beat(who)) return;
    first.unlock();
    if (both) break;
    if (attempts < 2) stage::Tell("%s has waited long enough, and puts everything down.", name);
  }
  second.unlock();
  stage::Show(false, "%s paints.", name);
}

}  // namespace unsafe

namespace safe {

void Paint(Site& site, std::timed_mutex&, std::timed_mutex&, std::size_t who, const char* name) {
  if (!site.rhythm.Beat(who)) return;
  std::lock_guard ladder(site.ladder);
  std::lock_guard bucket(site.bucket);
  stage::Tell("%s paints.", name);
}

}  // namespace safe

int main() {
  Site site;
  stage::Cast cast;
  cast.Enter("Max", [&] { VARIANT::Paint(site, site.ladder, site.bucket, 0, "Max"); });
  cast.Enter("Mia", [&] { VARIANT::Paint(site, site.bucket, site.ladder, 1, "Mia"); });
}
