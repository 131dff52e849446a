// SPDX-License-Identifier: Apache-2.0
//
// A customer stands at the till, the clerk is on the phone, and nobody says that this takes too long.
//
// Not every hang is a circle. The clerk holds the till and phones the wholesaler for a price; the customer wants to pay and
// waits for the till. The clerk *will* come back, in a second or in a quarter of an hour, so no detector of deadlocks has
// anything to say: there is an owner, it is alive, it does something. Only you know that a checkout which takes that long
// has already failed.
//
// So say it. snarl::Deadline is a promise about a scope: "a checkout is done within half a second". While the promise is
// broken the watchdog reports it once, as `stall`: which thread, what it waits for, who holds that and where it was taken.
// The customer is not thrown out; the report arrives while the waiting goes on, which is when somebody can still look.
//
//   unsafe  the clerk makes the phone call with the till locked, and everybody behind waits for the wholesaler.
//   safe    the clerk phones first and locks the till only to write the price down. "Keep critical sections small", says
//           the lesson: never wait for the outside world with a lock in your hand.
//
// LESSON: Best Practices for Synchronization (keep critical sections small; be careful with timeouts)
// VERDICT unsafe tsan: misses stall -- nothing is unordered; it only takes too long
// VERDICT unsafe snarl: stall
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <chrono>

#include "demos/stage/stage.h"
#include "snarl/mutex.h"
#include "snarl/probe.h"

namespace {

constexpr std::chrono::milliseconds kCheckoutTakesAtMost(500);

struct Shop {
  snarl::mutex till{"till"};
  int price_of_apples SNARL_GUARDED_BY(till) = 2;
  stage::Cue clerk_phones{"the phone call"}, customer_paid{"the payment"};
};

}  // namespace

namespace unsafe {

void LookUpPrice(Shop& shop) {
  snarl::lock_guard hold(shop.till);
  stage::Tell("The clerk locks the till and phones the wholesaler: what do apples cost?");
  shop.clerk_phones.Give();
  stage::AwaitReport("stall");
  shop.price_of_apples = 3;
  stage::Tell("At last, an answer: %d.", shop.price_of_apples);
}

void CheckOut(Shop& shop) {
  shop.clerk_phones.Await();
  {
    snarl::Deadline promise("checkout", kCheckoutTakesAtMost);  // <- stall
    stage::Tell("The customer wants to pay...");
    snarl::lock_guard hold(shop.till);
    stage::Tell("The customer has paid; apples cost %d.", shop.price_of_apples);
  }
  shop.customer_paid.Give();
}

}  // namespace unsafe

namespace safe {

void LookUpPrice(Shop& shop) {
  stage::Tell("The clerk phones the wholesaler: what do apples cost?");
  shop.clerk_phones.Give();
  shop.customer_paid.Await();
  const int price = 3;
  snarl::lock_guard hold(shop.till);
  shop.price_of_apples = price;
  stage::Tell("An answer: %d. The next customer will have the new price.", shop.price_of_apples);
}

void CheckOut(Shop& shop) {
  shop.clerk_phones.Await();
  {
    snarl::Deadline promise("checkout", kCheckoutTakesAtMost);
    stage::Tell("The customer wants to pay...");
    snarl::lock_guard hold(shop.till);
    stage::Tell("The customer has paid; apples cost %d.", shop.price_of_apples);
  }
  shop.customer_paid.Give();
}

}  // namespace safe

int main() {
  Shop shop;
  stage::Cast cast;
  cast.Enter("clerk", [&] { VARIANT::LookUpPrice(shop); });
  cast.Enter("customer", [&] { VARIANT::CheckOut(shop); });
}
