// SPDX-License-Identifier: Apache-2.0
//
// Locks that are members, reached in many ways, one by one: each takes part in an inversion with `other`, so that it has to be
// named. What the report calls it stands here; "-" is today's fallback, the place of its first use. A line "NAME?" may also be
// lost in optimised code, and is never anything else.
//
// NAME this: Account::mu_
// NAME reference: Account::mu_
// NAME pointer: Account::mu_
// NAME captured: Account::mu_
// NAME base: Ledger::mu_
// NAME second_base: Journal::lock_
// NAME template: Cache<int>::mu_
// NAME nested: Audit::mu_
// NAME array: Table::stripes_[17]
// NAME array_of_structs: Buckets::buckets[5].mu
// NAME std_array: Slots::slots_[3]
// NAME wrapped: Guarded::mutex_
// NAME recursive: Recursive::mu_
// NAME shared: Shared::mu_
// NAME in_namespace: bank::Branch::mu_
#include "inverted.h"

#include <array>
#include <cstring>
#include <shared_mutex>
#include <string>

namespace {

NEVER_INLINE void ByReference(const char* text, Account& account, int amount) {
  const std::lock_guard hold(account.mu_);
  account.balance_ += amount + static_cast<int>(std::strlen(text));
}
NEVER_INLINE void ByPointer(int amount, Account* account) {
  const std::lock_guard hold(account->mu_);
  account->balance_ += amount;
}
void Captured() {
  Account account(1);
  Account& target = account;
  std::atomic<int> turn{0};
  std::thread early([&target, &turn] {
    {
      const std::lock_guard hold(target.mu_);
      const std::lock_guard also(other);
      ++target.balance_;
    }
    turn.store(1, std::memory_order_relaxed);
  });
  std::thread late([&target, &turn] {
    while (turn.load(std::memory_order_relaxed) == 0) std::this_thread::yield();
    target.AddTheOtherWay(1);
  });
  early.join();
  late.join();
}

class Ledger {
 public:
  virtual ~Ledger() = default;
  NEVER_INLINE void Enter() {
    const std::lock_guard hold(mu_);
    const std::lock_guard also(other);
    ++entries_;
  }
  void EnterTheOtherWay() {
    const std::lock_guard also(other);
    Enter();
  }

 protected:
  long entries_ = 0;
  std::mutex mu_;
};
class Journal {
 public:
  long pages_ = 0;
  std::mutex lock_;
};
class MainBook : public Ledger, public Journal {
 public:
  NEVER_INLINE void Write() {
    const std::lock_guard hold(lock_);
    const std::lock_guard also(other);
    pages_ += entries_;
  }
  NEVER_INLINE void WriteTheOtherWay() {
    const std::lock_guard also(other);
    const std::lock_guard hold(lock_);
    pages_ += entries_;
  }
  NEVER_INLINE void Post() {
    const std::lock_guard hold(mu_);
    const std::lock_guard also(other);
    ++entries_;
  }
  NEVER_INLINE void PostTheOtherWay() {
    const std::lock_guard also(other);
    const std::lock_guard hold(mu_);
    ++entries_;
  }
};

template <class T>
class Cache {
 public:
  BOTH_WAYS(mu_)

 private:
  T values_[4] = {};
  long count_ = 0;
  std::mutex mu_;
};

class Table {
 public:
  explicit Table(std::size_t which) : which_(which) {}
  BOTH_WAYS(stripes_[which_])

 private:
  std::size_t which_;
  long count_ = 0;
  std::mutex stripes_[32];
};
struct Bucket {
  long items = 0;
  std::mutex mu;
};
class Buckets {
 public:
  explicit Buckets(std::size_t which) : which_(which) {}
  BOTH_WAYS(buckets[which_].mu)

 private:
  std::size_t which_;
  long count_ = 0;
  Bucket buckets[8];
};
class Slots {
 public:
  explicit Slots(std::size_t which) : which_(which) {}
  BOTH_WAYS(slots_[which_])

 private:
  std::size_t which_;
  long count_ = 0;
  std::array<std::mutex, 8> slots_;
};

class Mutex {
 public:
  void lock() { pthread_mutex_lock(&native_); }
  void unlock() { pthread_mutex_unlock(&native_); }

 private:
  pthread_mutex_t native_ = PTHREAD_MUTEX_INITIALIZER;
};
class Guarded {
 public:
  BOTH_WAYS(mutex_)

 private:
  long count_ = 0;
  Mutex mutex_;
};
class Recursive {
 public:
  BOTH_WAYS(mu_)

 private:
  long count_ = 0;
  std::recursive_mutex mu_;
};
class Shared {
 public:
  BOTH_WAYS(mu_)

 private:
  long count_ = 0;
  std::shared_mutex mu_;
};

}  // namespace

namespace bank {
class Branch {
 public:
  BOTH_WAYS(mu_)

 private:
  long count_ = 0;
  std::mutex mu_;
};
}  // namespace bank

namespace {

void Play(const std::string& how) {
  auto account = std::make_unique<Account>(1);
  Account& it = *account;
  if (how == "this") Invert([&] { account->Add(1); }, [&] { account->AddTheOtherWay(1); });
  const auto by = [&](auto take) {
    Invert(
        [&] {
          take();
          it.Add(1);
        },
        [&] { it.AddTheOtherWay(1); });
  };
  if (how == "reference") by([&] { ByReference("text", it, 1); });
  if (how == "pointer") by([&] { ByPointer(1, &it); });
  if (how == "captured") Captured();
  auto book = std::make_unique<MainBook>();
  if (how == "base") Invert([&] { book->Post(); }, [&] { book->PostTheOtherWay(); });
  if (how == "second_base") Invert([&] { book->Write(); }, [&] { book->WriteTheOtherWay(); });
  if (how == "template") BothWays<Cache<int>>();
  if (how == "nested") BothWays<Bank>();
  if (how == "array") BothWays<Table>(17U);
  if (how == "array_of_structs") BothWays<Buckets>(5U);
  if (how == "std_array") BothWays<Slots>(3U);
  if (how == "wrapped") BothWays<Guarded>();
  if (how == "recursive") BothWays<Recursive>();
  if (how == "shared") BothWays<Shared>();
  if (how == "in_namespace") BothWays<bank::Branch>();
}

}  // namespace

int main(int argc, char** argv) {
  Play(argc > 1 ? argv[1] : "");
  return 0;
}
