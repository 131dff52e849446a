// SPDX-License-Identifier: Apache-2.0
//
// Findings about a process that was not watched, in the words of all other findings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "attach/snapshot.h"
#include "snarl/report/finding.h"

namespace snarl::attach {

// The number in "T3" of the thread with this index.
[[nodiscard]] constexpr std::uint64_t ThreadNumber(std::size_t index) { return index + 1; }

// "thread "loader" (T3)".
[[nodiscard]] std::string ThreadLabel(const Snapshot& snapshot, std::size_t index);

// The lock, or the end of a thread, that is waited for: a variable's name where it has one, else kind and address.
[[nodiscard]] report::LockInfo DescribeLock(const Snapshot& snapshot, const Waiting& waiting);

// Each waits for the next one, the last for the first. `behind`: how many others wait for them.
[[nodiscard]] report::Finding DescribeRing(const Snapshot& snapshot, const std::vector<std::size_t>& ring,
                                           std::size_t behind);
// All wait for one lock, whose holder is gone.
[[nodiscard]] report::Finding DescribeOrphan(const Snapshot& snapshot, const std::vector<std::size_t>& waiters);
// Every thread waits for others of the process. `ends`: those of whom nobody knows for whom.
[[nodiscard]] report::Finding DescribeWhole(const Snapshot& snapshot, const std::vector<std::size_t>& ends);

}  // namespace snarl::attach
