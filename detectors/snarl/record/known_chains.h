// SPDX-License-Identifier: Apache-2.0
//
// Every chain of locks and every site that a thread has met, with the stack of its first time: the validated-chain cache
// (Linux lockdep's idea), which is also the whole memory. A known chain costs one look-up in one cache line.
//
// A bucket is one cache line of four entries. One that overflows doubles the table, so a small program pays for a small one;
// at kLargestBuckets an older entry makes room: forgetting costs time and nothing else.
//
// Thread safety: its own thread only, of which a signal handler may interrupt any function here, and call Find().
// Cost: about 1 ns where the line is near. Memory: 64 bytes a bucket, at most 4 MiB, and half of that again.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "snarl/graph/ids.h"

namespace snarl::record {

struct KnownChain {
  std::uint64_t key = 0;  // 0: empty
  graph::StackId stack = graph::StackId::kNone;
  std::uint32_t frames = 0;  // so many callers more tell this place from others through the same call (preload/)
};

class KnownChains {
 public:
  static constexpr std::size_t kInBucket = 4;
  static constexpr std::size_t kFirstBuckets = 16;
  static constexpr std::size_t kLargestBuckets = 65'536;

  KnownChains() noexcept { buckets_ = first_.data(); }
  ~KnownChains() { Clear(); }
  KnownChains(const KnownChains&) = delete;
  KnownChains& operator=(const KnownChains&) = delete;

  // Null where the key was never met, or was forgotten.
  [[nodiscard]] const KnownChain* Find(std::uint64_t key) const noexcept {
    const Bucket& bucket = buckets_[(key >> 8) & mask_];
    for (const KnownChain& entry : bucket.entries) {
      if (entry.key == key) return &entry;
    }
    return nullptr;
  }
  // REQUIRES: key != 0.
  void Keep(const KnownChain& chain) noexcept;
  void Clear() noexcept;

  [[nodiscard]] std::size_t bytes() const noexcept { return (mask_ + 1) * sizeof(Bucket); }

 private:
  struct alignas(64) Bucket {
    std::array<KnownChain, kInBucket> entries = {};
  };
  static_assert(sizeof(Bucket) == 64);

  [[nodiscard]] static bool Place(Bucket* buckets, std::size_t mask, const KnownChain& chain) noexcept;
  bool Grow() noexcept;

  Bucket* buckets_ = nullptr;
  std::size_t mask_ = kFirstBuckets - 1;
  std::uint32_t next_victim_ = 0;
  std::array<Bucket, kFirstBuckets> first_ = {};
  Bucket* outgrown_ = nullptr;  // the one before, in which code that a signal handler interrupted may still look
};

}  // namespace snarl::record
