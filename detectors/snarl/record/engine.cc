// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/engine.h"

#include <algorithm>
#include <new>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/container/inlined_vector.h"
#include "absl/synchronization/mutex.h"
#include "snarl/graph/segments.h"
#include "snarl/record/chain.h"
#include "snarl/record/describe.h"
#include "snarl/record/fork_locks.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/memory.h"
#include "snarl/report/guest.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::record {

namespace {

// A few kilobytes more or less matter to nobody.
constexpr std::uint32_t kMeasuredEvery = 16;

struct Pending {
  graph::ThreadId thread;
  graph::Cycle cycle;
};

struct Engine {
  absl::Mutex mutex;
  graph::Segments segments ABSL_GUARDED_BY(mutex);
  graph::OrderGraph graph ABSL_GUARDED_BY(mutex){segments};
  std::vector<Pending> pending ABSL_GUARDED_BY(mutex);
  std::uint32_t entered ABSL_GUARDED_BY(mutex) = 0;
  bool full ABSL_GUARDED_BY(mutex) = false;
  bool said_gave_up ABSL_GUARDED_BY(mutex) = false;
  bool said_full ABSL_GUARDED_BY(mutex) = false;
  // Memory ran out in the middle of a change: what is there is not asked again.
  bool broken ABSL_GUARDED_BY(mutex) = false;
};

Engine& TheEngine() {
  static Engine& engine = *[] {
    auto* made = new Engine;
    HoldAcrossFork(made->mutex);
    return made;
  }();
  return engine;
}

// On the stack, as a rule: an allocation is two locks, and as dear as the rest of this.
using Hand = absl::InlinedVector<graph::Held, 16>;

Hand HandOf(const ThreadRecord& record) {
  Hand hand(record.depth.load(std::memory_order_relaxed));
  const HeldSlot* slot = record.held.load(std::memory_order_relaxed);
  for (graph::Held& held : hand) {
    const std::uint64_t info = slot->info.load(std::memory_order_relaxed);
    held = {static_cast<graph::LockId>(slot->lock.load(std::memory_order_relaxed)), HeldMode(info) == Mode::kShared,
            HeldStack(info), slot->segment};
    ++slot;
  }
  return hand;
}

void MarkInGraph(LockEntry& entry) {
  if (!entry.in_graph.load(std::memory_order_relaxed)) entry.in_graph.store(true, std::memory_order_relaxed);
}

// Notes with the locks that the graph knows them, and in the request what only they know. False where the one requested is gone.
bool MarkLocks(graph::Request& request) {
  LockEntry* entry = Find(request.lock);
  if (entry == nullptr) return false;
  request.readers_block_readers = ReadersBlockReaders(entry->kind);
  MarkInGraph(*entry);
  for (const graph::Held& held : request.held) {
    if (LockEntry* other = Find(held.lock)) MarkInGraph(*other);
  }
  return true;
}

std::vector<graph::Cycle> TakePending(Engine& engine, graph::ThreadId thread) {
  const absl::MutexLock lock(&engine.mutex);
  std::vector<graph::Cycle> taken;
  std::erase_if(engine.pending, [&](Pending& pending) {
    if (thread != graph::ThreadId::kNone && pending.thread != thread) return false;
    taken.push_back(std::move(pending.cycle));
    return true;
  });
  return taken;
}

}  // namespace

