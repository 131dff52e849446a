// SPDX-License-Identifier: Apache-2.0
//
// The wait-for graph of one moment, and who in it can never go on. Pure: the caller takes the snapshot and checks afterwards
// that it stood still.
//
// A thread that waits for a mutex needs all who hold it (AND); one that waits for a notification needs any who could give it
// (OR). Everybody who waits for nothing is live; a waiter becomes live when what it needs is; who is left is stuck. This is the
// reduction of general resource graphs (Holt, "Some Deadlock Properties of Computer Systems", ACM Computing Surveys 4(3), 1972).
//
// Of some waits nobody knows who could end them. As long as anybody runs he might, so they count as live; where it is known
// that all threads wait, nobody can, and they are where the hang begins.
//
// Thread safety: none needed, values in and out. Cost: O(waits + the threads they name).
#pragma once

#include <cstdint>
#include <vector>

#include "snarl/graph/ids.h"

namespace snarl::graph {

enum class Needs : std::uint8_t { kAll, kAny };

// `thread` waits for `lock` until all (or any) of `on` let it. An empty `on` means that nobody knows who could.
struct Wait {
  ThreadId thread = ThreadId::kNone;
  LockId lock = LockId::kNone;
  Needs needs = Needs::kAll;
  std::vector<ThreadId> on;
};

enum class Unknown : std::uint8_t { kLive, kStuck };

// Each index into the input stands in one place only.
struct Stuck {
  // Rings of waits: each waits on the next, the last on the first.
  std::vector<std::vector<std::size_t>> cycles;
  // Waits that nobody alive could end, and that lead to no other stuck wait: the hang begins here.
  std::vector<std::size_t> roots;
  // The other stuck ones: they wait behind a ring or a root.
  std::vector<std::size_t> behind;
};

// `waits`: one per waiting thread, of distinct threads; timed waits are to be left out, they end by themselves.
// `gone`: threads that have exited and can let nobody go on. `unknown`: what a wait is whose `on` is empty.
[[nodiscard]] Stuck FindStuck(const std::vector<Wait>& waits, const std::vector<ThreadId>& gone = {},
                              Unknown unknown = Unknown::kLive);

// From `start`, each the first stuck wait that the one before it names, up to a root or to where it would come round again.
// REQUIRES: `stuck` is FindStuck() of `waits`.
[[nodiscard]] std::vector<std::size_t> PathToRoot(const std::vector<Wait>& waits, const Stuck& stuck,
                                                  std::size_t start);

}  // namespace snarl::graph
