// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/probe_table.h"

#include <algorithm>
#include <new>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "snarl/record/clock.h"
#include "snarl/record/lasting.h"
#include "snarl/record/stack_table.h"
#include "snarl/record/start.h"
#include "snarl/record/thread_record.h"
#include "snarl/report/guest.h"

namespace snarl::record {

namespace {

struct Table {
  absl::Mutex mutex;
  std::vector<Probe*> armed ABSL_GUARDED_BY(mutex);
  std::vector<Probe*> idle ABSL_GUARDED_BY(mutex);
  std::uint64_t next_number ABSL_GUARDED_BY(mutex) = 1;
};

Table& TheTable() { return Lasting<Table>(); }

Probe* Arm(ProbeKind kind, const char* name, std::int64_t limit_ns, graph::StackId armed_at) noexcept {
  const ThreadRecord* record = Self();
  if (record == nullptr) return nullptr;
  Probe* probe = nullptr;
  {
    const report::Guest guest;
    Table& table = TheTable();
    const absl::MutexLock lock(&table.mutex);
    if (table.idle.empty()) {
      // Without memory there is no probe, and every function takes none.
      probe = new (std::nothrow) Probe;
      if (probe == nullptr) return nullptr;
    } else {
      probe = table.idle.back();
      table.idle.pop_back();
    }
    probe->kind = kind;
    probe->name = name;
    probe->thread = record->thread();
    probe->os_id = record->os_id.load(std::memory_order_relaxed);
    probe->limit_ns = limit_ns;
    probe->armed_ns = NowNs();
    probe->armed_at = armed_at;
    probe->number = table.next_number++;
    probe->ticks.store(0, std::memory_order_relaxed);
    probe->retries.store(0, std::memory_order_relaxed);
    probe->retry_at.store(0, std::memory_order_relaxed);
    table.armed.push_back(probe);
  }
  // Outside the Guest: for a guest nothing is started.
  StartWatching(/*for_probe=*/true);
  return probe;
}

// The place of a probe, by the cache of StackHere(): `caller` is the hook's own return address.
graph::StackId Place(Site site) noexcept { return static_cast<graph::StackId>(StackHere(site)); }

}  // namespace

Probe* ArmDeadline(const char* name, std::int64_t limit_ns, Site site) noexcept {
  return Arm(ProbeKind::kDeadline, name, limit_ns, Place({__builtin_return_address(0), site.frame}));
}

Probe* ArmProgress(const char* name, std::int64_t limit_ns, Site site) noexcept {
  return Arm(ProbeKind::kProgress, name, limit_ns, Place({__builtin_return_address(0), site.frame}));
}

void Disarm(Probe* probe) noexcept {
  if (probe == nullptr) return;
  const report::Guest guest;
  Table& table = TheTable();
  const absl::MutexLock lock(&table.mutex);
  std::erase(table.armed, probe);
  table.idle.push_back(probe);
}

void Tick(Probe* probe) noexcept {
  if (probe == nullptr) return;
  probe->ticks.store(probe->ticks.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

void Retry(Probe* probe, Site site) noexcept {
  if (probe == nullptr) return;
  const graph::StackId at = Place({__builtin_return_address(0), site.frame});
  probe->retry_at.store(static_cast<std::uint32_t>(at), std::memory_order_relaxed);
  probe->retries.store(probe->retries.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

std::vector<ProbeNow> ArmedProbes() {
  const report::Guest guest;
  Table& table = TheTable();
  const absl::MutexLock lock(&table.mutex);
  std::vector<ProbeNow> now;
  for (const Probe* probe : table.armed) {
    now.push_back({probe->kind, probe->name, probe->thread, probe->os_id, probe->limit_ns, probe->armed_ns,
                   probe->armed_at, probe->number, probe->ticks.load(std::memory_order_relaxed),
                   probe->retries.load(std::memory_order_relaxed),
                   static_cast<graph::StackId>(probe->retry_at.load(std::memory_order_relaxed))});
  }
  return now;
}

}  // namespace snarl::record
