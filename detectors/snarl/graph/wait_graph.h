// SPDX-License-Identifier: Apache-2.0
//
// The wait-for graph of one moment, and who in it can never go on. Pure: the caller takes the snapshot and checks afterwards
// that it stood still.
//
// A thread that waits for a mutex needs all who hold it (AND); one that waits for a notification needs any who could give it
// (OR). Everybody who waits for nothing is live; a waiter becomes live when what it needs is; who is left is stuck. This is the
// reduction of general resource graphs (Holt, "Some Deadlock Properties of Computer Systems", ACM Computing Surveys 4(3), 1972).
//
// Thread safety: none needed, values in and out. Cost: O(waits + the threads they name).
#pragma once

#include <cstdint>
#include <vector>

#include "snarl/graph/ids.h"

namespace snarl::graph {

enum class Needs : std::uint8_t { kAll, kAny };

// `thread` waits for `lock` until all (or any) of `on` let it. An empty `on` means that nobody knows: live.
struct Wait {
  ThreadId thread = ThreadId::kNone;
  LockId lock = LockId::kNone;
  Needs needs = Needs::kAll;
  std::vector<ThreadId> on;
};

struct Stuck {
  // Rings of waits, as indices into the input: each waits on the next, the last on the first. Disjoint.
  std::vector<std::vector<std::size_t>> cycles;
  // The other stuck ones: they wait behind a ring, or behind a thread of `gone`.
  std::vector<std::size_t> behind;
};

// `waits`: one per waiting thread, of distinct threads; timed waits are to be left out, they end by themselves.
// `gone`: threads that have exited and can let nobody go on.
[[nodiscard]] Stuck FindStuck(const std::vector<Wait>& waits, const std::vector<ThreadId>& gone = {});

}  // namespace snarl::graph
