// SPDX-License-Identifier: Apache-2.0
//
// A stranger's program under ThreadSanitizer, with snarl::tsan: the race becomes a finding. Guarded by default; with the
// argument `unguarded` it races.
#include <cstdio>
#include <cstring>
#include <thread>

#include "snarl/mutex.h"

namespace {
snarl::mutex mutex{"counter"};
int counter = 0;

void Count(bool guarded) {
  for (int i = 0; i < 1000; ++i) {
    if (guarded) {
      snarl::lock_guard hold(mutex);
      ++counter;
    } else {
      ++counter;
    }
  }
}
}  // namespace

int main(int argc, char** argv) {
  const bool guarded = argc < 2 || std::strcmp(argv[1], "unguarded") != 0;
  std::thread first(Count, guarded);
  std::thread second(Count, guarded);
  first.join();
  second.join();
  std::printf("counted to %d\n", counter);
}
