// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/thread_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "snarl/probes/kernel_view.h"
#include "snarl/probes/thread_state.h"
#include "snarl/probes/wait_words.h"
#include "snarl/probes/waits_now.h"
#include "snarl/record/clock.h"
#include "snarl/record/describe.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/thread_name.h"
#include "snarl/record/thread_record.h"
#include "snarl/record/waiting.h"
#include "snarl/report/sink.h"

namespace snarl::probes {

namespace {

using record::ThreadRecord;
using record::WaitNow;

constexpr std::size_t kShownAlike = 3;

struct Row {
  const ThreadRecord* record = nullptr;
  std::uint32_t os_id = 0;
  bool waits = false;
  WaitNow wait;
  std::int64_t since_ns = 0;
};

// Those that wait first, and whom the kernel has besides those we know.
std::vector<Row> ReadRows() {
  std::vector<Row> rows;
  absl::flat_hash_set<std::uint32_t> known;
  for (const ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    if (record->thread() == graph::ThreadId::kNone) continue;
    Row row;
    row.record = record;
    row.os_id = record->os_id.load(std::memory_order_relaxed);
    std::uint64_t seq = 0;
    row.waits = record::ReadWait(*record, row.wait, seq, row.since_ns);
    known.insert(row.os_id);
    rows.push_back(row);
  }
  // Records come with the latest first.
  std::reverse(rows.begin(), rows.end());
  std::vector<std::uint32_t> all;
  (void)ListThreads(all);
  for (const std::uint32_t os_id : all) {
    if (known.contains(os_id)) continue;
    rows.emplace_back().os_id = os_id;
  }
  std::stable_partition(rows.begin(), rows.end(), [](const Row& row) { return row.waits; });
  return rows;
}

std::string How(const Row& row) {
  Waiter waiter;
  waiter.record = row.record;
  waiter.thread = row.record->thread();
  waiter.wait = row.wait;
  if (const record::LockEntry* entry = record::Find(waiter.lock())) waiter.kind = entry->kind;
  return WaitsHow(waiter) + (row.wait.timed ? ", with a limit" : "");
}

void AddWait(record::Describer& describer, const Row& row, std::int64_t now_ns) {
  const graph::ThreadId id = row.record->thread();
  const std::uint64_t lock = describer.Lock(static_cast<graph::LockId>(row.wait.lock));
  report::ThreadInfo& thread = describer.Thread(id);
  thread.waits_for = lock;
  thread.waits_how = How(row);
  thread.waited_ms = (now_ns - row.since_ns) / 1'000'000;
  thread.now = record::DescribeStack(row.wait.stack);
  if (!row.wait.timed) describer.AddStep(id, "waits", row.wait.stack).wanted = lock;
}

void AddState(record::Describer& describer, const Row& row) {
  ThreadState state;
  const bool lives = ReadThreadState(row.os_id, state);
  report::ThreadInfo thread;
  if (row.record != nullptr) {
    describer.Thread(row.record->thread());
    thread = std::move(describer.finding().threads.back());
    describer.finding().threads.pop_back();
  } else {
    thread.name = record::KernelName(row.os_id);
    thread.os_id = row.os_id;
  }
  thread.doing = lives ? Words(state) : "has ended";
  const std::uint64_t yields = row.record == nullptr ? 0 : row.record->polls.yields.load(std::memory_order_relaxed);
  if (yields != 0) thread.doing += ", yielded " + std::to_string(yields) + (yields == 1 ? " time" : " times");
  describer.finding().threads.push_back(std::move(thread));
}

// What its threads have in common that may stand for each other; a thread that holds something stands for itself.
using Likeness = std::pair<std::uint64_t, graph::StackId>;

}  // namespace

ThreadTable ReadThreadTable() {
  const std::vector<Row> rows = ReadRows();
  const std::int64_t now = record::NowNs();
  ThreadTable table;
  table.threads = rows.size();
  record::Describer describer(report::Kind::kStall, report::Certainty::kLikely);
  std::vector<graph::LockId> locks;
  std::map<Likeness, std::size_t> alike;
  std::vector<Row> shown;
  for (const Row& row : rows) {
    if (row.waits) ++table.waiting;
    const auto held = row.record != nullptr ? record::HeldBy(*row.record) : std::vector<record::HeldNow>();
    if (row.waits && held.empty() && ++alike[{row.wait.lock, row.wait.stack}] > kShownAlike) {
      ++table.alike;
      continue;
    }
    for (const record::HeldNow& one : held) locks.push_back(one.lock);
    if (row.waits) locks.push_back(static_cast<graph::LockId>(row.wait.lock));
    shown.push_back(row);
  }
  describer.Expect(locks);
  for (const Row& row : shown) row.waits ? AddWait(describer, row, now) : AddState(describer, row);
  table.finding = std::move(describer.finding());
  return table;
}

std::string Summary(const ThreadTable& table) {
  const auto count = [](std::size_t number, const char* what) {
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
  };
  std::string text = count(table.threads, "thread") + ", " + std::to_string(table.waiting) + " of them waiting; " +
                     count(table.finding.locks.size(), "lock") + " held or waited for";
  if (table.alike != 0) text += "; " + count(table.alike, "thread") + " more wait as others do and are left out";
  return text;
}

void PrintThreadTable(const std::string& why) {
  const ThreadTable table = ReadThreadTable();
  report::SayThreads(why + ": " + Summary(table), table.finding);
}

}  // namespace snarl::probes
