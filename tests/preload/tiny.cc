// SPDX-License-Identifier: Apache-2.0
//
// A little of everything, for programs that are built in unusual ways: with a sanitizer, stripped, without position independence,
// without optimisation. With `race` two threads write one word without a lock; with `overflow` one writes behind its memory.
#include <condition_variable>
#include <cstdio>
#include <cstring>
#include <future>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace {

std::mutex outer;
std::recursive_mutex inner;
std::shared_mutex shared;
std::condition_variable rung;
constexpr int kThreads = 6;
int turn = 0;
int total = 0;
int raced = 0;

void Work(int number, bool race) {
  for (int i = 0; i < 50; ++i) {
    const std::lock_guard<std::mutex> hold_outer(outer);
    const std::lock_guard<std::recursive_mutex> hold_inner(inner);
    const std::lock_guard<std::recursive_mutex> again(inner);
    const std::shared_lock<std::shared_mutex> read(shared);
    ++total;
  }
  std::unique_lock<std::mutex> hold(outer);
  rung.wait(hold, [&] { return turn == kThreads - 1 - number; });  // the first to come is the last to go: it does wait
  ++turn;
  rung.notify_all();
  hold.unlock();
  if (race) ++raced;
}

}  // namespace

int main(int argc, char** argv) {
  const bool race = argc > 1 && std::strcmp(argv[1], "race") == 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(Work, i, race);
  for (std::thread& thread : threads) thread.join();
  auto* numbers = new int[4]();
  const volatile int behind = 4;  // the compiler must not see it
  if (argc > 1 && std::strcmp(argv[1], "overflow") == 0) numbers[behind] = 1;
  std::printf("%d %d %d\n", total, std::async(std::launch::async, [] { return 42; }).get(), numbers[0]);
  delete[] numbers;
  return 0;
}
