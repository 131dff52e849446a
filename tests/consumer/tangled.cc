// SPDX-License-Identifier: Apache-2.0
//
// Two accounts, locked in both orders, one thread after the other: it never hangs here, and some day it will.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

#include "snarl/mutex.h"
#include "snarl/probe.h"
#include "snarl/watchdog.h"

namespace {
snarl::mutex alice{"alice"};
snarl::mutex bob{"bob"};

void Transfer(snarl::mutex& payer, snarl::mutex& payee) {
  snarl::Deadline limit("transfer", std::chrono::seconds(30));
  snarl::lock_guard hold_payer(payer);
  snarl::lock_guard hold_payee(payee);
}
}  // namespace

int main() {
  std::atomic<bool> first_is_done{false};
  std::thread first([&] {
    Transfer(alice, bob);
    first_is_done.store(true, std::memory_order_relaxed);
  });
  std::thread second([&] {
    while (!first_is_done.load(std::memory_order_relaxed)) std::this_thread::yield();
    Transfer(bob, alice);
  });
  first.join();
  second.join();
  std::printf("findings: %zu\n", snarl::FindingCount("lock-order-inversion"));
}
