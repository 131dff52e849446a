// SPDX-License-Identifier: Apache-2.0
#include "attach/wait_text.h"

#include <optional>

#include "attach/calls.h"
#include "attach/describe.h"

namespace snarl::attach {
namespace {

std::string CallText(const Snapshot& snapshot, const SystemCall& call) {
  std::string text = "is in " + CallName(call.number);
  if (!TakesDescriptor(call.number)) return text;
  const int descriptor = static_cast<int>(call.arguments[0]);
  text += " of fd " + std::to_string(descriptor);
  const std::string name = snapshot.is_core ? "" : DescriptorName(snapshot.pid, descriptor);
  return name.empty() ? text : text + " (" + name + ")";
}

std::string HolderText(const Snapshot& snapshot, const Waiting& waiting) {
  if (waiting.owner == 0) return "";
  if (const auto owner = snapshot.Find(waiting.owner)) return ", held by " + ThreadLabel(snapshot, *owner);
  if (waiting.shared_with_processes) return ", held by thread " + std::to_string(waiting.owner) + " of another process";
  return ", held by thread " + std::to_string(waiting.owner);
}

}  // namespace

bool IsEndUnknown(const Waiting& waiting) {
  switch (waiting.what) {
    case WaitsFor::kCondition:
    case WaitsFor::kSemaphore:
    case WaitsFor::kBarrier:
    case WaitsFor::kOnce:
    case WaitsFor::kFutex:
    case WaitsFor::kSpinLock:
      return true;
    case WaitsFor::kMutex:
    case WaitsFor::kReadLock:
    case WaitsFor::kWriteLock:
      return waiting.owner == 0;
    case WaitsFor::kNothing:
    case WaitsFor::kThread:
    case WaitsFor::kCall:
      return false;
  }
  return false;
}

std::string WaitText(const Snapshot& snapshot, std::size_t index) {
  const ThreadNow& thread = snapshot.threads[index];
  const Waiting& waiting = snapshot.waits[index];
  const std::string limit = waiting.timed ? ", with a time limit" : "";
  switch (waiting.what) {
    case WaitsFor::kNothing:
      if (snapshot.is_job_stopped) return "is stopped";
      return snapshot.is_core || thread.state == 'R' ? "runs" : "is in the kernel";
    case WaitsFor::kSpinLock:
      return "spins at a spin lock, which does not say who holds it";
    case WaitsFor::kCall:
      return CallText(snapshot, thread.call);
    case WaitsFor::kThread: {
      const std::optional<std::size_t> target = snapshot.Find(waiting.owner);
      return "waits for the end of " +
             (target ? ThreadLabel(snapshot, *target) : "thread " + std::to_string(waiting.owner)) + " (" +
             waiting.how + ")" + limit;
    }
    case WaitsFor::kMutex:
    case WaitsFor::kReadLock:
    case WaitsFor::kWriteLock:
    case WaitsFor::kCondition:
    case WaitsFor::kSemaphore:
    case WaitsFor::kBarrier:
    case WaitsFor::kOnce:
    case WaitsFor::kFutex:
      break;
  }
  const std::string how = waiting.how.empty() ? "" : " (" + waiting.how + ")";
  if (waiting.object == 0) return "waits" + how + limit;
  return "waits for \"" + DescribeLock(snapshot, waiting).name + "\"" + how + HolderText(snapshot, waiting) + limit;
}

}  // namespace snarl::attach
