// SPDX-License-Identifier: Apache-2.0
//
// Closing time: the boss keeps the book and waits for the clerk to finish, and the clerk has one more line to write.
//
// The shop closes. The boss takes the book, so that nobody writes into it any more, and stands at the door until the last clerk
// has gone home. The clerk has one sale left to enter, and waits for the book. Both will stand there in the morning.
//
// In a program this is a join() with a lock in hand, and it hides well. It stands in a destructor that "stops the worker", in
// a stop() that locks the list of threads first, in a std::jthread whose scope ends inside a lock_guard's. No second lock is
// there, so no order of locks is wrong, and no tool that looks for one can find it. In the test the clerk was always done
// before, and the join returned at once.
//
//   unsafe  joins the clerk while it holds the book.
//   safe    takes the book only after the clerk has gone. In general: first let go of everything that the other thread may still
//           need, then wait for its end.
//
// VERDICT unsafe tsan: misses deadlock -- one lock has no order, and a join is no lock
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses deadlock -- one lock has no order, and a join is no lock
// VERDICT unsafe drd: misses deadlock -- it does not look for deadlocks
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <mutex>
#include <thread>

#include "demos/stage/stage.h"

namespace {

struct Shop {
  std::mutex book;
  int sales = 41;
  stage::Cue closing{"closing time"};
};

}  // namespace

namespace unsafe {

void Close(Shop& shop) {
  std::thread clerk([&shop] {
    shop.closing.Await();
    stage::Tell("The clerk has one more sale to write down.");
    std::lock_guard hold(shop.book);  // <- deadlock
    ++shop.sales;
  });
  std::lock_guard hold(shop.book);
  stage::Tell("The boss takes the book, and waits until the clerk has gone.");
  shop.closing.Give();
  clerk.join();  // <- deadlock
  stage::Show(false, "%d sales today.", shop.sales);
}

}  // namespace unsafe

namespace safe {

void Close(Shop& shop) {
  std::thread clerk([&shop] {
    shop.closing.Await();
    stage::Tell("The clerk has one more sale to write down.");
    std::lock_guard hold(shop.book);
    ++shop.sales;
  });
  shop.closing.Give();
  stage::Tell("The boss waits until the clerk has gone, and then takes the book.");
  clerk.join();
  std::lock_guard hold(shop.book);
  stage::Show(shop.sales == 42, "%d sales today.", shop.sales);
}

}  // namespace safe

int main() {
  Shop shop;
  VARIANT::Close(shop);
}
