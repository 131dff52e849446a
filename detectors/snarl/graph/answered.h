// SPDX-License-Identifier: Apache-2.0
//
// Which cycles were answered already, so that each is answered once: feasible, or dismissed. A cycle is known by its locks in
// their order, from whichever of its edges it was found.
//
// Kept is a 64-bit hash of it, so of n cycles two are mistaken for each other with probability n^2 / 2^65.
// Thread safety: none; the caller serialises. Memory: 16 bytes a cycle and 16 per lock in it, until one of them is gone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "snarl/graph/ids.h"

namespace snarl::graph {

class AnsweredCycles {
 public:
  enum class Kind : std::uint8_t { kFeasible, kDismissed };

  // `locks` of a cycle: each requested by the thread that holds the one before, or each held by it; always the same of both.
  [[nodiscard]] bool Has(Kind kind, std::span<const LockId> locks) const { return keys_.contains(Key(kind, locks)); }
  void Insert(Kind kind, std::span<const LockId> locks);
  void Forget(LockId lock);

  [[nodiscard]] std::size_t bytes() const;

 private:
  static std::uint64_t Key(Kind kind, std::span<const LockId> locks);

  absl::flat_hash_set<std::uint64_t> keys_;
  absl::flat_hash_map<LockId, std::vector<std::uint64_t>> by_lock_;  // some of them forgotten meanwhile
  std::size_t listed_ = 0;
};

}  // namespace snarl::graph
