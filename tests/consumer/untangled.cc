// SPDX-License-Identifier: Apache-2.0
//
// The twin of tangled.cc: one order for both, and nothing to report.
#include <chrono>
#include <cstdio>
#include <thread>

#include "snarl/mutex.h"
#include "snarl/probe.h"
#include "snarl/watchdog.h"

namespace {
snarl::mutex alice{"alice"};
snarl::mutex bob{"bob"};

void Transfer() {
  snarl::Deadline limit("transfer", std::chrono::seconds(30));
  snarl::lock_guard hold_alice(alice);
  snarl::lock_guard hold_bob(bob);
}
}  // namespace

int main() {
  std::thread(Transfer).join();
  std::thread(Transfer).join();
  std::printf("findings: %zu\n", snarl::FindingCount());
}
