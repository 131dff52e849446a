// SPDX-License-Identifier: Apache-2.0
//
// What the kernel says a thread did with its time.
#pragma once

#include <cstdint>

namespace snarl::probes {

struct ThreadTimes {
  std::int64_t busy_ns = 0;   // on a processor
  std::int64_t ready_ns = 0;  // ready to run, but without a processor; 0 where the kernel keeps no account of it
};

// False where the thread is gone. Any thread may ask about any other of its process. Cost: one small file read.
bool ReadThreadTimes(std::uint32_t os_id, ThreadTimes& times);

}  // namespace snarl::probes
