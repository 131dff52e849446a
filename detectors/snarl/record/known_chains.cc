// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/known_chains.h"

#include <new>

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
    if (buckets_ != first_.data()) delete[] buckets_;
    buckets_ = larger;
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
  if (buckets_ != first_.data()) delete[] buckets_;
  first_.fill(Bucket());
  buckets_ = first_.data();
  mask_ = kFirstBuckets - 1;
}

}  // namespace snarl::record
