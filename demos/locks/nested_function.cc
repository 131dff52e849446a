// SPDX-License-Identifier: Apache-2.0
//
// A function that holds a lock calls another that takes the same lock, and the thread waits for itself.
//
// A lock is like the lock on a bathroom door: you go in, you turn the key, and everybody else waits outside until you come
// out. Now imagine that you are inside, that you need a towel, and that your rule for towels says "first lock the bathroom
// door". You go to the door, find it locked, and politely wait until whoever is inside comes out. That is you. You will
// wait for ever, and everybody who comes later will wait behind you.
//
// It looks silly, and it happens all the time, because the two lock calls stand in two functions. AddTwoApples() locks the
// shopping list and calls AddApple() twice; AddApple() locks the list too, since others call it directly. Each is right by
// itself. A std::mutex that its own holder locks again is undefined behaviour in C++, and in practice silence.
//
//   unsafe  AddApple() locks the mutex that AddTwoApples() already holds: the second lock is never granted.
//   safe    Two cures. A recursive mutex (Python's RLock) counts: the same thread may lock again, and the door opens when
//           it has unlocked as often as it has locked. The better cure is to say which function needs the lock *held*:
//           AddOneHeld() takes no lock, SNARL_REQUIRES(mutex_) states the rule, and clang checks it at compile time. Then
//           every lock call means what it says, and nobody sees the list half changed in the middle of "add two".
//
// LESSON: Different Types of Locks in Action (RLock, nested_function)
// VERDICT unsafe tsan: misses self-deadlock -- it looks at a lock after it was granted, and this one never is
// VERDICT unsafe snarl: self-deadlock
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace unsafe {

struct ShoppingList {
  snarl::mutex mutex{"shopping list"};
  int apples SNARL_GUARDED_BY(mutex) = 2;
};

void AddApple(ShoppingList& list) {
  snarl::lock_guard hold(list.mutex);  // <- self-deadlock
  stage::Tell("Second lock acquired");
  ++list.apples;
}

void AddTwoApples(ShoppingList& list) {
  snarl::lock_guard hold(list.mutex);
  stage::Tell("First lock acquired");
  AddApple(list);
  AddApple(list);
}

void Shop() {
  ShoppingList list;
  stage::Cast cast;
  cast.Enter("shopper", [&] { AddTwoApples(list); });
  cast.Leave();
  stage::Show(false, "The shopper came out again, and should not have.");
}

}  // namespace unsafe

namespace safe {

// The first cure: a lock that knows its holder.
class RecursiveList {
 public:
  void AddApple() {
    std::lock_guard hold(mutex_);
    stage::Tell("Second lock acquired: the same thread may lock again");
    ++apples_;
  }

  int AddTwoApples() {
    std::lock_guard hold(mutex_);
    stage::Tell("First lock acquired");
    AddApple();
    AddApple();
    return apples_;
  }

 private:
  snarl::recursive_mutex mutex_{"recursive list"};
  int apples_ = 2;  // guarded by mutex_; clang's analysis does not follow a lock that is taken twice
};

// The better cure: one lock, and a function that says it needs it.
class PlainList {
 public:
  void AddApple() SNARL_EXCLUDES(mutex_) {
    snarl::lock_guard hold(mutex_);
    AddOneHeld();
  }

  int AddTwoApples() SNARL_EXCLUDES(mutex_) {
    snarl::lock_guard hold(mutex_);
    stage::Tell("Locked once, for both apples");
    AddOneHeld();
    AddOneHeld();
    return apples_;
  }

 private:
  void AddOneHeld() SNARL_REQUIRES(mutex_) { ++apples_; }

  snarl::mutex mutex_{"plain list"};
  int apples_ SNARL_GUARDED_BY(mutex_) = 2;
};

void Shop() {
  RecursiveList recursive;
  PlainList plain;
  int apples[2] = {};
  stage::Cast cast;
  cast.Enter("shopper", [&] {
    apples[0] = recursive.AddTwoApples();
    apples[1] = plain.AddTwoApples();
  });
  cast.Leave();
  stage::Show(apples[0] == 4 && apples[1] == 4, "Apples on the two lists: %d and %d (4 each, perfect!)", apples[0],
              apples[1]);
}

}  // namespace safe

int main() { VARIANT::Shop(); }
