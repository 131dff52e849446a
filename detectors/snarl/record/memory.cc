// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/memory.h"

#include <new>

#include "snarl/report/guest.h"
#include "snarl/report/sink.h"

namespace snarl::record {

constinit std::atomic<std::size_t> memory_in_use{0};
constinit std::atomic<bool> memory_is_out{false};

namespace {

thread_local constinit int may_fail __attribute__((tls_model("initial-exec"))) = 0;
constinit std::atomic<bool> said{false};

}  // namespace

MemoryMayFail::MemoryMayFail() noexcept { ++may_fail; }
MemoryMayFail::~MemoryMayFail() { --may_fail; }
bool MemoryMayFail::here() noexcept { return may_fail != 0; }

void SayMemoryIsOut() noexcept {
  if (!memory_is_out.load(std::memory_order_relaxed) || said.exchange(true, std::memory_order_relaxed)) return;
  const report::Guest guest;
  const MemoryMayFail scope;
  try {
    report::Say("memory ran out for the watchdog: threads, locks and lock orders that are new from here on go unseen");
  } catch (const std::bad_alloc&) {
    said = false;
  }
}

// The interposer has another.
__attribute__((weak)) void KeepMemoryOverFork() noexcept {}

}  // namespace snarl::record
