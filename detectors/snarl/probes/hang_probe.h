// SPDX-License-Identifier: Apache-2.0
//
// Threads that wait for each other now and can never go on: `deadlock`. Nobody is stopped for it: the waits are read, the
// ring is found, and the waits of its members are read again. A deadlock is stable, so what stood still in both readings is
// one.
//
// Sees waits for locks. A wait for a notification ends by anybody's hand, so its thread counts as live here (WaitProbe
// looks at those).
// Thread safety: the watching thread only. Cost: where nobody waited since the last look, one load a thread.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "snarl/graph/ids.h"
#include "snarl/graph/wait_graph.h"

namespace snarl::probes {

class HangProbe {
 public:
  void Look();

 private:
  // The wait that a thread was in at the last look, by its number; only one that lasted until now is worth a graph.
  absl::flat_hash_map<graph::ThreadId, std::uint64_t> last_;
  absl::flat_hash_set<graph::ThreadId> reported_;
};

}  // namespace snarl::probes
