// SPDX-License-Identifier: Apache-2.0
//
// All schedules of a program: which deadlocks they can reach, and whether a cycle that was reported is among them.
#pragma once

#include <cstddef>
#include <set>
#include <vector>

#include "graph/oracle_program.h"
#include "graph/oracle_rules.h"
#include "graph/oracle_run.h"

namespace snarl::graph::oracle {

// How far a cycle comes.
struct Reached {
  bool together = false;  // all members stand at their requests, holding what they held in the run
  bool stuck = false;     // and each request of a reader that waits for readers has a writer in the queue
};

struct Explored {
  std::size_t states = 0;
  std::vector<Reached> reached;  // of the cycles asked for
  // Threads that wait for each other's locks, as the instances of the run that they are (never ones that did not happen).
  std::set<Chain> deadlocks;
};
Explored Explore(const Program& program, const Run& run, const std::vector<Chain>& cycles);

// What else than the rules keeps a cycle's members apart. The first that is so:
enum class Apart {
  kNot,
  kNoWriter,    // readers wait for readers only behind a writer, and there is none
  kHeldOver,    // a member holds its lock over the join of another's thread: they deadlock, but by the join
  kCoupling,    // locks, together with creation and joins: without the latter they come together
  kHistorical,  // locks that members, or others, take on the way, and hold no more at their requests
  kUnknown,
};
Apart WhyApart(const Program& program, const Past& past, const Chain& cycle, Reached reached);

}  // namespace snarl::graph::oracle
