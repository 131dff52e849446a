// SPDX-License-Identifier: Apache-2.0
//
// Locks that are variables or lie in one, and locks whose owner is not certain; as in members.cc.
//
// NAME local: mu (local of Local)
// NAME local_object: Account::mu_
// NAME global: global_bank.mu_
// NAME global_nested: global_bank.audit_.mu_
// NAME global_array: global_accounts[2].mu_
// NAME global_plain: global_mutex
// NAME static_member: Registry::instance_.mu_
// NAME bare: -
// NAME? either: Left::left
// NAME of_union: -
#include "inverted.h"

#include <memory>
#include <string>

std::mutex global_mutex;

namespace {

NEVER_INLINE void Local() {
  std::mutex mu;
  std::atomic<int> turn{0};
  std::thread late([&] {
    while (turn.load(std::memory_order_relaxed) == 0) std::this_thread::yield();
    const std::lock_guard also(other);
    const std::lock_guard hold(mu);
  });
  {
    const std::lock_guard hold(mu);
    const std::lock_guard also(other);
  }
  turn.store(1, std::memory_order_relaxed);
  late.join();
}

Bank global_bank;
Account global_accounts[4] = {Account(0), Account(1), Account(2), Account(3)};
struct Registry {
  static Audit instance_;
};
Audit Registry::instance_;

// Nobody can tell whose this is: the frames have only the lock itself.
NEVER_INLINE void TakeBoth(std::mutex* first, std::mutex* second) {
  const std::lock_guard one(*first);
  const std::lock_guard two(*second);
}
NEVER_INLINE void InvertBare(std::mutex* lock) {
  Invert([=] { TakeBoth(lock, &other); }, [=] { TakeBoth(&other, lock); });
}

// Two names for one place. In unoptimised code both are seen, and none is certain.
struct Left {
  long id;
  std::mutex left;
};
struct Right {
  long id;
  std::mutex right;
};
NEVER_INLINE void Either(Left* left, Right* right) {
  const std::lock_guard hold(left->left);
  const std::lock_guard also(other);
  ++left->id;
  ++right->id;
}
NEVER_INLINE void EitherTheOtherWay(Left* left, Right* right) {
  const std::lock_guard also(other);
  const std::lock_guard hold(left->left);
  ++left->id;
  ++right->id;
}

union Room {
  Room() : left() {}
  ~Room() { left.~Left(); }
  Left left;
  Right right;
};
class House {
 public:
  BOTH_WAYS(room_.left.left)

 private:
  long count_ = 0;
  Room room_;
};

void InvertGlobal(std::mutex& lock) {
  Invert(
      [&] {
        const std::lock_guard hold(lock);
        const std::lock_guard also(other);
      },
      [&] {
        const std::lock_guard also(other);
        const std::lock_guard hold(lock);
      });
}

void Play(const std::string& how) {
  if (how == "local_object") {
    Account local(3);
    Invert([&] { local.Add(1); }, [&] { local.AddTheOtherWay(1); });
  }
  if (how == "global") InvertGlobal(global_bank.mu_);
  if (how == "global_nested") Invert([] { global_bank.One(); }, [] { global_bank.TheOther(); });
  if (how == "global_array") Invert([] { global_accounts[2].Add(1); }, [] { global_accounts[2].AddTheOtherWay(1); });
  if (how == "global_plain") InvertGlobal(global_mutex);
  if (how == "static_member") InvertGlobal(Registry::instance_.mu_);
  if (how == "bare") InvertBare(std::make_unique<std::mutex[]>(3).get() + 1);
  if (how == "either") {
    auto room = std::make_unique<Room>();
    Invert([&] { Either(&room->left, &room->right); }, [&] { EitherTheOtherWay(&room->left, &room->right); });
  }
  if (how == "of_union") BothWays<House>();
  if (how == "local") Local();
}

}  // namespace

int main(int argc, char** argv) {
  Play(argc > 1 ? argv[1] : "");
  return 0;
}
