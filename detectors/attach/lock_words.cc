// SPDX-License-Identifier: Apache-2.0
#include "attach/lock_words.h"

#include <linux/futex.h>

#include <array>

namespace snarl::attach {
namespace {

// Bits of a mutex's kind: its type, then what it can do besides.
constexpr std::uint32_t kType = 3;
constexpr std::uint32_t kRobust = 16;
constexpr std::uint32_t kInherits = 32;
constexpr std::uint32_t kProtects = 64;
constexpr std::uint32_t kShared = 128;
constexpr std::uint32_t kElision = 256 | 512;

constexpr unsigned kReaderShift = 3;  // of an rwlock's count

}  // namespace

bool MutexWords::holds_tid() const { return (kind & (kRobust | kInherits)) != 0; }

bool MutexWords::is_possible() const {
  if ((kind & ~(kType | kRobust | kInherits | kProtects | kShared | kElision)) != 0 || owner <= 0 || users == 0)
    return false;
  return holds_tid() ? (word & FUTEX_WAITERS) != 0 && (word & FUTEX_TID_MASK) == static_cast<std::uint32_t>(owner)
                     : word == 2;
}

pid_t MutexWords::holder() const {
  if (holds_tid()) return static_cast<pid_t>(word & FUTEX_TID_MASK);
  return word == 0 ? 0 : owner;
}

bool MutexWords::shared_with_processes() const { return (kind & kShared) != 0; }

std::string MutexWords::name() const {
  static constexpr std::array kTypes = {"mutex", "recursive_mutex", "errorcheck_mutex", "adaptive_mutex"};
  std::string name = kTypes.at(kind & kType);
  if ((kind & kInherits) != 0) name = "inheriting_" + name;
  if ((kind & kProtects) != 0) name = "protecting_" + name;
  if ((kind & kRobust) != 0) name = "robust_" + name;
  return name;
}

std::optional<MutexWords> ReadMutex(const Memory& memory, std::uint64_t address) {
  const auto words = memory.Value<std::array<std::uint32_t, 5>>(address);
  if (!words) return std::nullopt;
  return MutexWords{(*words)[0], static_cast<pid_t>((*words)[2]), (*words)[3], (*words)[4]};
}

std::optional<RwlockWords> ReadRwlock(const Memory& memory, std::uint64_t address) {
  const auto words = memory.Value<std::array<std::uint32_t, 7>>(address);
  if (!words) return std::nullopt;
  return RwlockWords{(*words)[0] >> kReaderShift, static_cast<pid_t>((*words)[6])};
}

std::optional<BarrierWords> ReadBarrier(const Memory& memory, std::uint64_t address) {
  const auto words = memory.Value<std::array<std::uint32_t, 3>>(address);
  if (!words) return std::nullopt;
  return BarrierWords{(*words)[0] - (*words)[1], (*words)[2]};
}

}  // namespace snarl::attach
