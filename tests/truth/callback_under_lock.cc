// SPDX-License-Identifier: Apache-2.0
//
// A registry calls its listener under its lock, and the listener takes a lock of its own; which the listener also
// holds when it goes to the registry to say goodbye.
//
// VERDICT lock-order-inversion
#include <functional>
#include <mutex>
#include <utility>

#include "in_turn.h"

namespace {

class Registry {
 public:
  void Set(std::function<void()> listener) {
    const std::lock_guard hold(mu_);  // <- lock-order-inversion
    listener_ = std::move(listener);
  }
  void Notify() {
    const std::lock_guard hold(mu_);
    if (listener_) listener_();
  }

 private:
  std::mutex mu_;
  std::function<void()> listener_;
};

class Listener {
 public:
  explicit Listener(Registry& registry) : registry_(registry) {}
  void Heard() {
    const std::lock_guard hold(mu_);  // <- lock-order-inversion
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
