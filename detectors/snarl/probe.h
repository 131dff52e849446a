// SPDX-License-Identifier: Apache-2.0
//
// Probes: small declarations of what should happen, so that the watchdog can tell when it does not.
//
//   snarl::Deadline d("checkout", std::chrono::seconds(5));  // this scope should end within 5 s      -> stall
//   snarl::Progress p("worker");  … p.Tick();                // this thread should complete something -> spin, stall, livelock
//   snarl::Guarded<int> balance{"balance", 100};             // data with its lock                    -> atomicity-violation
//
// Abseil stays out of this header: every duration parameter takes a std::chrono duration or an absl::Duration.
// Thread safety: said at each class. Cost: said at each class. None of them throws.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <utility>

#include "snarl/mutex.h"
#include "snarl/record/hooks.h"

namespace snarl {

namespace internal {
// std::chrono durations and (found by argument-dependent lookup, so that no Abseil header is needed here) absl::Duration.
template <class Rep, class Period>
constexpr std::int64_t ToNanoseconds(std::chrono::duration<Rep, Period> d) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(d).count();
}
template <class D>
requires requires(D d) { ToInt64Nanoseconds(d); }
constexpr std::int64_t ToNanoseconds(D d) { return ToInt64Nanoseconds(d); }
}  // namespace internal

// A scope that should be left within a limit. While it is overdue one `stall` finding names the thread, what it waits
// for or where it was when the scope began, and the locks it holds. The thread is not interrupted.
//   Thread safety: construct and destroy on one thread; nests freely.
//   Cost: two uncontended stores and a list insertion under a short lock, about 100 ns; nothing while the scope runs.
class Deadline {
 public:
  // `name` is shown in the report and must outlive the scope (a string literal). `limit` > 0.
  template <class Duration>
  [[gnu::always_inline]] explicit Deadline(const char* name, Duration limit)
      : probe_(record::ArmDeadline(name, internal::ToNanoseconds(limit), SNARL_HERE())) {}
  ~Deadline() { record::Disarm(probe_); }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

 private:
  record::Probe* probe_;
};

// A thread's promise to complete something now and then. The watching thread looks at the counters and at the processor
// time of the thread; without a Tick() it reports, once until the next tick,
//   spin      where the thread's processor time ran for spin_ms (or the probe's own limit) without a tick, with or without
//             calls of Retry() that nobody answers,
//   stall     where it slept for stall_ms (or the probe's own limit) without a tick,
//   livelock  where two or more threads with a Progress of the same name kept calling Retry() and none completed anything
//             for livelock_ms (or the probe's own limit).
//   Thread safety: Tick() and Retry() only on the constructing thread. Cost: one relaxed store each.
class Progress {
 public:
  [[gnu::always_inline]] explicit Progress(const char* name) : probe_(record::ArmProgress(name, 0, SNARL_HERE())) {}
  // `limit` replaces spin_ms, stall_ms and livelock_ms for this probe.
  template <class Duration>
  [[gnu::always_inline]] Progress(const char* name, Duration limit)
      : probe_(record::ArmProgress(name, internal::ToNanoseconds(limit), SNARL_HERE())) {}
  ~Progress() { record::Disarm(probe_); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // "I completed something."
  void Tick() { record::Tick(probe_); }
  // "I tried, somebody was in the way, and I shall try again." The reported place is where Retry() was called last.
  [[gnu::always_inline]] void Retry() { record::Retry(probe_, SNARL_HERE()); }

 private:
  record::Probe* probe_;
};

// Data with the lock that guards it, watched for the bug that ThreadSanitizer cannot see because every access is locked:
// a check and its act under two separate holdings, with another thread's write between them (R-W-W, R-W-R, W-W-R, W-R-W:
// the four unserialisable triples of AVIO, Lu et al., ASPLOS 2006). Reported: `atomicity-violation`, certainty likely.
//
// Which two holdings belong together? Those of one activation of one function, for the triple check-then-act (R-W-W);
// and, for all four triples, those inside one AtomicBlock, which may span functions:
//
//   snarl::Guarded<int> balance{"balance", 100};
//   bool Withdraw(int amount) {
//     if (*balance.Read() < amount) return false;   // check, under its own holding
//     *balance.Write() -= amount;                   // act: reported if somebody wrote in between
//     return true;
//   }
//
// A writer that looks again is fine: call Stale() on the handle (true: somebody wrote since this activation last looked)
// and check anew where it is; that acknowledges the foreign write and nothing is reported.
//   Thread safety: all of it, from any thread. Cost: the lock's own, plus a scan of the activations's few looks (< 20 ns).
template <class T>
class Guarded {
 public:
  template <class... Args>
  explicit Guarded(const char* name, Args&&... args) : lock_(name), value_(std::forward<Args>(args)...) {}
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  // A handle holds the lock from its construction to its destruction. Keep it short; do not take two of one object.
  class [[nodiscard]] Reader {
   public:
    ~Reader() SNARL_NO_THREAD_SAFETY_ANALYSIS { guarded_.lock_.unlock(); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    const T& operator*() const { return guarded_.value_; }
    const T* operator->() const { return &guarded_.value_; }

   private:
    friend class Guarded;
    explicit Reader(Guarded& guarded) : guarded_(guarded) {}
    Guarded& guarded_;
  };
  class [[nodiscard]] Writer {
   public:
    ~Writer() SNARL_NO_THREAD_SAFETY_ANALYSIS {
      record::GuardedWrite(guarded_.data_, guarded_.lock_.tag(), activation_, here_, acknowledged_);
      guarded_.lock_.unlock();
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    T& operator*() { return guarded_.value_; }
    T* operator->() { return &guarded_.value_; }
    // True where another thread wrote since this activation last read or wrote; the question acknowledges it.
    bool Stale() {
      acknowledged_ = true;
      return record::GuardedStale(guarded_.data_, activation_);
    }

   private:
    friend class Guarded;
    Writer(Guarded& guarded, record::Activation activation, std::uint32_t here)
        : guarded_(guarded), activation_(activation), here_(here) {}
    Guarded& guarded_;
    record::Activation activation_;
    std::uint32_t here_;
    bool acknowledged_ = false;
  };

  [[gnu::always_inline]] Reader Read() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    const std::uint32_t here = record::StackHere(SNARL_HERE());
    lock_.lock();
    record::GuardedRead(data_, lock_.tag(), SNARL_THIS_ACTIVATION(), here);
    return Reader(*this);
  }
  [[gnu::always_inline]] Writer Write() SNARL_NO_THREAD_SAFETY_ANALYSIS {
    const std::uint32_t here = record::StackHere(SNARL_HERE());
    lock_.lock();
    return Writer(*this, SNARL_THIS_ACTIVATION(), here);
  }

 private:
  mutex lock_;
  record::GuardedData data_;
  T value_;
};

// A scope whose accesses to Guarded data are meant as one step, also across functions. Nests: the outermost counts.
//   Thread safety: construct and destroy on one thread. Cost: two thread-local stores.
class AtomicBlock {
 public:
  explicit AtomicBlock(const char* name) { record::EnterBlock(name); }
  ~AtomicBlock() { record::LeaveBlock(); }
  AtomicBlock(const AtomicBlock&) = delete;
  AtomicBlock& operator=(const AtomicBlock&) = delete;
};

}  // namespace snarl
