// SPDX-License-Identifier: Apache-2.0
#include "snarl/graph/circumstances.h"

#include <algorithm>

namespace snarl::graph {

namespace {

// The finaliser of MurmurHash3 (public domain, by Austin Appleby), over what was mixed so far and the next word.
std::uint64_t Mix(std::uint64_t so_far, std::uint64_t word) {
  std::uint64_t x = (so_far ^ word) * 0xff51afd7ed558ccdU;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53U;
  return x ^ (x >> 29);
}
std::uint64_t Word(StackId at, SegmentId segment) {
  return static_cast<std::uint64_t>(at) << 32 | static_cast<std::uint64_t>(segment);
}

std::uint32_t HashOf(const Request& request, std::span<const Held> held) {
  std::uint64_t hash = Mix(static_cast<std::uint64_t>(request.thread), Word(request.at, request.segment));
  for (const Held& h : held) hash = Mix(hash, Word(h.taken_at, h.segment));
  return static_cast<std::uint32_t>(hash >> 32);
}

}  // namespace

bool Circumstances::Are(const Circumstance& circumstance, const Request& request, std::span<const Held> held) const {
  return circumstance.thread == request.thread && circumstance.at == request.at &&
         circumstance.segment == request.segment && circumstance.count == held.size() &&
         std::equal(held.begin(), held.end(), &taken_[circumstance.taken],
                    [](const Held& a, const Taken& b) { return a.taken_at == b.at && a.segment == b.segment; });
}

Circumstances::Number Circumstances::Share(const Request& request, std::span<const Held> held) {
  if (last_ != 0) {
    Circumstance& last = circumstances_[last_];
    if (last.uses != 0 && Are(last, request, held)) {
      ++last.uses;
      return last_;
    }
  }
  const Wanted wanted = {request, held, HashOf(request, held)};
  if (const auto known = known_.find(wanted); known != known_.end()) {
    ++circumstances_[known->circumstance].uses;
    return last_ = known->circumstance;
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
  known_.erase(Known{circumstance.hash, index});
  taken_.Give(circumstance.taken, circumstance.count);
  circumstances_.Give(index);
}

std::size_t Circumstances::bytes() const {
  return circumstances_.bytes() + taken_.bytes() + known_.capacity() * (sizeof(Known) + 1);
}

}  // namespace snarl::graph
