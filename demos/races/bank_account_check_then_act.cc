// SPDX-License-Identifier: Apache-2.0
//
// The bank account again: every access is locked, no tool complains, and the balance is -50.
//
// Somebody has read the report on the first bank account and put a lock around everything. Reading the balance takes
// the lock. Changing the balance takes the lock. There is no data race any more: ThreadSanitizer is silent, and it is
// right.
//
// And yet: both requests ask, one after the other, properly, "is there enough?" Both hear 100. Then both subtract 75,
// one after the other, properly. 100, 25, -50. Each half was locked. What was not locked is the thought that connects
// them, "there is enough, *therefore* I take it". Between the two holdings the door stood open, and somebody came
// through.
//
// This is an atomicity violation: check, then act, under the same lock but under two separate holdings of it, with
// another thread's write in between. Locking more does not cure it and a lock-free account does not either. What has
// to be one step in your head has to be one step in the code.
//
// snarl::Guarded keeps the data together with its lock and knows who looked and who wrote when. It reports the second
// request: its check, its act, and the foreign write that came between them. A request that is refused, or that
// nobody came between, is fine.
//
//   unsafe  check under one holding, act under the next: twice 75 out of 100, balance -50
//   safe    check and act under one holding: the second request sees 25 and is refused
//
// LESSON: Race Conditions (the trap that the lesson's fixed version avoids by holding the lock throughout)
// VERDICT unsafe tsan: misses atomicity-violation -- every access is under the lock, so there is no data race
// VERDICT unsafe snarl: atomicity-violation
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include "demos/stage/stage.h"
#include "snarl/probe.h"

namespace {

using Balance = snarl::Guarded<int>;

}  // namespace

namespace unsafe {

bool Withdraw(Balance& balance, int amount, auto processing_time) {
  if (*balance.Read() < amount) return false;  // <- atomicity-violation
  processing_time();
  *balance.Write() -= amount;  // <- atomicity-violation
  stage::Tell("Withdrew $%d.", amount);
  return true;
}

void Play() {
  Balance balance("balance", 100);
  bool first_paid = false;
  bool second_paid = false;
  stage::Cue first_checked("the first request checks");
  stage::Cue second_checked("the second request checks");
  stage::Cue first_acted("the first request acts");
  stage::Cast cast;
  cast.Enter("first card", [&] {
    first_paid = Withdraw(balance, 75, [&] {
      first_checked.Give();
      second_checked.Await();
    });
    first_acted.Give();
  });
  cast.Enter("second card", [&] {
    first_checked.Await();
    second_paid = Withdraw(balance, 75, [&] {
      second_checked.Give();
      first_acted.Await();
    });
  });
  cast.Leave();
  const int left = *balance.Read();
  stage::Show(first_paid && second_paid && left == -50, "Final balance: -$%d. All of it properly locked.", -left);
}

}  // namespace unsafe

namespace safe {

bool Withdraw(Balance& balance, int amount) {
  auto hold = balance.Write();
  if (*hold < amount) {
    stage::Tell("Insufficient funds for $%d withdrawal", amount);
    return false;
  }
  *hold -= amount;
  stage::Tell("Withdrew $%d. New balance: $%d", amount, *hold);
  return true;
}

void Play() {
  Balance balance("balance", 100);
  bool first_paid = false;
  bool second_paid = false;
  stage::Cast cast;
  cast.Enter("first card", [&] { first_paid = Withdraw(balance, 75); });
  cast.Enter("second card", [&] { second_paid = Withdraw(balance, 75); });
  cast.Leave();
  const int left = *balance.Read();
  stage::Show(first_paid != second_paid && left == 25, "Final balance: $%d. Much better!", left);
}

}  // namespace safe

int main() { VARIANT::Play(); }
