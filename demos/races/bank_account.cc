// SPDX-License-Identifier: Apache-2.0
//
// The bank account: 100 in it, twice 75 out of it, and 25 left.
//
// Two people hold a card for the same account. There are $100 on it. Both ask for $75 at the same moment. The bank
// reads the balance, takes its time, checks that the balance suffices, writes the new balance and hands out the
// money. Both requests read 100, both find that 100 is enough for 75, both write 25. The bank has paid out $150 and
// believes that it still has $25 of them.
//
// The check is there, and it is correct. It just speaks about the past: by the time anything is done about it, it is
// no longer true. That is why a check that guards an act has to be in the same critical section as the act.
//
// In this program nothing is locked at all, so ThreadSanitizer sees it: two threads touch `balance_`, one writes,
// nothing says who goes first. There is a more treacherous version of the same bug, in which every single access is
// locked and ThreadSanitizer finds nothing to say. It is the next demo, bank_account_check_then_act.
//
//   unsafe  reading, checking and writing without a lock: both withdrawals succeed
//   safe    one lock from the reading to the writing: the second request reads 25 and is refused
//
// LESSON: Race Conditions
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the balance has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include "demos/stage/stage.h"
#include "snarl/mutex.h"

namespace unsafe {

struct BankAccount {
  int balance = 100;
};

bool Withdraw(BankAccount& account, int amount, auto processing_time) {
  const int current_balance = account.balance;  // <- data-race
  processing_time();
  if (current_balance < amount) return false;
  account.balance = current_balance - amount;  // <- data-race
  stage::Tell("Withdrew $%d. New balance: $%d", amount, current_balance - amount);
  return true;
}

void Play() {
  BankAccount account;
  bool first_paid = false;
  bool second_paid = false;
  stage::Cue first_read("the first request reads the balance");
  stage::Cue second_read("the second request reads the balance");
  stage::Cue first_wrote("the first request writes the balance");
  stage::Cast cast;
  cast.Enter("first card", [&] {
    first_paid = Withdraw(account, 75, [&] {
      first_read.Give();
      second_read.Await();
    });
    first_wrote.Give();
  });
  cast.Enter("second card", [&] {
    first_read.Await();
    second_paid = Withdraw(account, 75, [&] {
      second_read.Give();
      first_wrote.Await();
    });
  });
  cast.Leave();
  stage::Tell("Final balance: $%d", account.balance);
  stage::Show(first_paid && second_paid && account.balance == 25,
              "Oh no! We allowed withdrawing more money than we had!");
}

}  // namespace unsafe

namespace safe {

class BankAccount {
 public:
  bool Withdraw(int amount) {
    const snarl::lock_guard hold(mutex_);
    if (balance_ < amount) {
      stage::Tell("Insufficient funds for $%d withdrawal", amount);
      return false;
    }
    balance_ -= amount;
    stage::Tell("Withdrew $%d. New balance: $%d", amount, balance_);
    return true;
  }
  int balance() {
    const snarl::lock_guard hold(mutex_);
    return balance_;
  }

 private:
  snarl::mutex mutex_{"account"};
  int balance_ SNARL_GUARDED_BY(mutex_) = 100;
};

void Play() {
  BankAccount account;
  bool first_paid = false;
  bool second_paid = false;
  stage::Cast cast;
  cast.Enter("first card", [&] { first_paid = account.Withdraw(75); });
  cast.Enter("second card", [&] { second_paid = account.Withdraw(75); });
  cast.Leave();
  stage::Tell("Final balance: $%d", account.balance());
  stage::Show(first_paid != second_paid && account.balance() == 25, "Much better! Our money is safe!");
}

}  // namespace safe

int main() { VARIANT::Play(); }
