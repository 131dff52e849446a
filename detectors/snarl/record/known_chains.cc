// SPDX-License-Identifier: Apache-2.0
#include "snarl/record/known_chains.h"

#include <atomic>
#include <new>
#include <utility>

namespace snarl::record {

// A signal handler that looks in between finds the old chain, the new one, or none.
void KnownChains::Bucket::Write(std::size_t i, std::uint64_t key, KnownPlace place) noexcept {
  keys[i] = 0;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  places[i] = place;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  keys[i] = key;
}

bool KnownChains::Bucket::Put(std::uint64_t key, KnownPlace place) noexcept {
  for (std::size_t i = 0; i < kInBucket; ++i) {
    if (keys[i] != 0) continue;
    Write(i, key, place);
    return true;
  }
  return false;
}

// Copied first and overwritten then: whoever looks in between finds it in one of its buckets.
bool KnownChains::MakeRoom(Bucket* buckets, std::size_t mask, Bucket& full, std::uint64_t key,
                           KnownPlace place) noexcept {
  for (std::size_t i = 0; i < kInBucket; ++i) {
    Bucket& first = buckets[First(full.keys[i]) & mask];
    Bucket& other = &first == &full ? buckets[Second(full.keys[i]) & mask] : first;
    if (!other.Put(full.keys[i], full.places[i])) continue;
    full.Write(i, key, place);
    return true;
  }
  return false;
}

bool KnownChains::Put(Bucket* buckets, std::size_t mask, std::uint64_t key, KnownPlace place) noexcept {
  Bucket& first = buckets[First(key) & mask];
  Bucket& second = buckets[Second(key) & mask];
  return first.Put(key, place) || second.Put(key, place) || MakeRoom(buckets, mask, first, key, place) ||
         MakeRoom(buckets, mask, second, key, place);
}

// One size up may still not have room for all, however rarely; then the next does.
bool KnownChains::Grow() noexcept {
  for (std::size_t buckets = (mask_ + 1) * 2; buckets <= kLargestBuckets; buckets *= 2) {
    auto* larger = new (std::nothrow) Bucket[buckets];
    if (larger == nullptr) return false;
    bool all = true;
    for (std::size_t i = 0; i <= mask_ && all; ++i) {
      const Bucket& bucket = buckets_[i];
      for (std::size_t k = 0; k < kInBucket; ++k) {
        all = all && (bucket.keys[k] == 0 || Put(larger, buckets - 1, bucket.keys[k], bucket.places[k]));
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
  const KnownPlace place(chain.stack, chain.frames);
  if (const KnownPlace* known = Find(chain.key)) {
    *const_cast<KnownPlace*>(known) = place;
    return;
  }
  if (used_ * 3 >= (mask_ + 1) * kInBucket * 2) static_cast<void>(Grow());
  while (true) {
    if (Put(buckets_, mask_, chain.key, place)) {
      ++used_;
      return;
    }
    if (!Grow()) break;
  }
  buckets_[First(chain.key) & mask_].Write(next_victim_++ % kInBucket, chain.key, place);
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