static void Enter(ThreadRecord& record, graph::LockId lock, Mode mode, graph::StackId at, bool granted) {
  if (record.released_by_other.load(std::memory_order_relaxed) != 0) {
    const std::uint64_t gone = record.released_by_other.exchange(0, std::memory_order_relaxed);
    if (const int place = FindHeld(record, gone); place >= 0) PopAt(record, place);
  }
  const Hand held = HandOf(record);
  if (held.empty()) return;
  record.noted = true;
  graph::Request request = {.thread = record.thread(),
                            .lock = lock,
                            .shared = mode == Mode::kShared,
                            .at = at,
                            .segment = record.segment,
                            .hand_over_capped = record.hand_overs >= kHandOversFollowed,
                            .held = held};
  Engine& engine = TheEngine();
  graph::OrderGraph::Answer answer;
  bool say_gave_up = false;
  bool say_full = false;
  {
    const absl::MutexLock hold(&engine.mutex);
    if (engine.broken) return;
    engine.graph.Prefetch(request);
    if (!MarkLocks(request)) return;
    if (engine.entered++ % kMeasuredEvery == 0) {
      engine.full = engine.graph.bytes() > static_cast<std::size_t>(report::Current().max_memory) << 20;
    }
    if (engine.full) {
      if (std::exchange(engine.said_full, true)) return;
      say_full = true;
    } else {
      engine.broken = true;
      answer = engine.graph.Add(request);
      engine.broken = false;
    }
    say_gave_up = answer.gave_up && !std::exchange(engine.said_gave_up, true);
    if (!granted) {
      for (graph::Cycle& cycle : answer.cycles) engine.pending.push_back({record.thread(), std::move(cycle)});
    }
  }
  // Delivered without the lock: the sink has its own, and writes files.
  if (say_full) {
    report::Say("the lock-order graph has reached max_memory=; orders that are new from here on go unseen");
    return;
  }
  if (say_gave_up) {
    report::Say(
        "the search for lock cycles was cut short at its limit; cycles of many locks may be missing from this report");
  }
  for (const graph::DismissedCycle& dismissed : answer.dismissed) report::Dismiss(DescribeDismissed(dismissed));
  if (!granted) {
    record.inversion_pending = record.inversion_pending || !answer.cycles.empty();
    return;
  }
  for (const graph::Cycle& cycle : answer.cycles) report::Deliver(DescribeInversion(cycle));
}

void EnterOrder(ThreadRecord& record, graph::LockId lock, Mode mode, graph::StackId at, bool granted) {
  const report::Guest guest;
  const MemoryMayFail scope;
  try {
    Enter(record, lock, mode, at, granted);
  } catch (const std::bad_alloc&) {
    memory_is_out = true;
  }
  SayMemoryIsOut();
}

static void DeliverPending(graph::ThreadId thread) {
  const report::Guest guest;
  const MemoryMayFail scope;
  try {
    for (const graph::Cycle& cycle : TakePending(TheEngine(), thread)) report::Deliver(DescribeInversion(cycle));
  } catch (const std::bad_alloc&) {
    memory_is_out = true;
  }
  SayMemoryIsOut();
}

void Settle(ThreadRecord& record) {
  record.inversion_pending = false;
  DeliverPending(record.thread());
}

void ForgetPending(const std::vector<graph::ThreadId>& threads) {
  const report::Guest guest;
  for (const graph::ThreadId thread : threads) TakePending(TheEngine(), thread);
}

void SettleAll() { DeliverPending(graph::ThreadId::kNone); }

void LockGone(graph::LockId lock) {
  const report::Guest guest;
  Engine& engine = TheEngine();
  const absl::MutexLock hold(&engine.mutex);
  if (!engine.broken) engine.graph.Remove(lock);
}

void ThreadGone(graph::ThreadId thread) {
  const report::Guest guest;
  Engine& engine = TheEngine();
  const absl::MutexLock hold(&engine.mutex);
  if (!engine.broken) engine.graph.ThreadEnded(thread);
}

graph::SegmentId NewSegment(graph::SegmentId before, graph::SegmentId also_before) {
  const report::Guest guest;
  Engine& engine = TheEngine();
  const MemoryMayFail scope;
  const absl::MutexLock hold(&engine.mutex);
  if (engine.broken) return before;
  try {
    return engine.segments.Begin(before, also_before);
  } catch (const std::bad_alloc&) {
    memory_is_out = true;
    engine.broken = true;
    return before;
  }
}

void NextSegment(ThreadRecord& record, graph::SegmentId also_before) {
  record.segment = NewSegment(record.segment, also_before);
  Rekey(record);
}

void ForgetOrders() {
  const report::Guest guest;
  Engine& engine = TheEngine();
  const absl::MutexLock hold(&engine.mutex);
  engine.pending.clear();
  engine.entered = 0;
  if (!engine.broken) engine.graph.Clear();
}

void CountEngine() {
  const report::Guest guest;
  Engine& engine = TheEngine();
  std::size_t orders = 0;
  std::size_t dependencies = 0;
  {
    const absl::MutexLock hold(&engine.mutex);
    orders = engine.graph.orders();
    dependencies = engine.graph.dependencies();
  }
  report::SetStat("orders", orders);
  report::SetStat("dependencies", dependencies);
}

}  // namespace snarl::record
