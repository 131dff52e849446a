// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/memory.h"

namespace snarl::record {

constinit std::atomic<std::size_t> memory_in_use{0};
constinit std::atomic<bool> memory_is_out{false};

// The interposer has another.
__attribute__((weak)) void KeepMemoryOverFork() noexcept {}

}  // namespace snarl::record
