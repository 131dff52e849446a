// SPDX-License-Identifier: Apache-2.0
//
// The twin of freed_locked.cc: the other thread has let go of the mutex when the object is deleted, and ends later.
//
// VERDICT clean
#define CUES_ORDER_MEMORY
#include <memory>
#include <mutex>

#include "in_turn.h"

namespace {

struct Account {
  std::mutex mu;
  int balance = 100;
};

std::unique_ptr<Account> account;
Cue let_go{};
Cue deleted{};

void* HoldAndLetGo(void* /*unused*/) {
  account->mu.lock();
  account->mu.unlock();
  Give(&let_go);
  Await(&deleted);
  return nullptr;
}

}  // namespace

int main() {
  account = std::make_unique<Account>();
  pthread_t holder;
  pthread_create(&holder, nullptr, &HoldAndLetGo, nullptr);
  Await(&let_go);
  account.reset();
  Give(&deleted);
  pthread_join(holder, nullptr);
  return 0;
}
