// SPDX-License-Identifier: Apache-2.0
//
// A lock is taken on one thread, and its std::unique_lock is carried to another one, where it ends.
//
// VERDICT unlock-not-owner
#include <mutex>
#include <thread>
#include <utility>

#include "cue.h"

namespace {

std::mutex mu;
Cue ended{};

void End(std::unique_lock<std::mutex> hold) {
  hold.unlock();  // <- unlock-not-owner
  Give(&ended);
}

}  // namespace

int main() {
  std::unique_lock hold(mu);
  std::thread thread(End, std::move(hold));
  Await(&ended);
  thread.join();
  return 0;
}
