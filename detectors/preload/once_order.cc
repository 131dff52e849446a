// SPDX-License-Identifier: Apache-2.0
#include "preload/once_order.h"

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "preload/hand_over.h"
#include "preload/segment.h"
#include "snarl/record/fork_locks.h"
#include "snarl/report/guest.h"

namespace snarl::preload {

namespace {

using graph::SegmentId;

constexpr std::size_t kOncesAtMost = 65'536;

struct Once {
  SegmentId before = SegmentId::kNone;
  graph::ThreadId by = graph::ThreadId::kNone;
};
struct Event {
  SegmentId before = SegmentId::kNone;
  unsigned waiting = 0;
};

struct Table {
  absl::Mutex mutex;
  absl::flat_hash_map<const void*, Once> onces ABSL_GUARDED_BY(mutex);
  absl::flat_hash_map<const void*, Event> events ABSL_GUARDED_BY(mutex);
};

Table& TheTable() {
  static Table& table = *[] {
    auto* made = new Table;
    record::HoldAcrossFork(made->mutex);
    return made;
  }();
  return table;
}

void GoOn(record::ThreadRecord& record, SegmentId after = SegmentId::kNone) noexcept {
  ++record.hand_overs;
  BeginSegment(record, after);
}

}  // namespace

void Ran(record::ThreadRecord& record, const void* once) noexcept {
  const report::Guest guest;
  Table& table = TheTable();
  // While there was never a second thread, whatever comes is ordered by its creation.
  const bool tells = Follows(record) && record::ThreadsSeen() > 1;
  {
    const absl::MutexLock lock(&table.mutex);
    if (!tells) {
      table.onces.erase(once);
      return;
    }
    const auto found = table.onces.find(once);
    if (found == table.onces.end() && table.onces.size() >= kOncesAtMost) return;
    table.onces[once] = {record.segment, record.thread()};
  }
  GoOn(record);
}

void Passed(record::ThreadRecord& record, const void* once) noexcept {
  if (!Follows(record)) return;
  const report::Guest guest;
  Table& table = TheTable();
  Once passed;
  {
    const absl::MutexLock lock(&table.mutex);
    const auto found = table.onces.find(once);
    if (found == table.onces.end()) return;
    passed = found->second;
  }
  if (passed.by != record.thread()) GoOn(record, passed.before);
}

void Awaited(const void* event) noexcept {
  const report::Guest guest;
  Table& table = TheTable();
  const absl::MutexLock lock(&table.mutex);
  ++table.events[event].waiting;
}

void Ready(record::ThreadRecord& record, const void* event) noexcept {
  if (!Follows(record)) return;
  const report::Guest guest;
  Table& table = TheTable();
  {
    const absl::MutexLock lock(&table.mutex);
    const auto found = table.events.find(event);
    if (found == table.events.end()) return;
    found->second.before = record.segment;
  }
  GoOn(record);
}

bool WaitLeft(record::ThreadRecord& record, const void* event, bool happened) noexcept {
  const report::Guest guest;
  Table& table = TheTable();
  SegmentId after = SegmentId::kNone;
  bool last = false;
  {
    const absl::MutexLock lock(&table.mutex);
    const auto found = table.events.find(event);
    if (found == table.events.end()) return true;
    after = found->second.before;
    last = --found->second.waiting == 0;
    if (last) table.events.erase(found);
  }
  if (happened && after != SegmentId::kNone && Follows(record)) GoOn(record, after);
  return last;
}

}  // namespace snarl::preload
