// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/known_chains.h"

#include <atomic>
#include <new>
#include <utility>

namespace snarl::record {

bool KnownChains::Place(Bucket* buckets, std::size_t mask, const KnownChain& chain) noexcept {
  for (KnownChain& entry : buckets[(chain.key >> 8) & mask].entries) {
    if (entry.key != 0 && entry.key != chain.key) continue;
    entry = chain;
    return true;
  }
  return false;
}

// One size up may still not part the entries of one bucket; then the next does.
bool KnownChains::Grow() noexcept {
  for (std::size_t buckets = (mask_ + 1) * 2; buckets <= kLargestBuckets; buckets *= 2) {
    auto* larger = new (std::nothrow) Bucket[buckets];
    if (larger == nullptr) return false;
    bool all = true;
    for (std::size_t i = 0; i <= mask_ && all; ++i) {
      for (const KnownChain& entry : buckets_[i].entries) {
        all = all && (entry.key == 0 || Place(larger, buckets - 1, entry));
      }
    }
    if (!all) {
      delete[] larger;
      continue;
    }
    delete[] outgrown_;
    outgrown_ = buckets_ == first_.data() ? nullptr : buckets_;
    // The larger one first: whoever looks in between looks at a place that is there.
    buckets_ = larger;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    mask_ = buckets - 1;
    return true;
  }
  return false;
}

void KnownChains::Keep(const KnownChain& chain) noexcept {
  while (!Place(buckets_, mask_, chain)) {
    if (Grow()) continue;
    buckets_[(chain.key >> 8) & mask_].entries[next_victim_++ % kInBucket] = chain;
    return;
  }
}

void KnownChains::Clear() noexcept {
  Bucket* gone = buckets_ == first_.data() ? nullptr : buckets_;
  first_.fill(Bucket());
  mask_ = kFirstBuckets - 1;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  buckets_ = first_.data();
  std::atomic_signal_fence(std::memory_order_seq_cst);
  delete[] gone;
  delete[] std::exchange(outgrown_, nullptr);
}

}  // namespace snarl::record
