// SPDX-License-Identifier: Apache-2.0
//
// What a snapshot says about who can never go on, and who holds up the others.
#pragma once

#include <cstddef>
#include <vector>

#include "attach/snapshot.h"
#include "snarl/report/finding.h"

namespace snarl::attach {

// A thread that waits for nothing of which another one is known to be the holder, and for which others wait. Threads are
// indices into the snapshot.
struct Root {
  std::size_t thread = 0;
  std::vector<std::size_t> waiters;  // directly, or behind another one
};

struct Diagnosis {
  std::vector<report::Finding> findings;
  std::vector<Root> roots;    // the one with the most waiters first
  std::vector<bool> is_told;  // of each thread: whether a finding or a root shows it
};

[[nodiscard]] Diagnosis Diagnose(const Snapshot& snapshot);

}  // namespace snarl::attach
