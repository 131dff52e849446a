// SPDX-License-Identifier: Apache-2.0
//
// One thread of the process that is looked at, as it was found.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace snarl::attach {

// The system call that a thread sleeps in.
struct SystemCall {
  static constexpr long kNone = -1;
  long number = kNone;
  std::array<std::uint64_t, 6> arguments{};
  // Of the program; 0 while the thread runs.
  std::uint64_t sp = 0;
  std::uint64_t pc = 0;

  friend bool operator==(const SystemCall&, const SystemCall&) = default;
};

// As the debug information of x86-64 numbers them: rax, rdx, rcx, rbx, rsi, rdi, rbp, rsp, r8 to r15, rip.
struct Registers {
  static constexpr std::size_t kSp = 7;
  static constexpr std::size_t kPc = 16;
  std::array<std::uint64_t, 17> values{};
  bool whole = false;  // else sp and pc are all that is known
};

struct ThreadNow {
  pid_t tid = 0;      // as this process sees it
  pid_t own_tid = 0;  // as the thread itself does, which is what lock words hold; another one in a container
  std::string name;
  char state = '?';            // as /proc has it: R, S, D, T, Z, …
  std::uint64_t switches = 0;  // how often it was put on a processor, or taken off
  SystemCall call;
  bool still = false;  // it did not run between the two readings
  Registers registers;
  std::vector<std::byte> stack;        // a copy, from sp on
  std::vector<std::uint64_t> callers;  // instructions, innermost first: the one it is at, then each that called
  bool is_unwound = false;             // `callers` go out to where the thread began
  bool was_stopped = false;
};

}  // namespace snarl::attach
