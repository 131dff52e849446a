// SPDX-License-Identifier: Apache-2.0
//
// The memory of the process that is looked at: of a live one, or of a core file. Only read, never written.
//
// Thread safety: one thread.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace snarl::attach {

class Memory {
 public:
  Memory() = default;
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  virtual ~Memory() = default;

  // How many bytes from `address` on could be read.
  [[nodiscard]] virtual std::size_t Read(std::uint64_t address, void* out, std::size_t size) const = 0;

  template <class T>
  [[nodiscard]] std::optional<T> Value(std::uint64_t address) const {
    T value{};
    if (Read(address, &value, sizeof value) != sizeof value) return std::nullopt;
    return value;
  }
};

// Cost: a system call per Read().
class ProcessMemory : public Memory {
 public:
  explicit ProcessMemory(pid_t pid) : pid_(pid) {}
  [[nodiscard]] std::size_t Read(std::uint64_t address, void* out, std::size_t size) const override;

 private:
  pid_t pid_;
};

}  // namespace snarl::attach
