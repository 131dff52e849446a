// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/attempt_graph.h"

#include <algorithm>

namespace snarl::graph {

std::vector<std::size_t> FindRing(const std::vector<Attempt>& attempts) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  const auto blocks = [&](std::size_t from, std::size_t to) {
    const auto& held = attempts[to].held;
    return attempts[from].thread != attempts[to].thread &&
           std::find(held.begin(), held.end(), attempts[from].wanted) != held.end();
  };
  std::vector<std::size_t> best;
  for (std::size_t start = 0; start < attempts.size(); ++start) {
    // Breadth first, so that the first way back to the start is a shortest one.
    std::vector<std::size_t> parent(attempts.size(), kNone);
    std::vector<bool> seen(attempts.size(), false);
    std::vector<std::size_t> queue = {start};
    seen[start] = true;
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const std::size_t at = queue[i];
      if (at != start && blocks(at, start)) {
        std::vector<std::size_t> ring;
        for (std::size_t back = at; back != kNone; back = parent[back]) ring.push_back(back);
        std::reverse(ring.begin(), ring.end());
        const auto same_thread = [&](std::size_t a) {
          return std::count_if(ring.begin(), ring.end(),
                               [&](std::size_t b) { return attempts[a].thread == attempts[b].thread; }) > 1;
        };
        if (std::none_of(ring.begin(), ring.end(), same_thread) && (best.empty() || ring.size() < best.size())) {
          best = std::move(ring);
        }
        break;
      }
      for (std::size_t to = 0; to < attempts.size(); ++to) {
        if (seen[to] || !blocks(at, to)) continue;
        seen[to] = true;
        parent[to] = at;
        queue.push_back(to);
      }
    }
  }
  return best;
}

}  // namespace snarl::graph
