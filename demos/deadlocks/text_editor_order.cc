// SPDX-License-Identifier: Apache-2.0
//
// The first cure, a fixed order of locks, where the order is hard to see: the locks come in as arguments.
//
// "Always acquire locks in the same order", says the lesson. With two locks written down one below the other that is easy
// to keep and easy to check by eye. But look at Copy(from, to). There is one function, and it always takes `from` first
// and `to` second; it looks perfectly orderly. Then one thread copies the file to the cloud, another the cloud to the file,
// and the one line of code has taken the two locks in two orders. The bank has the same function and calls it Transfer.
//
// So the order must not depend on who is asking. Give every place a number that never changes, and lock the lower number
// first, whichever way the copy goes. Two threads that climb the same stairs in the same direction can queue up behind
// each other, but they cannot block each other. Where there is no such number, the address will do: std::less compares
// pointers in one order for the whole program.
//
//   unsafe  locks `from`, then `to`. The copies run one after the other, so this run is a lucky one.
//   safe    locks the place with the lower number, then the other.
//
// LESSON: How to Prevent Deadlocks (Lock Ordering)
// VERDICT unsafe tsan: lock-order-inversion
// VERDICT unsafe snarl: lock-order-inversion
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <mutex>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace {

struct Place {
  Place(int place_number, const char* place_name, int place_version)
      : number(place_number), name(place_name), lock(place_name), version(place_version) {}

  const int number;  // its place in the order: lower is locked first
  const char* const name;
  snarl::mutex lock;
  int version;  // guarded by lock
};

}  // namespace

namespace unsafe {

void Copy(Place& from, Place& to) {
  std::lock_guard hold_from(from.lock);
  stage::Tell("%s locked, now trying to lock %s...", from.name, to.name);
  std::lock_guard hold_to(to.lock);  // <- lock-order-inversion
  to.version = from.version;
  stage::Tell("Copied %s to %s!", from.name, to.name);
}

}  // namespace unsafe

namespace safe {

void Copy(Place& from, Place& to) {
  Place& first = from.number < to.number ? from : to;
  Place& second = from.number < to.number ? to : from;
  std::lock_guard hold_first(first.lock);
  stage::Tell("%s locked, now trying to lock %s...", first.name, second.name);
  std::lock_guard hold_second(second.lock);
  to.version = from.version;
  stage::Tell("Copied %s to %s!", from.name, to.name);
}

}  // namespace safe

int main() {
  Place file(1, "file", 2);
  Place cloud(2, "cloud", 1);
  stage::PlayInTurn(
      "save", [&] { VARIANT::Copy(file, cloud); },  //
      "sync", [&] { VARIANT::Copy(cloud, file); });
  stage::Show(file.version == 2 && cloud.version == 2, "File and cloud both have version %d.", cloud.version);
}
