// SPDX-License-Identifier: Apache-2.0
//
// Two transfers lock the payer first and then the payee: Ann pays Bob, and Bob pays Ann.
//
// VERDICT lock-order-inversion
#include <mutex>

#include "in_turn.h"

namespace {

class Account {
 public:
  void Pay(Account& payee, int amount) {
    const std::lock_guard mine(mu_);
    const std::lock_guard theirs(payee.mu_);  // <- lock-order-inversion
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
