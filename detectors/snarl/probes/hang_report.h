// SPDX-License-Identifier: Apache-2.0
//
// From threads that can never go on to the finding `deadlock`.
//
// Thread safety: the watching thread only.
#pragma once

#include <cstddef>
#include <vector>

#include "snarl/graph/wait_graph.h"
#include "snarl/probes/waits_now.h"
#include "snarl/report/finding.h"

namespace snarl::probes {

// `ring`: each waits for the next. Certain if each edge is.
[[nodiscard]] report::Finding DescribeRing(const WaitsNow& now, const graph::Stuck& stuck,
                                           const std::vector<std::size_t>& ring);
// Where all threads stand still, and no ring says why: the waits that nobody is left to end, and who waits behind the first.
[[nodiscard]] report::Finding DescribeRoots(const WaitsNow& now, const graph::Stuck& stuck);

}  // namespace snarl::probes
