// SPDX-License-Identifier: Apache-2.0
//
// Waits that last too long without a ring to explain them.
//
//   lost-wakeup  a wait for a notification, without a limit and without a predicate, whose only notifications came before it
//                and found nobody waiting, when every thread that ever notified has ended: nobody is left to do it again.
//                Said after lost_wakeup_ms.
//   stall        any other wait past stall_ms, with who holds the lock.
//
// An idle worker that waits for its next task is neither: its producer lives, or it waits with a predicate.
// Thread safety: the watching thread only. Cost: one load a thread where nobody waits.
#pragma once

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "snarl/graph/ids.h"

namespace snarl::probes {

class WaitProbe {
 public:
  void Look();

 private:
  absl::flat_hash_map<graph::ThreadId, std::uint64_t> reported_;  // by the number of the wait
};

}  // namespace snarl::probes
