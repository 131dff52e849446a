// SPDX-License-Identifier: Apache-2.0
//
// For what must happen after another thread has gone to sleep, inside a wait that gives no sign: the kernel is asked. Like a
// cue it orders time and not memory.
#pragma once

#include <atomic>

namespace stage {

class Sleeper {
 public:
  // By the thread itself, before it waits; it gives no cue and awaits none afterwards.
  void SayWhere();
  // Returns once that thread sleeps. Ends the program with kMissedCue where it does not within thirty seconds.
  void Await() const;

 private:
  std::atomic<int> tid_{0};
};

}  // namespace stage
