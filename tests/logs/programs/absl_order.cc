// SPDX-License-Identifier: Apache-2.0
//
// What absl::Mutex says of itself: two locks in two orders, then an unlock too many. In a Debug build of Abseil only.
#include <thread>

#include "absl/synchronization/mutex.h"

namespace {

absl::Mutex a;
absl::Mutex b;

void TakeBoth(absl::Mutex& first, absl::Mutex& second) ABSL_NO_THREAD_SAFETY_ANALYSIS {
  first.Lock();
  second.Lock();
  second.Unlock();
  first.Unlock();
}

void UnlockTooMuch() ABSL_NO_THREAD_SAFETY_ANALYSIS { a.Unlock(); }

}  // namespace

int main() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kReport);
  std::thread([] { TakeBoth(a, b); }).join();
  std::thread([] { TakeBoth(b, a); }).join();
  UnlockTooMuch();
}
