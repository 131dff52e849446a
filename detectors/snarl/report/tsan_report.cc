// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/tsan_report.h"

#include <atomic>
#include <utility>

#include "absl/synchronization/mutex.h"
#include "snarl/report/fork.h"
#include "snarl/report/guest.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::report {
namespace {

// A stack of reports, pushed by compare-and-swap and taken all at once, so no element is ever popped alone (no ABA). Plain
// words with the compiler's builtins: std::atomic's members would be instrumented where they are not inlined.
TsanReport* pushed = nullptr;
void (*release_report)(TsanReport*) = nullptr;

// Serialises conversion, so that whoever asks for the count waits for reports that another thread is converting.
struct Converting {
  absl::Mutex mu;
  const Converting* parent = nullptr;  // the one of the process that this one was forked from
};
std::atomic<Converting*> the_converting{nullptr};

absl::Mutex& ConvertingMutex() {
  Converting* converting = the_converting.load(std::memory_order_acquire);
  if (converting != nullptr) return converting->mu;
  auto* fresh = new Converting;
  if (the_converting.compare_exchange_strong(converting, fresh, std::memory_order_acq_rel)) return fresh->mu;
  delete fresh;
  return converting->mu;
}

TsanReport* Reversed(TsanReport* list) {
  TsanReport* reversed = nullptr;
  while (list != nullptr) {
    TsanReport* next = std::exchange(list->next, reversed);
    reversed = std::exchange(list, next);
  }
  return reversed;
}

}  // namespace

SNARL_UNINSTRUMENTED void PushTsanReport(TsanReport* report, void (*release)(TsanReport*)) noexcept {
  __atomic_store_n(&release_report, release, __ATOMIC_RELAXED);
  TsanReport* head = __atomic_load_n(&pushed, __ATOMIC_RELAXED);
  do {
    report->next = head;
  } while (!__atomic_compare_exchange_n(&pushed, &head, report, true, __ATOMIC_RELEASE, __ATOMIC_RELAXED));
}

bool DrainTsanReports() {
  const Guest guest;
  const absl::MutexLock lock(&ConvertingMutex());
  TsanReport* list = Reversed(__atomic_exchange_n(&pushed, nullptr, __ATOMIC_ACQUIRE));
  const bool any = list != nullptr;
  while (list != nullptr) {
    TsanReport* report = std::exchange(list, list->next);
    if (Current().enabled) Deliver(FindingFromTsan(*report));
    __atomic_load_n(&release_report, __ATOMIC_RELAXED)(report);
  }
  return any;
}

void ForgetTsanReportsAfterFork() {
  auto* fresh = new Converting;
  fresh->parent = the_converting.load(std::memory_order_acquire);
  the_converting.store(fresh, std::memory_order_release);
  __atomic_store_n(&pushed, nullptr, __ATOMIC_RELAXED);
}

}  // namespace snarl::report
