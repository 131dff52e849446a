// SPDX-License-Identifier: Apache-2.0
//
// std::jthread, std::stop_token, and a std::condition_variable_any that a request to stop wakes.
//
// VERDICT clean
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace {

std::mutex mu;
std::condition_variable_any changed;
int work = 0;

void Serve(const std::stop_token& stop) {
  std::unique_lock hold(mu);
  while (changed.wait(hold, stop, [] { return work > 0; })) --work;
}

}  // namespace

int main() {
  std::jthread first(Serve);
  std::jthread second(Serve);
  for (int i = 0; i < 100; ++i) {
    const std::lock_guard hold(mu);
    ++work;
    changed.notify_one();
  }
  return 0;
}
