// SPDX-License-Identifier: Apache-2.0
//
// An object is deleted while another thread has its std::mutex locked.
//
// VERDICT destroy-locked
// LIMIT orphaned-lock -- a std::mutex that goes with its memory tells nobody; that its holder never lets go is said instead
#include <memory>
#include <mutex>

#include "in_turn.h"

namespace {

struct Account {
  std::mutex mu;
  int balance = 100;
};

std::unique_ptr<Account> account;
Cue held{};
Cue deleted{};

void* Hold(void* /*unused*/) {
  account->mu.lock();
  Give(&held);
  Await(&deleted);
  return nullptr;
}

}  // namespace

int main() {
  account = std::make_unique<Account>();
  pthread_t holder;
  pthread_create(&holder, nullptr, &Hold, nullptr);
  Await(&held);
  account.reset();  // <- destroy-locked
  Give(&deleted);
  pthread_join(holder, nullptr);
  return 0;
}
