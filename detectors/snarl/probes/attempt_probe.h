// SPDX-License-Identifier: Apache-2.0
//
// Threads whose try-locks or timed locks keep failing on each other: `livelock`, without any annotation. Each holds something,
// fails to get what the other holds, lets go and tries again; the ring of attempts, all of whose members went on failing for
// livelock_ms without one success, is it. (Graph: "snarl/graph/attempt_graph.h".)
//
// Silent: an attempt that succeeds now and then; a thread that fails on somebody who simply holds; one thread alone.
// Thread safety: the watching thread only. Cost: a few loads a thread, where an attempt failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "snarl/graph/ids.h"
#include "snarl/record/stir.h"

namespace snarl::probes {

class AttemptProbe {
 public:
  void Look();

 private:
  record::StirReader stir_{record::stirred.attempts};
  using Place = std::pair<graph::ThreadId, std::uint64_t>;  // who, and the lock wanted
  absl::flat_hash_map<Place, std::uint32_t> failures_;      // at the last look
  absl::flat_hash_set<Place> reported_;
};

}  // namespace snarl::probes
