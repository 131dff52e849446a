// SPDX-License-Identifier: Apache-2.0
//
// A queue with a mutex and two condition variables, one producer and two consumers, as it stands in every book.
//
// VERDICT clean
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

namespace {

std::mutex mu;
std::condition_variable not_empty;
std::condition_variable not_full;
std::queue<int> queue;
bool closed = false;

void Produce() {
  for (int i = 0; i < 1000; ++i) {
    std::unique_lock hold(mu);
    not_full.wait(hold, [] { return queue.size() < 10; });
    queue.push(i);
    not_empty.notify_one();
  }
  const std::lock_guard hold(mu);
  closed = true;
  not_empty.notify_all();
}

void Consume() {
  while (true) {
    std::unique_lock hold(mu);
    not_empty.wait(hold, [] { return closed || !queue.empty(); });
    if (queue.empty()) return;
    queue.pop();
    not_full.notify_one();
  }
}

}  // namespace

int main() {
  std::vector<std::thread> threads;
  threads.emplace_back(Produce);
  threads.emplace_back(Consume);
  threads.emplace_back(Consume);
  for (std::thread& thread : threads) thread.join();
  return 0;
}
