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
// Thread safety: the watching thread only. Cost: a load for each wait that may be told of.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "snarl/graph/ids.h"
#include "snarl/probes/all_waits.h"
#include "snarl/probes/waits_now.h"

namespace snarl::probes {

class WaitProbe {
 public:
  void Look(const AllWaits& waits);

 private:
  std::vector<Waiter> suspects_;                                  // of the waits now, those that may be told of
  absl::flat_hash_map<graph::ThreadId, std::uint64_t> reported_;  // by the number of the wait
};

}  // namespace snarl::probes
