// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/describe.h"

#include <algorithm>
#include <utility>

#include "snarl/record/lock_table.h"
#include "snarl/record/stack_table.h"
#include "snarl/record/thread_name.h"
#include "snarl/record/trail_table.h"
#include "snarl/report/member_names.h"
#include "snarl/report/symbolize.h"

namespace snarl::record {

report::Stack DescribeStack(graph::StackId stack) { return report::Symbolize(StackFrames(stack)); }

std::string Place(const report::Stack& stack) {
  const report::Frame* frame = report::UserFrame(stack);
  if (frame == nullptr) return "";
  if (frame->file.empty()) return frame->function;
  const std::size_t slash = frame->file.rfind('/');
  return frame->file.substr(slash == std::string::npos ? 0 : slash + 1) + ":" + std::to_string(frame->line);
}

static std::size_t Alike(const report::Finding& finding, const std::string& name) {
  const auto same = [&](const report::LockInfo& other) { return other.name == name; };
  return static_cast<std::size_t>(std::count_if(finding.locks.begin(), finding.locks.end(), same));
}

static std::string NameOfJoined(const void* handle) {
  const ThreadRecord* joined = FindByHandle(reinterpret_cast<std::uintptr_t>(handle));
  if (joined == nullptr) return "a thread";
  const std::string name = record::ThreadName(joined->thread());
  return name.empty() ? "T" + std::to_string(static_cast<std::uint64_t>(joined->thread())) : name;
}

std::uint64_t Describer::Lock(graph::LockId lock) {
  const auto id = static_cast<std::uint64_t>(lock);
  const auto known = std::find_if(finding_.locks.begin(), finding_.locks.end(),
                                  [id](const report::LockInfo& info) { return info.id == id; });
  if (lock == graph::LockId::kNone || known != finding_.locks.end()) return id;
  report::LockInfo& info = finding_.locks.emplace_back();
  info.id = id;
  const LockEntry* entry = Find(lock);
  if (entry == nullptr) {
    info.name = "a destroyed lock";
    info.kind = "lock";
    return id;
  }
  info.kind = KindName(entry->kind);
  info.made = DescribeStack(entry->made);
  if (entry->kind == LockKind::kThread) {
    info.name = "the end of " + NameOfJoined(entry->address);
    return id;
  }
  const std::string number = std::to_string(graph::Index(lock));
  if (entry->name != nullptr) {
    info.name = entry->name;
    const std::size_t alike = Alike(finding_, info.name);
    if (alike > 1) info.name += " #" + std::to_string(alike);
    return id;
  }
  // A global or static lock has a name of its own.
  info.name = report::SymbolizeData(entry->address);
  // libstdc++ sleeps for small atomics, std::barrier's among them, in a pool of its own.
  if (info.name.starts_with("std::__detail::")) info.name.clear();
  const bool is_symbol = !info.name.empty();
  if (!is_symbol) {
    const std::string place = Place(info.made);
    info.name = info.kind + (place.empty() ? " M" + number : " first used at " + place);
    if (Alike(finding_, info.name) > 1) info.name += " (M" + number + ")";
  }
  std::string member = report::MemberNames({{{entry->address, TrailOf(lock)}}}).front();
  // Of a variable that is the lock itself, the symbol has the whole name.
  if (is_symbol && member.find_first_of(".[") == std::string::npos) member.clear();
  if (!member.empty()) {
    info.plain = std::exchange(info.name, std::move(member));
    if (Alike(finding_, info.name) > 1) info.name += " (M" + number + ")";
  }
  return id;
}

void Describer::Expect(const std::vector<graph::LockId>& locks) {
  std::vector<report::TrailedLock> trailed;
  for (const graph::LockId lock : locks) {
    const LockEntry* entry = Find(lock);
    if (entry != nullptr && entry->name == nullptr) trailed.push_back({entry->address, TrailOf(lock)});
  }
  (void)report::MemberNames(trailed);
}

std::string Describer::LockName(graph::LockId lock) {
  const std::uint64_t id = Lock(lock);
  for (const report::LockInfo& info : finding_.locks) {
    if (info.id == id) return "\"" + info.name + "\"";
  }
  return "a lock";
}

report::ThreadInfo& Describer::Thread(graph::ThreadId thread) {
  const auto id = static_cast<std::uint64_t>(thread);
  for (report::ThreadInfo& info : finding_.threads) {
    if (info.id == id) return info;
  }
  report::ThreadInfo info;
  info.id = id;
  info.name = record::ThreadName(thread);
  if (info.name.empty()) info.name = "T" + std::to_string(id);
  info.os_id = ThreadOsId(thread);
  if (const ThreadRecord* record = FindThread(thread)) {
    for (const HeldNow& held : HeldBy(*record)) {
      info.holds.push_back({Lock(held.lock), held.mode == Mode::kShared, DescribeStack(held.stack)});
    }
  }
  return finding_.threads.emplace_back(std::move(info));
}

std::string Describer::ThreadName(graph::ThreadId thread) { return Thread(thread).name; }

report::Step& Describer::AddStep(graph::ThreadId thread, std::string what, graph::StackId at) {
  Thread(thread);
  report::Step& step = finding_.witness.emplace_back();
  step.thread = static_cast<std::uint64_t>(thread);
  step.what = std::move(what);
  step.second = DescribeStack(at);
  return step;
}

report::Finding DescribeInversion(const graph::Cycle& cycle) {
  Describer describer(report::Kind::kLockOrderInversion, report::Certainty::kPotential);
  std::vector<graph::LockId> locks;
  for (const graph::OrderEdge& edge : cycle) locks.push_back(edge.wanted);
  describer.Expect(locks);
  std::string path;
  for (const graph::OrderEdge& edge : cycle) {
    report::Step& step = describer.AddStep(edge.thread, "requests", edge.wanted_at);
    step.held = describer.Lock(edge.held.lock);
    step.wanted = describer.Lock(edge.wanted);
    step.first = DescribeStack(edge.held.taken_at);
    path += describer.LockName(edge.held.lock) + " -> ";
  }
  path += describer.LockName(cycle.front().held.lock);
  // What they hold at this moment is not what the cycle is about: it may be long over.
  for (report::ThreadInfo& thread : describer.finding().threads) thread.holds.clear();
  for (const graph::OrderEdge& edge : cycle) {
    describer.Thread(edge.thread)
        .holds.push_back({describer.Lock(edge.held.lock), edge.held.shared, DescribeStack(edge.held.taken_at)});
  }
  describer.finding().summary = std::to_string(cycle.size()) + " threads take " + std::to_string(cycle.size()) +
                                " locks in orders that can deadlock: " + path;
  describer.finding().advice =
      "Take these locks in the same order everywhere, or all at once (std::scoped_lock), or let go of the first before "
      "asking for the second.";
  return std::move(describer.finding());
}

report::Dismissed DescribeDismissed(const graph::DismissedCycle& dismissed) {
  Describer describer(report::Kind::kLockOrderInversion, report::Certainty::kPotential);
  report::Dismissed text;
  for (const graph::OrderEdge& edge : dismissed.cycle) text.cycle += describer.LockName(edge.held.lock) + " -> ";
  text.cycle += describer.LockName(dismissed.cycle.front().held.lock);
  switch (dismissed.reason) {
    case graph::Reason::kOneThread:
      text.reason = "one thread: two of the orders are thread \"" +
                    describer.ThreadName(dismissed.cycle.front().thread) + "\"'s own, and it cannot wait for itself";
      break;
    case graph::Reason::kGateLock:
      text.reason =
          "gate lock: " + describer.LockName(dismissed.gate) + " is held around two of the orders, so they never meet";
      break;
    case graph::Reason::kOrdered:
      text.reason = "ordered: a creation, a join or a hand-over parts two of the orders, so they never meet";
      break;
    case graph::Reason::kReaders:
      text.reason = "readers: a shared holder does not block the shared request that closes the cycle";
      break;
  }
  return text;
}

}  // namespace snarl::record
