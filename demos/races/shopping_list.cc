// SPDX-License-Identifier: Apache-2.0
//
// The shopping list: two apples and one and one make three.
//
// There are 2 apples on the list. You and your friend each want one more, at the same moment. You both read the 2.
// You both think for a while. You both write 3. There should be 4 apples (2 + 1 + 1), and nobody made a mistake: each
// of you read, added one, and wrote, exactly as agreed.
//
// The trouble is that "add one" is not one step. It is a read and a write with time between them, and in that time
// the value that you carry in your head grows old. Any three words of that shape, look, think, write, are a *critical
// section*: a piece of code that only one may be in at a time. Without that you have a race condition: the outcome
// depends on who came when.
//
// The pause makes it happen here every time. It need not be long. Between the read and the write of ++apples lies
// less than a nanosecond, and a shop that is visited a million times a day finds it daily.
//
// The cure is like the lock on a bathroom door. Whoever is inside has the list for himself, from the look to the last
// stroke of the pen; the other one waits outside, and then reads what was really written.
//
//   unsafe  both read 2, both write 3
//   safe    a lock around the whole critical section: the second one reads 3 and writes 4
//
// LESSON: Why Do We Need Synchronization?
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the list has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace unsafe {

struct ShoppingList {
  int apples = 2;
};

void AddApple(ShoppingList& list, auto think) {
  const int current = list.apples;  // <- data-race
  think();
  list.apples = current + 1;  // <- data-race
  stage::Tell("Added an apple, now we have %d", current + 1);
}

void Play() {
  ShoppingList list;
  stage::Cue you_read("you read the list");
  stage::Cue friend_read("your friend reads the list");
  stage::Cue you_wrote("you write the list");
  stage::Cast cast;
  cast.Enter("you", [&] {
    AddApple(list, [&] {
      you_read.Give();
      friend_read.Await();
    });
    you_wrote.Give();
  });
  cast.Enter("your friend", [&] {
    you_read.Await();
    AddApple(list, [&] {
      friend_read.Give();
      you_wrote.Await();
    });
  });
  cast.Leave();
  stage::Show(list.apples == 3, "Final count: %d apples (should be 4)", list.apples);
}

}  // namespace unsafe

namespace safe {

class ShoppingList {
 public:
  void AddApple() {
    const snarl::lock_guard hold(mutex_);  // like locking the bathroom door
    const int current = apples_;
    apples_ = current + 1;
    stage::Tell("Added an apple, now we have %d", apples_);
  }
  int apples() {
    const snarl::lock_guard hold(mutex_);
    return apples_;
  }

 private:
  snarl::mutex mutex_{"shopping list"};
  int apples_ SNARL_GUARDED_BY(mutex_) = 2;
};

void Play() {
  ShoppingList list;
  stage::Cast cast;
  cast.Enter("you", [&] { list.AddApple(); });
  cast.Enter("your friend", [&] { list.AddApple(); });
  cast.Leave();
  stage::Show(list.apples() == 4, "Final count: %d apples (Perfect!)", list.apples());
}

}  // namespace safe

int main() { VARIANT::Play(); }
