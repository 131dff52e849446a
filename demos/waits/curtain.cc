// SPDX-License-Identifier: Apache-2.0
//
// The curtain rises when three stage hands have reported, and one of them reports only if all went well.
//
// A latch counts down, once: who prepares something counts, who needs it waits for zero. The director waits for light, sound and
// scenery. The scenery is stuck; its man says so, aloud, and goes for help. His report stood in the last line of his part.
//
// An error that was handled and even logged has become a hang elsewhere, in a thread that did nothing wrong. The log ends with
// "scenery is stuck", and who reads it thinks of the scenery. A latch takes a number and gives no names: nobody can ask it
// who is missing.
//
//   unsafe  counts down in the last line, which an early return does not pass.
//   safe    counts down on every way out, by an object that goes out of scope; what went wrong is told beside it, in a flag
//           that the director reads.
//
// VERDICT unsafe tsan: misses deadlock -- nobody holds a lock, and a thread that sleeps makes no access
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: misses deadlock -- a latch waits at a bare futex, and from outside it is not known who may wake it
// VERDICT unsafe helgrind: misses deadlock -- it knows no std::latch, and nobody holds a lock
// VERDICT unsafe drd: misses deadlock -- it knows no std::latch, and nobody holds a lock
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <atomic>
#include <latch>

#include "demos/stage/stage.h"

namespace {

struct Show {
  std::latch ready{3};
  std::atomic<bool> stuck = false;
};

}  // namespace

namespace unsafe {

void Prepare(Show& show, const char* what, bool stuck) {
  if (stuck) {
    stage::Tell("%s is stuck! I get help.", what);
    return;
  }
  stage::Tell("%s is ready.", what);
  show.ready.count_down();
}

void Direct(Show& show) {
  show.ready.wait();  // <- deadlock
  stage::Show(false, "Curtain!");
}

}  // namespace unsafe

namespace safe {

class Report {
 public:
  explicit Report(Show& show) : show_(show) {}
  ~Report() { show_.ready.count_down(); }
  Report(const Report&) = delete;
  Report& operator=(const Report&) = delete;

 private:
  Show& show_;
};

void Prepare(Show& show, const char* what, bool stuck) {
  const Report report(show);
  if (stuck) {
    show.stuck = true;
    stage::Tell("%s is stuck! I get help.", what);
    return;
  }
  stage::Tell("%s is ready.", what);
}

void Direct(Show& show) {
  show.ready.wait();
  stage::Show(show.stuck, "The curtain stays down, and the audience is told why.");
}

}  // namespace safe

int main() {
  Show show;
  stage::Cast cast;
  cast.Enter("light", [&] { VARIANT::Prepare(show, "The light", false); });
  cast.Enter("sound", [&] { VARIANT::Prepare(show, "The sound", false); });
  cast.Enter("scenery", [&] { VARIANT::Prepare(show, "The scenery", true); });
  cast.Enter("director", [&] { VARIANT::Direct(show); });
}
