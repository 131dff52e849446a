// SPDX-License-Identifier: Apache-2.0
//
// The probes: deadlines, progress, guarded data; and what they must not mind.
#include <mutex>

#include "absl/time/time.h"
#include "scenes/scene.h"
#include "snarl/probe.h"
#include "snarl/watchdog.h"

namespace scenes {
namespace {

using std::chrono::milliseconds;

void AwaitFinding(const char* kind) {
  if (!snarl::WaitForFinding(kind, 1, 20'000)) snarl::FlushAndExit(70);
}

int OverdueDeadline() {
  const snarl::Deadline deadline("checkout", absl::Milliseconds(100));
  AwaitFinding("stall");
  return 0;
}

int DeadlineInTime() {
  for (int i = 0; i < 1000; ++i) const snarl::Deadline deadline("checkout", std::chrono::seconds(60));
  const snarl::Deadline outer("outer", std::chrono::hours(1));
  std::this_thread::sleep_for(milliseconds(300));
  return 0;
}

int Spins() {
  const snarl::Progress progress("green light", milliseconds(200));
  volatile long rounds = 0;
  while (snarl::FindingCount("spin") == 0) rounds = rounds + 1;
  return 0;
}

// Retries as fast as it can, and there is nobody to give way.
int SpinsRetrying() {
  snarl::Progress progress("green light", milliseconds(200));
  while (snarl::FindingCount("spin") == 0) progress.Retry();
  return 0;
}

// The same work, which says now and then that it got somewhere.
int Computes() {
  snarl::Progress progress("primes", milliseconds(200));
  const auto end = std::chrono::steady_clock::now() + milliseconds(700);
  volatile long rounds = 0;
  while (std::chrono::steady_clock::now() < end) {
    rounds = rounds + 1;
    progress.Tick();
  }
  return 0;
}

int SleepsWithoutTick() {
  const snarl::Progress progress("worker", milliseconds(200));
  AwaitFinding("stall");
  return 0;
}

int Retries(std::size_t dancers, bool ever_done) {
  static std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < dancers; ++i) {
    threads.emplace_back([ever_done] {
      snarl::Progress progress("corridor", milliseconds(200));
      while (!stop.load(std::memory_order_relaxed)) {
        progress.Retry();
        if (ever_done) progress.Tick();
        std::this_thread::sleep_for(milliseconds(1));
      }
    });
  }
  if (dancers > 1 && !ever_done) {
    AwaitFinding("livelock");
  } else {
    std::this_thread::sleep_for(milliseconds(600));
  }
  stop.store(true, std::memory_order_relaxed);
  for (std::thread& thread : threads) thread.join();
  return 0;
}
int TwoRetry() { return Retries(2, false); }
int TwoRetryAndGetThrough() { return Retries(2, true); }
int OneRetries() { return Retries(1, false); }

// An account in two halves: somebody else's withdrawal comes between them, by cue.
class Account {
 public:
  // Check and act under two holdings.
  bool WithdrawInHalves(int amount, const std::function<void()>& meanwhile) {
    if (*balance_.Read() < amount) return false;
    meanwhile();
    *balance_.Write() -= amount;
    return true;
  }
  bool WithdrawAtOnce(int amount, const std::function<void()>& before) {
    before();
    auto balance = balance_.Write();
    if (*balance < amount) return false;
    *balance -= amount;
    return true;
  }
  bool WithdrawLookingAgain(int amount, const std::function<void()>& meanwhile) {
    if (*balance_.Read() < amount) return false;
    meanwhile();
    auto balance = balance_.Write();
    if (balance.Stale() && *balance < amount) return false;
    *balance -= amount;
    return true;
  }
  int Balance() { return *balance_.Read(); }
  void Deposit(int amount) { *balance_.Write() += amount; }

 private:
  snarl::Guarded<int> balance_{"balance", 100};
};

using Withdraw = bool (Account::*)(int, const std::function<void()>&);
int Interrupted(Withdraw withdraw) {
  Account account;
  Cue checked;
  Cue written;
  std::thread other([&] {
    checked.Await();
    account.Deposit(-75);
    written.Give();
  });
  (account.*withdraw)(75, [&] {
    checked.Give();
    written.Await();
  });
  other.join();
  return 0;
}
int CheckThenAct() { return Interrupted(&Account::WithdrawInHalves); }
int OneHolding() { return Interrupted(&Account::WithdrawAtOnce); }
int LooksAgain() { return Interrupted(&Account::WithdrawLookingAgain); }

int NobodyBetween() {
  Account account;
  const auto withdraw = [&] {
    for (int i = 0; i < 100; ++i) account.WithdrawInHalves(0, [] {});
  };
  std::thread(withdraw).join();
  std::thread(withdraw).join();
  return 0;
}

// Two functions, so nothing says that they belong together; in a block something does.
int AcrossFunctions(bool in_a_block) {
  Account account;
  Cue checked;
  Cue written;
  std::thread other([&] {
    checked.Await();
    account.Deposit(5);
    written.Give();
  });
  const auto operation = [&] {
    const int before = account.Balance();
    checked.Give();
    written.Await();
    return account.Balance() - before;
  };
  if (in_a_block) {
    const snarl::AtomicBlock block("statement");
    operation();
  } else {
    operation();
  }
  other.join();
  return 0;
}
int BlockReadsTwice() { return AcrossFunctions(true); }
int FunctionsReadTwice() { return AcrossFunctions(false); }

}  // namespace

const std::vector<Scene>& ProbeScenes() {
  static const std::vector<Scene> scenes = {
      {"overdue_deadline", &OverdueDeadline},
      {"deadline_in_time", &DeadlineInTime},
      {"spins", &Spins},
      {"spins_retrying", &SpinsRetrying},
      {"computes", &Computes},
      {"sleeps_without_tick", &SleepsWithoutTick},
      {"two_retry", &TwoRetry},
      {"two_retry_and_get_through", &TwoRetryAndGetThrough},
      {"one_retries", &OneRetries},
      {"check_then_act", &CheckThenAct},
      {"one_holding", &OneHolding},
      {"looks_again", &LooksAgain},
      {"nobody_between", &NobodyBetween},
      {"block_reads_twice", &BlockReadsTwice},
      {"functions_read_twice", &FunctionsReadTwice},
  };
  return scenes;
}

}  // namespace scenes
