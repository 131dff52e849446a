// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/prober.h"

#include <pthread.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "snarl/probes/all_waits.h"
#include "snarl/probes/attempt_probe.h"
#include "snarl/probes/bell.h"
#include "snarl/probes/deadline.h"
#include "snarl/probes/dump_signal.h"
#include "snarl/probes/each_thread.h"
#include "snarl/probes/hang_probe.h"
#include "snarl/probes/progress_probe.h"
#include "snarl/probes/spin_probe.h"
#include "snarl/probes/thread_table.h"
#include "snarl/probes/wait_probe.h"
#include "snarl/record/start.h"
#include "snarl/record/thread_record.h"
#include "snarl/report/guest.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"
#include "snarl/report/tsan_report.h"

namespace snarl::record {
std::atomic<bool> watching{false};
std::atomic<int> threads_starting{0};
std::atomic<bool> waits_start_watching{true};
}  // namespace snarl::record

namespace snarl::probes {

namespace {

struct Prober {
  absl::Mutex mutex;
  // Where no thread could be had: how many there were then. Until there is another, no wait tries again.
  std::atomic<std::uint64_t> failed_at{0};
  bool said_failed ABSL_GUARDED_BY(mutex) = false;
  bool running ABSL_GUARDED_BY(mutex) = false;
  bool stop ABSL_GUARDED_BY(mutex) = false;
  bool closed ABSL_GUARDED_BY(mutex) = false;
  bool alone ABSL_GUARDED_BY(mutex) = false;
  pthread_t thread ABSL_GUARDED_BY(mutex) = {};
};

Prober& TheProber() {
  static Prober& prober = *new Prober;
  return prober;
}

bool WakesEarly(Prober& prober) {
  const absl::MutexLock lock(&prober.mutex);
  return prober.stop || prober.alone;
}

bool SleepUntilStop(Prober& prober, std::int64_t period_ns) {
  const std::uint32_t heard = BellCount();
  if (!WakesEarly(prober)) SleepUntilBell(heard, UntilDeadline(period_ns));
  const absl::MutexLock lock(&prober.mutex);
  const bool alone =
      std::exchange(prober.alone, false) && record::threads_starting.load() == 0 && record::ThreadsAlive() == 0;
  if (prober.stop || !alone) return prober.stop;
  // Libc ends the process with its last thread, and that must not be this one waiting for ever. A later thread starts another.
  pthread_detach(pthread_self());
  prober.running = false;
  record::watching.store(prober.closed, std::memory_order_relaxed);
  return true;
}

void* Watch(void*) {
  report::Guest::ThreadIsStrange(true);
  // Everything this thread does is the watchdog's own.
  const report::Guest guest;
  pthread_setname_np(pthread_self(), "snarl");
  Prober& prober = TheProber();
  if (report::Current().verbosity >= 2) report::Say("the watching thread starts");
  AllWaits waits;
  HangProbe hang;
  WaitProbe wait;
  AttemptProbe attempt;
  ProgressProbe progress;
  SpinProbe spin;
  bool stop = false;
  std::uint64_t looks = 0;
  while (!stop) {
    stop = SleepUntilStop(prober, report::Current().hang_probe_ms * 1'000'000);
    report::DrainTsanReports();
    if (TakeDumpRequest()) PrintThreadTable(DumpSignalName());
    if (stop) break;
    ++looks;
    waits.Read();
    hang.Look(waits);
    wait.Look(waits);
    attempt.Look();
    progress.Look();
    spin.Look();
    if (HasDeadline() && UntilDeadline(1) == 0) EndAtDeadline();
  }
  if (report::Current().verbosity >= 2) {
    report::Say("the watching thread stops: " + std::to_string(looks) + " looks, " + std::to_string(threads_visited) +
                " visits to threads");
  }
  return nullptr;
}

}  // namespace

void StopWatching(bool for_good) noexcept {
  const report::Guest guest;
  Prober& prober = TheProber();
  pthread_t thread = {};
  {
    const absl::MutexLock lock(&prober.mutex);
    prober.closed = prober.closed || for_good;
    if (!prober.running || prober.stop) return;
    prober.stop = true;
    thread = prober.thread;
  }
  RingBell();
  if (pthread_equal(thread, pthread_self()) != 0) return;
  pthread_join(thread, nullptr);
  const absl::MutexLock lock(&prober.mutex);
  prober.running = false;
  prober.stop = false;
  if (prober.closed) DisarmDumpSignal();
  record::watching.store(prober.closed, std::memory_order_relaxed);
}

void ForgetWatching() noexcept {
  Prober& prober = TheProber();
  // The child has one thread, so nobody else is inside; the parent's lock state does not matter to it.
  new (&prober) Prober;
  record::threads_starting = 0;
  DisarmDumpSignal();
  const absl::MutexLock lock(&prober.mutex);
  // ThreadSanitizer ends a child that starts a thread, if its parent had several: better unwatched than dead.
  prober.closed = report::Guest::UnderTsanRuntime() && record::ThreadsSeen() > 1;
  record::watching.store(prober.closed, std::memory_order_relaxed);
}

void StartWatchingNow() noexcept {
  const report::Guest guest;
  Prober& prober = TheProber();
  const absl::MutexLock lock(&prober.mutex);
  if (prober.running || prober.closed) return;
  // The new thread inherits the mask: signals of the host are none of its business.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int failed = pthread_create(&prober.thread, nullptr, &Watch, nullptr);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  prober.running = failed == 0;
  prober.failed_at.store(failed == 0 ? 0 : record::ThreadsSeen(), std::memory_order_relaxed);
  record::watching.store(failed == 0, std::memory_order_relaxed);
  if (failed == 0) ArmDumpSignal();
  if (failed == 0 || std::exchange(prober.said_failed, true)) return;
  report::Say(
      "the watching thread could not be started: hangs, stalls, spins and livelocks go unseen until it can be, with "
      "another thread of the program's");
}

}  // namespace snarl::probes

namespace snarl::record {

void LastThreadGone() noexcept {
  const report::Guest guest;
  probes::Prober& prober = probes::TheProber();
  const absl::MutexLock lock(&prober.mutex);
  prober.alone = prober.running;
  probes::RingBell();
}

void StartWatchingSlow(bool for_probe) noexcept {
  if (report::Guest::inside()) return;
  const std::uint64_t threads = ThreadsSeen();
  if (!for_probe && (threads < 2 || !waits_start_watching.load(std::memory_order_relaxed))) return;
  if (!for_probe && probes::TheProber().failed_at.load(std::memory_order_relaxed) == threads) return;
  probes::StartWatchingNow();
}

}  // namespace snarl::record
