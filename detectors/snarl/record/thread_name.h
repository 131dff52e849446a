// SPDX-License-Identifier: Apache-2.0
//
// What threads are called: by the name that they were given, or else by the kernel's; also after their end, where somebody may
// ask.
//
// Thread safety: any thread. Cost: a lock, and for a kernel's name a small file; for the moment of a report.
#pragma once

#include <cstdint>
#include <string>

#include "snarl/graph/ids.h"
#include "snarl/record/thread_record.h"

namespace snarl::record {

[[nodiscard]] std::string ThreadName(graph::ThreadId thread);
// The kernel's number; 0 where nobody knows.
[[nodiscard]] std::uint32_t ThreadOsId(graph::ThreadId thread);

// As the kernel has it; "" where the thread is gone.
[[nodiscard]] std::string KernelName(std::uint32_t os_id);

// Names the calling thread.
void NameSelf(const std::string& name) noexcept;

// Before the end of `record`'s thread, on that thread.
void KeepName(const ThreadRecord& record);

}  // namespace snarl::record
