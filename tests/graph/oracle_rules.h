// SPDX-License-Identifier: Apache-2.0
//
// The rules of order_graph.h once more, with nothing clever: every chain of instances is tried.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "graph/oracle_program.h"
#include "graph/oracle_run.h"

namespace snarl::graph::oracle {

// The locks of a cycle in the order in which they are requested, from the smallest on.
using Locks = std::vector<std::size_t>;
Locks Rotated(Locks locks);

// Members of a chain, each requesting a lock that the next one holds, the last one that the first holds.
using Chain = std::vector<const Instance*>;

enum class Ordered : bool { kCounts, kDoesNot };

// Whether the rules admit the cycle of these members.
bool Admits(const Program& program, const Past& past, const Chain& chain, Ordered ordered = Ordered::kCounts);

// Every cycle that they admit; with Ordered::kDoesNot without the one about segments.
std::set<Locks> Admitted(const Program& program, const Run& run, Ordered ordered = Ordered::kCounts);

// Whether this chain breaks the rule of the reason.
bool Breaks(const Program& program, const Past& past, const Chain& chain, Reason reason);

// The instance that an edge of the graph's answer is; null where there is none.
const Instance* Find(const Run& run, const OrderEdge& edge);

// Whether the graph may have had to leave out instances of this run.
bool TooMany(const Run& run);

}  // namespace snarl::graph::oracle
