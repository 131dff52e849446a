// SPDX-License-Identifier: Apache-2.0
//
// A function that std::call_once runs throws, so that another thread runs it, and a third one passes. Nobody holds
// anything meanwhile.
//
// VERDICT clean
#include <mutex>
#include <stdexcept>

#include "in_turn.h"

namespace {

std::mutex mu;
std::once_flag once;
int runs = 0;

void Initialise() {
  const std::lock_guard hold(mu);
  if (++runs == 1) throw std::runtime_error("not yet");
}

void Try() {
  try {
    std::call_once(once, Initialise);
  } catch (const std::runtime_error&) {
  }
}

void CallThenLock() {
  std::call_once(once, Initialise);
  const std::lock_guard hold(mu);
}

}  // namespace

int main() {
  InTurn(Try, CallThenLock, CallThenLock);
  return runs == 2 ? 0 : 70;
}
