// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/stack_table.h"

#include <unwind.h>

#include <array>
#include <cstdint>
#include <deque>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "snarl/record/lasting.h"
#include "snarl/report/guest.h"

namespace snarl::record {

namespace {

struct Table {
  absl::Mutex mutex;
  // A deque never moves its elements, so the keys of the map may look into them.
  std::deque<std::vector<const void*>> stacks ABSL_GUARDED_BY(mutex);
  absl::flat_hash_map<std::string_view, std::uint32_t> ids ABSL_GUARDED_BY(mutex);
};

Table& TheTable() { return Lasting<Table>(); }

struct Unwound {
  std::array<const void*, kMaxFrames> frames;
  std::size_t count = 0;
};

_Unwind_Reason_Code Collect(_Unwind_Context* context, void* into) {
  auto& unwound = *static_cast<Unwound*>(into);
  if (unwound.count == kMaxFrames) return _URC_END_OF_STACK;
  const auto pc = static_cast<std::uintptr_t>(_Unwind_GetIP(context));
  if (pc == 0) return _URC_END_OF_STACK;
  unwound.frames[unwound.count++] = reinterpret_cast<const void*>(pc);
  return _URC_NO_REASON;
}

std::string_view Bytes(const void* const* frames, std::size_t count) {
  return {reinterpret_cast<const char*>(frames), count * sizeof(const void*)};
}

}  // namespace

graph::StackId CaptureStack() noexcept {
  const report::Guest guest;
  Unwound unwound;
  _Unwind_Backtrace(&Collect, &unwound);
  if (unwound.count == 0) return graph::StackId::kNone;
  Table& table = TheTable();
  const absl::MutexLock lock(&table.mutex);
  const auto known = table.ids.find(Bytes(unwound.frames.data(), unwound.count));
  if (known != table.ids.end()) return static_cast<graph::StackId>(known->second);
  const auto& kept = table.stacks.emplace_back(unwound.frames.begin(),
                                               unwound.frames.begin() + static_cast<std::ptrdiff_t>(unwound.count));
  const auto id = static_cast<std::uint32_t>(table.stacks.size());
  table.ids.emplace(Bytes(kept.data(), kept.size()), id);
  return static_cast<graph::StackId>(id);
}

std::vector<const void*> StackFrames(graph::StackId stack) {
  if (stack == graph::StackId::kNone) return {};
  const report::Guest guest;
  Table& table = TheTable();
  const absl::MutexLock lock(&table.mutex);
  return table.stacks.at(static_cast<std::size_t>(stack) - 1);
}

}  // namespace snarl::record
