// SPDX-License-Identifier: Apache-2.0
//
// The order of attempts: who, holding what, keeps failing to get what. A ring in it, whose members all keep failing and
// complete nothing, is a livelock. Lock order says nothing here, since a try-lock never waits.
// After CBuster's try-lock graphs (livelocks found in SQLite; see docs/how-it-works.md).
//
// Pure; thread safety: values in and out. Cost: O(attempts^2), and attempts are few.
#pragma once

#include <cstddef>
#include <vector>

#include "snarl/graph/ids.h"

namespace snarl::graph {

struct Attempt {
  ThreadId thread = ThreadId::kNone;
  LockId wanted = LockId::kNone;
  std::vector<LockId> held;  // while it failed
};

// A ring as indices into `attempts`, each wanting what the next holds, the last what the first holds; of distinct threads,
// two at least, the shortest there is. Empty where there is none.
[[nodiscard]] std::vector<std::size_t> FindRing(const std::vector<Attempt>& attempts);

}  // namespace snarl::graph
