// SPDX-License-Identifier: Apache-2.0
//
// The twin of callback_under_lock.cc: the registry copies its listener under the lock, and calls it when it has let
// go.
//
// VERDICT clean
#include <functional>
#include <mutex>
#include <utility>

#include "in_turn.h"

namespace {

class Registry {
 public:
  void Set(std::function<void()> listener) {
    const std::lock_guard hold(mu_);
    listener_ = std::move(listener);
  }
  void Notify() {
    std::unique_lock hold(mu_);
    const std::function<void()> listener = listener_;
    hold.unlock();
    if (listener) listener();
  }

 private:
  std::mutex mu_;
  std::function<void()> listener_;
};

class Listener {
 public:
  explicit Listener(Registry& registry) : registry_(registry) {}
  void Heard() {
    const std::lock_guard hold(mu_);
    ++heard_;
  }
  void SayGoodbye() {
    const std::lock_guard hold(mu_);
    registry_.Set(nullptr);
  }

 private:
  std::mutex mu_;
  Registry& registry_;
  int heard_ = 0;
};

}  // namespace

int main() {
  Registry registry;
  Listener listener(registry);
  registry.Set([&] { listener.Heard(); });
  InTurn([&] { registry.Notify(); }, [&] { listener.SayGoodbye(); });
  return 0;
}
