// SPDX-License-Identifier: Apache-2.0
//
// A finding as a graph, and that as DOT (graphviz): threads and locks with who holds, wants or waits for what; of a race the
// threads and the memory. An edge that belongs to the circle of the witness is marked.
//
// Thread safety: no state.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "views/card.h"
#include "views/sources.h"

namespace snarl::views {

struct Node {
  enum class Shape { kThread, kLock, kMemory };
  Shape shape = Shape::kLock;
  std::string label;
};

struct Edge {
  std::size_t from = 0;  // index of a node
  std::size_t to = 0;
  std::string label;
  bool in_cycle = false;
};

struct Picture {
  std::vector<Node> nodes;
  std::vector<Edge> edges;
};

[[nodiscard]] Picture PictureOf(const report::Finding& finding, const Sources& sources);

// One graph, a box for each card: `snarl show --format dot LOG | dot -Tsvg`.
[[nodiscard]] std::string CardsAsDot(const std::vector<Card>& cards, const Sources& sources);

}  // namespace snarl::views
