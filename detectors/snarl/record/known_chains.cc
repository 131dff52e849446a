// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/known_chains.h"

#include <atomic>
#include <new>
#include <utility>

namespace snarl::record {

const KnownChain* KnownChains::FindInSecond(std::uint64_t key) const noexcept {
  for (const KnownChain& entry : buckets_[Second(key) & mask_].entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

namespace {

// A signal handler that looks in between finds the old chain, the new one, or none.
void Write(KnownChain& entry, const KnownChain& chain) noexcept {
  entry.key = 0;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  entry.stack = chain.stack;
  entry.frames = chain.frames;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  entry.key = chain.key;
}

}  // namespace

bool KnownChains::PlaceIn(Bucket& bucket, const KnownChain& chain) noexcept {
  for (KnownChain& entry : bucket.entries) {
    if (entry.key != 0) continue;
    Write(entry, chain);
    return true;
  }
  return false;
}

// Copied first and overwritten then: whoever looks in between finds it in one of its buckets.
bool KnownChains::MakeRoom(Bucket* buckets, std::size_t mask, Bucket& full, const KnownChain& chain) noexcept {
  for (KnownChain& entry : full.entries) {
    Bucket& first = buckets[First(entry.key) & mask];
    Bucket& other = &first == &full ? buckets[Second(entry.key) & mask] : first;
    if (!PlaceIn(other, entry)) continue;
    Write(entry, chain);
    return true;
  }
  return false;
}

bool KnownChains::Place(Bucket* buckets, std::size_t mask, const KnownChain& chain) noexcept {
  Bucket& first = buckets[First(chain.key) & mask];
  Bucket& second = buckets[Second(chain.key) & mask];
  return PlaceIn(first, chain) || PlaceIn(second, chain) || MakeRoom(buckets, mask, first, chain) ||
         MakeRoom(buckets, mask, second, chain);
}

// One size up may still not have room for all, however rarely; then the next does.
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
  if (const KnownChain* known = Find(chain.key)) {
    Write(const_cast<KnownChain&>(*known), chain);
    return;
  }
  if (used_ * 2 >= (mask_ + 1) * kInBucket) static_cast<void>(Grow());
  while (true) {
    if (Place(buckets_, mask_, chain)) {
      ++used_;
      return;
    }
    if (!Grow()) break;
  }
  Write(buckets_[First(chain.key) & mask_].entries[next_victim_++ % kInBucket], chain);
}

void KnownChains::Clear() noexcept {
  Bucket* gone = buckets_ == first_.data() ? nullptr : buckets_;
  first_.fill(Bucket());
  mask_ = kFirstBuckets - 1;
  used_ = 0;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  buckets_ = first_.data();
  std::atomic_signal_fence(std::memory_order_seq_cst);
  delete[] gone;
  delete[] std::exchange(outgrown_, nullptr);
}

}  // namespace snarl::record
