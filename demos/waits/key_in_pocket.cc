// SPDX-License-Identifier: Apache-2.0
//
// The guest has left with the key in his pocket: the lock's owner has ended, and nobody can open any more.
//
// A room has one key. Who takes it brings it back; but the guest finds the room too small, turns round in the door, and is
// gone. The key is in his pocket. The next one stands in front of a room in which nobody is.
//
// A thread that ends does not give back its mutexes. Nothing does: a mutex belongs to the thread that locked it, and the thread
// is no more. It happens where lock() and unlock() are called by hand and somebody adds a `return` between them, or where an
// exception passes there; and then, long after the last trace of that thread is gone, somebody else waits. A debugger shows the
// one who waits, and of the other at best a number.
//
//   unsafe  lock(), an early return, and an unlock() that it does not pass.
//   safe    std::lock_guard: its destructor runs on every way out. (Where a whole *process* may die with the lock in hand, a
//           robust mutex, pthread_mutexattr_setrobust(), tells the next owner.)
//
// VERDICT unsafe tsan: misses orphaned-lock -- it does not look at a thread's locks when it ends
// VERDICT unsafe run: orphaned-lock
// VERDICT unsafe attach: orphaned-lock
// VERDICT unsafe helgrind: orphaned-lock
// VERDICT unsafe drd: orphaned-lock
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <mutex>

#include "demos/stage/stage.h"

namespace {

struct Hotel {
  std::mutex room;
  int guests = 0;  // guarded by room
  const bool too_small = true;
};

}  // namespace

namespace unsafe {

void Visit(Hotel& hotel) {
  hotel.room.lock();  // <- run orphaned-lock
  stage::Tell("The first guest has the key, and looks at the room.");
  if (hotel.too_small) {
    stage::Tell("Too small! He leaves the hotel.");
    return;
  }
  ++hotel.guests;
  hotel.room.unlock();
}

void MoveIn(Hotel& hotel) {
  stage::Tell("The second guest asks for the key.");
  hotel.room.lock();  // <- attach orphaned-lock
  stage::Show(false, "The second guest has moved in.");
  hotel.room.unlock();
}

}  // namespace unsafe

namespace safe {

void Visit(Hotel& hotel) {
  std::lock_guard hold(hotel.room);
  stage::Tell("The first guest has the key, and looks at the room.");
  if (hotel.too_small) {
    stage::Tell("Too small! He leaves the hotel, and the key on the counter.");
    return;
  }
  ++hotel.guests;
}

void MoveIn(Hotel& hotel) {
  std::lock_guard hold(hotel.room);
  ++hotel.guests;
  stage::Tell("The second guest has moved in.");
}

}  // namespace safe

int main() {
  Hotel hotel;
  stage::Cast first;
  first.Enter("first guest", [&] { VARIANT::Visit(hotel); });
  first.Leave();
  stage::Cast second;
  second.Enter("second guest", [&] { VARIANT::MoveIn(hotel); });
}
