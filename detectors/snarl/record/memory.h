// SPDX-License-Identifier: Apache-2.0
//
// What the recorder knows of the memory it runs on, where that is its own (preload/memory.cc). In a program that carries the
// watchdog itself, memory is the program's and these stay as they are.
#pragma once

#include <atomic>
#include <cstddef>

namespace snarl::record {

// Bytes taken from the kernel and not unused.
extern std::atomic<std::size_t> memory_in_use;
// There is no more: new threads, locks and chains go unwatched from here on.
extern std::atomic<bool> memory_is_out;

// Says so in the report, once. To be called where nothing of ours is locked.
void SayMemoryIsOut() noexcept;

// While one lives, its thread's `new` throws std::bad_alloc where there is no memory; elsewhere it ends the process, since most
// of the recorder has no answer to that and there is a reserve for it. For what may ask for more than any reserve.
class [[nodiscard]] MemoryMayFail {
 public:
  MemoryMayFail() noexcept;
  ~MemoryMayFail();
  MemoryMayFail(const MemoryMayFail&) = delete;
  MemoryMayFail& operator=(const MemoryMayFail&) = delete;

  [[nodiscard]] static bool here() noexcept;
};

// Registers what keeps that memory whole over a fork. To be called before any other such registration: its handlers are then
// the last before the fork and the first after it. Does nothing where memory is the program's.
void KeepMemoryOverFork() noexcept;

}  // namespace snarl::record
