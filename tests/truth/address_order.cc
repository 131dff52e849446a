// SPDX-License-Identifier: Apache-2.0
//
// The twin of account_transfer.cc: the account with the lower address is always locked first.
//
// VERDICT clean
#include <functional>
#include <mutex>

#include "in_turn.h"

namespace {

class Account {
 public:
  void Pay(Account& payee, int amount) {
    const bool lower = std::less<>()(this, &payee);
    const std::lock_guard first(lower ? mu_ : payee.mu_);
    const std::lock_guard second(lower ? payee.mu_ : mu_);
    balance_ -= amount;
    payee.balance_ += amount;
  }

 private:
  std::mutex mu_;
  int balance_ = 100;
};

}  // namespace

int main() {
  Account ann;
  Account bob;
  InTurn([&] { ann.Pay(bob, 10); }, [&] { bob.Pay(ann, 20); });
  return 0;
}
