// SPDX-License-Identifier: Apache-2.0
//
// The part of the search that looks how far it is: from what the root requests, over candidates, back to what it holds.
#include <utility>

#include "snarl/graph/order_search.h"

namespace snarl::graph {

bool OrderSearch::Distance(std::uint32_t lock, std::size_t& distance) const {
  const Lock* known = locks_.Find(lock);
  if (known == nullptr || known->measured != search_) return false;
  distance = known->distance;
  return true;
}

bool OrderSearch::Measure(std::uint32_t lock, std::uint32_t distance) {
  Lock& known = locks_.Touch(lock);
  if (known.measured == search_) return false;
  known.measured = search_;
  known.distance = distance;
  measured_.push_back(lock);
  return true;
}

// How many members a cycle can have at most: one for each thread among the candidates within reach, and the root. 0 where the
// candidates lead from what the root requests to nothing that it holds.
std::size_t OrderSearch::LeadsBack() {
  bool back = false;
  std::vector<std::uint32_t> work = {Index(dependencies_.At(root_).lock)};
  std::vector<std::uint32_t> further;
  for (std::size_t members = 1; !work.empty(); ++members) {
    bool closes = false;
    for (const std::uint32_t lock : work) {
      for (const Dependencies::Edge& edge : dependencies_.Out(lock)) {
        if (!Step()) return 0;
        if (Consider(dependencies_.HeldAt(edge.held).dependency) == nullptr) continue;
        std::size_t distance = 0;
        closes = closes || Distance(edge.other, distance);
        if (std::exchange(locks_.Touch(edge.other).reached, search_) != search_) further.push_back(edge.other);
      }
    }
    if (threads_.size() < members) break;
    back = back || closes;
    work.swap(further);
    further.clear();
  }
  return back ? threads_.size() + 1 : 0;
}

// Finds the locks from which at most `farthest` candidates lead back; all the nearer ones are found already.
void OrderSearch::MeasureBack(std::uint32_t farthest) {
  const bool all_known = farthest == kAnyDistance;  // then LeadsBack() has considered whatever matters
  for (; measured_from_ < measured_.size(); ++measured_from_) {
    const std::uint32_t lock = measured_[measured_from_];
    const std::uint32_t distance = locks_[lock].distance + 1;
    if (distance > farthest) return;
    for (const Dependencies::Edge& edge : dependencies_.In(lock)) {
      if (!Step()) return;
      const Number number = dependencies_.HeldAt(edge.held).dependency;
      const Member* member = members_.Find(number);
      if (all_known && (member == nullptr || member->search != search_)) continue;
      if (Consider(number) != nullptr) Measure(edge.other, distance);
    }
  }
}

}  // namespace snarl::graph
