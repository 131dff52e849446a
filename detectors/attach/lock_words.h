// SPDX-License-Identifier: Apache-2.0
//
// glibc's locks as words in memory: who holds them, and of which kind they are.
//
// Pure, but for the memory that they are read from.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "attach/memory.h"

namespace snarl::attach {

struct MutexWords {
  std::uint32_t word = 0;  // 0 free, 1 taken, 2 taken and waited for; the holder's tid and bits where robust or PI
  pid_t owner = 0;
  std::uint32_t users = 0;
  std::uint32_t kind = 0;

  [[nodiscard]] bool holds_tid() const;    // the word itself names the holder
  [[nodiscard]] bool is_possible() const;  // a mutex that is taken could look like this
  [[nodiscard]] pid_t holder() const;      // 0: free, or handed over just now
  [[nodiscard]] bool shared_with_processes() const;
  [[nodiscard]] std::string name() const;  // "mutex", "recursive_mutex", …
};
[[nodiscard]] std::optional<MutexWords> ReadMutex(const Memory& memory, std::uint64_t address);

struct RwlockWords {
  std::uint32_t readers = 0;  // who hold it, those who queue included
  pid_t writer = 0;
};
[[nodiscard]] std::optional<RwlockWords> ReadRwlock(const Memory& memory, std::uint64_t address);

struct BarrierWords {
  std::uint32_t arrived = 0;
  std::uint32_t count = 0;
};
[[nodiscard]] std::optional<BarrierWords> ReadBarrier(const Memory& memory, std::uint64_t address);

}  // namespace snarl::attach
