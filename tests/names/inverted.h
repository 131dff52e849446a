// SPDX-License-Identifier: Apache-2.0
//
// What the C++ programs of names share: the lock `other`, how to invert with it, and a few classes that have locks. Included by
// one source each.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>

#define NEVER_INLINE __attribute__((noinline))

namespace {

std::mutex other;

// Locks `one` and `other` in both orders, in two threads, one after the other in time.
template <class First, class Second>
void Invert(First first, Second second) {
  std::atomic<int> turn{0};
  std::thread early([&] {
    first();
    turn.store(1, std::memory_order_relaxed);
  });
  std::thread late([&] {
    while (turn.load(std::memory_order_relaxed) == 0) std::this_thread::yield();
    second();
  });
  early.join();
  late.join();
}

// Classes that have a lock at some place, and lock it both ways.
#define BOTH_WAYS(lock)                \
  NEVER_INLINE void One() {            \
    const std::lock_guard hold(lock);  \
    const std::lock_guard also(other); \
    ++count_;                          \
  }                                    \
  NEVER_INLINE void TheOther() {       \
    const std::lock_guard also(other); \
    const std::lock_guard hold(lock);  \
    ++count_;                          \
  }

template <class Class, class... Arguments>
void BothWays(Arguments... arguments) {
  auto object = std::make_unique<Class>(arguments...);
  Invert([&] { object->One(); }, [&] { object->TheOther(); });
}

struct Account {
  explicit Account(int id) : id_(id) {}
  NEVER_INLINE void Add(int amount) {
    const std::lock_guard hold(mu_);
    const std::lock_guard also(other);
    balance_ += amount + id_;
  }
  NEVER_INLINE void AddTheOtherWay(int amount) {
    const std::lock_guard also(other);
    const std::lock_guard hold(mu_);
    balance_ += amount;
  }

  int id_;
  int balance_ = 0;
  std::mutex mu_;
};

class Audit {
 public:
  long count_ = 0;
  std::mutex mu_;
};
class Bank {
 public:
  BOTH_WAYS(audit_.mu_)

  long count_ = 0;
  std::mutex mu_;
  Audit audit_;
};

}  // namespace
