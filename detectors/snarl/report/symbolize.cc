// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/symbolize.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <string>
#include <string_view>

#include "absl/synchronization/mutex.h"
#include "snarl/report/fork.h"
#include "snarl/report/frames.h"
#include "snarl/report/guest.h"
#include "snarl/report/lines.h"
#include "snarl/report/modules.h"
#include "snarl/report/options.h"

namespace snarl::report {
namespace {

struct Symbolizer {
  absl::Mutex mu;
  Lines lines ABSL_GUARDED_BY(mu);
  Modules modules ABSL_GUARDED_BY(mu);
  const Symbolizer* parent = nullptr;  // the one of the process that this one was forked from
};

// Never destroyed: a thread may still be reporting while statics die.
std::atomic<Symbolizer*> the_symbolizer{nullptr};

Symbolizer& TheSymbolizer() {
  Symbolizer* symbolizer = the_symbolizer.load(std::memory_order_acquire);
  if (symbolizer != nullptr) return *symbolizer;
  auto* fresh = new Symbolizer;
  if (the_symbolizer.compare_exchange_strong(symbolizer, fresh, std::memory_order_acq_rel)) return *fresh;
  delete fresh;
  return *symbolizer;
}

std::string TidyPath(const std::string& file, const std::string& prefix) {
  if (file.empty()) return file;
  std::string path = std::filesystem::path(file).lexically_normal().string();
  if (!prefix.empty() && path.compare(0, prefix.size(), prefix) == 0) path.erase(0, prefix.size());
  return path;
}

Stack Frames(std::span<const void* const> pcs, std::uintptr_t back, bool expanded) {
  const Guest guest;
  Stack stack;
  Symbolizer& symbolizer = TheSymbolizer();
  {
    const absl::MutexLock lock(&symbolizer.mu);
    for (std::size_t at = 0; at < pcs.size();) {
      if (pcs[at] == nullptr) break;  // where an unwinder ends a list
      const std::uintptr_t pc = reinterpret_cast<std::uintptr_t>(pcs[at]) - back;
      const Modules::Place place = symbolizer.modules.Find(pc);
      Stack group = symbolizer.lines.Find(pc);
      const std::size_t repeated = expanded ? group.size() : 1;
      for (std::size_t first = at; at < pcs.size() && at - first < repeated && pcs[at] == pcs[first];) ++at;
      for (Frame& frame : group) {
        frame.module = place.module;
        frame.offset = place.offset;
        stack.push_back(std::move(frame));
      }
    }
  }
  NameLambdas(stack);
  DropOwnFrames(stack);
  for (Frame& frame : stack) frame.file = TidyPath(frame.file, Current().strip_path_prefix);
  return stack;
}

}  // namespace

Stack Symbolize(std::span<const void* const> pcs, bool exact) { return Frames(pcs, exact ? 0 : 1, /*expanded=*/false); }

Stack SymbolizeExpanded(std::span<const void* const> pcs) { return Frames(pcs, 1, /*expanded=*/true); }

std::string SymbolizeData(const void* address) {
  const Guest guest;
  Symbolizer& symbolizer = TheSymbolizer();
  const absl::MutexLock lock(&symbolizer.mu);
  return symbolizer.lines.DataName(reinterpret_cast<std::uintptr_t>(address));
}

void ForgetSymbolizerAfterFork() {
  // The parent's may have been in the middle of something; what it has read is lost to the child, which reads it anew.
  auto* fresh = new Symbolizer;
  fresh->parent = the_symbolizer.load(std::memory_order_acquire);
  the_symbolizer.store(fresh, std::memory_order_release);
}

}  // namespace snarl::report
