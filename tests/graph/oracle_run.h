// SPDX-License-Identifier: Apache-2.0
//
// One schedule of a program, told to the order graph as the recorder would, and kept as it came for the naive rules.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "graph/oracle_program.h"
#include "random.h"
#include "snarl/graph/order_graph.h"
#include "snarl/graph/segments.h"

namespace snarl::graph::oracle {

struct Taken {
  std::size_t lock = 0;
  Mode mode = Mode::kNone;
  std::size_t step = 0;
  std::size_t segment = 0;
};

// A request for a lock with something in hand: where, in which segment, holding what.
struct Instance {
  std::size_t thread = 0;
  std::size_t step = 0;
  std::size_t segment = 0;
  std::size_t lock = 0;
  bool shared = false;
  std::vector<Taken> held;
};

// The order of segments, all of it: for each those before it.
class Past {
 public:
  std::size_t Begin(std::size_t before, std::size_t also_before);
  [[nodiscard]] bool Precedes(std::size_t a, std::size_t b) const { return a != 0 && past_[b][a]; }

 private:
  std::vector<std::vector<bool>> past_{1, std::vector<bool>(1, false)};
};

// Locks and stacks in the graph's numbers, and back: a stack is a thread and a step.
LockId IdOf(std::size_t lock);
std::size_t LockOf(LockId id);
StackId StackOf(std::size_t thread, std::size_t step);
std::size_t StepOf(StackId stack);
std::size_t ThreadOf(ThreadId thread);

struct Run {
  std::vector<Instance> instances;
  Past past;
  std::vector<Cycle> cycles;
  std::vector<DismissedCycle> dismissed;
  bool gave_up = false;
};
Run RunOnce(const Program& program, testing::Random& random);

}  // namespace snarl::graph::oracle
