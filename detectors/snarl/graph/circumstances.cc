// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/circumstances.h"

#include <algorithm>

namespace snarl::graph {

namespace {

std::uint64_t Word(StackId at, SegmentId segment) {
  return static_cast<std::uint64_t>(at) << 32 | static_cast<std::uint64_t>(segment);
}

std::uint32_t HashOf(const Request& request, std::span<const Held> held) {
  std::uint64_t hash = Mixed(static_cast<std::uint64_t>(request.thread), Word(request.at, request.segment));
  for (const Held& h : held) hash = Mixed(hash, Word(h.taken_at, h.segment));
  return static_cast<std::uint32_t>(hash >> 32);
}

}  // namespace

bool Circumstances::Is(Number number, const Wanted& wanted) const {
  const Circumstance& circumstance = circumstances_[number];
  return circumstance.thread == wanted.request.thread && circumstance.at == wanted.request.at &&
         circumstance.segment == wanted.request.segment && circumstance.count == wanted.held.size() &&
         std::equal(wanted.held.begin(), wanted.held.end(), &taken_[circumstance.taken],
                    [](const Held& a, const Taken& b) { return a.taken_at == b.at && a.segment == b.segment; });
}

Circumstances::Number Circumstances::Share(const Request& request, std::span<const Held> held) {
  Wanted wanted = {request, held};
  if (last_ != 0 && circumstances_[last_].uses != 0 && Is(last_, wanted)) {
    ++circumstances_[last_].uses;
    return last_;
  }
  wanted.hash = HashOf(request, held);
  if (const auto known = known_.find(wanted); known != known_.end()) {
    ++circumstances_[known->number].uses;
    return last_ = known->number;
  }
  const auto count = static_cast<Number>(held.size());
  const Number made = circumstances_.Take();
  const Number taken = taken_.Take(count);
  circumstances_[made] = {request.thread, request.at, request.segment, taken, count, 1, wanted.hash};
  Taken* slot = &taken_[taken];
  for (const Held& h : held) *slot++ = {h.taken_at, h.segment};
  known_.insert({wanted.hash, made});
  return last_ = made;
}

void Circumstances::Leave(Number index) {
  Circumstance& circumstance = circumstances_[index];
  if (--circumstance.uses != 0) return;
  known_.erase(Numbered{circumstance.hash, index});
  taken_.Give(circumstance.taken, circumstance.count);
  circumstances_.Give(index);
}

std::size_t Circumstances::bytes() const {
  return circumstances_.bytes() + taken_.bytes() + known_.capacity() * (sizeof(Numbered) + 1);
}

}  // namespace snarl::graph
