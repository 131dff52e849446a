// SPDX-License-Identifier: Apache-2.0
//
// std::async, std::future and std::packaged_task, each task with both locks in the usual order.
//
// VERDICT clean
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace {

std::mutex a;
std::mutex b;
int sum = 0;

int Add(int what) {
  const std::lock_guard first(a);
  const std::lock_guard second(b);
  return sum += what;
}

}  // namespace

int main() {
  std::vector<std::future<int>> results;
  for (int i = 0; i < 20; ++i) results.push_back(std::async(std::launch::async, Add, i));
  std::packaged_task<int(int)> task(Add);
  results.push_back(task.get_future());
  std::thread thread(std::move(task), 1);
  for (std::future<int>& result : results) result.get();
  thread.join();
  return sum == 191 ? 0 : 70;
}
