// SPDX-License-Identifier: Apache-2.0
//
// The wiring, and the beginning and end of the process.
#include "snarl/watchdog.h"

#include <pthread.h>
#include <unistd.h>

#include <cstdio>
#include <ctime>
#include <mutex>
#include <string>

#include "snarl/ending.h"
#include "snarl/probes/deadline.h"
#include "snarl/probes/prober.h"
#include "snarl/record/engine.h"
#include "snarl/record/fork_locks.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/memory.h"
#include "snarl/record/probe_table.h"
#include "snarl/record/stack_table.h"
#include "snarl/record/start.h"
#include "snarl/record/thread_name.h"
#include "snarl/record/thread_record.h"
#include "snarl/report/finding.h"
#include "snarl/report/guest.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"
#include "snarl/report/tsan_report.h"

namespace snarl {

namespace {

// From a signal handler that interrupted one of our hooks nothing can be done: our locks may be this thread's own. Such a child
// execs, as a rule.
void BeforeFork() {
  if (report::Guest::inside()) return;
  const report::Guest guest;
  // ThreadSanitizer forbids new threads to a child of a process that had several; ours must not be the one too many.
  if (report::Guest::UnderTsanRuntime()) probes::StopWatching(/*for_good=*/false);
  record::LockAllForFork();
}
void InParent() {
  if (report::Guest::inside()) return;
  const report::Guest guest;
  record::UnlockAllInParent();
}
void InChild() {
  if (report::Guest::inside()) return;
  const report::Guest guest;
  record::RenewAllInChild();
  report::AfterFork();
  probes::ForgetWatching();
  record::ForgetOrders();
  record::ForgetOtherThreads();
}

}  // namespace

std::string Configure(std::string_view options) {
  const report::Guest guest;
  std::string complaint;
  for (const std::string& line : report::SetOptions(options)) complaint += complaint.empty() ? line : "; " + line;
  return complaint;
}

void SetThreadName(std::string_view name) { record::NameSelf(std::string(name)); }

std::size_t FindingCount() { return report::Count(); }

std::size_t FindingCount(std::string_view kind) {
  report::Kind parsed{};
  return report::Parse(kind, parsed) ? report::Count(parsed) : 0;
}

bool WaitForFinding(std::string_view kind, std::size_t at_least, std::int64_t timeout_ms) {
  constexpr timespec kPoll{0, 1'000'000};
  for (std::int64_t waited = 0;; ++waited) {
    if (FindingCount(kind) >= at_least) return true;
    if (waited >= timeout_ms) return false;
    nanosleep(&kPoll, nullptr);
  }
}

std::string FindingsJson() {
  const report::Guest guest;
  return report::Document();
}

void FlushAndExit(int status) {
  std::fflush(nullptr);
  Conclude("watchdog");
  HasLeft();
  const auto exitcode = static_cast<int>(report::Current().exitcode);
  _exit(status == 0 && exitcode != 0 && report::Count() != 0 ? exitcode : status);
}

void PrepareForFork() noexcept {
  const report::Guest guest;
  // A thread that is just making one of our tables when another one forks would leave it half made in the child, for ever.
  (void)report::Current();
  (void)report::Count();
  (void)record::FirstRecord();
  (void)record::ThreadOsId(graph::ThreadId::kNone);
  (void)record::LocksAlive();
  (void)record::CaptureStack();
  (void)record::ArmedProbes();
  record::CountEngine();
  probes::StopWatching(/*for_good=*/false);
  record::KeepMemoryOverFork();
  pthread_atfork(&BeforeFork, &InParent, &InChild);
}

void Conclude(const char* how) noexcept {
  const report::Guest guest;
  probes::StopWatching(/*for_good=*/true);
  record::SettleAll();
  record::SayMemoryIsOut();
  report::DrainTsanReports();
  record::CountEngine();
  report::SetStat("locks_alive", record::LocksAlive());
  report::SetStat("threads", record::ThreadsSeen());
  report::Finish(how);
}

}  // namespace snarl

namespace snarl::record {

void StartOnce() noexcept {
  static std::once_flag once;
  std::call_once(once, [] {
    if (!report::Current().enabled) return;
    report::StartDocument();
    ArrangeEnding();
    if (probes::HasDeadline()) probes::StartWatchingNow();
  });
}

}  // namespace snarl::record
