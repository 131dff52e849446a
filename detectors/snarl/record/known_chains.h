// SPDX-License-Identifier: Apache-2.0
//
// Every chain of locks and every site that a thread has met, with the stack of its first time: the validated-chain cache
// (Linux lockdep's idea), which is also the whole memory. A known chain costs one look-up in one cache line.
//
// A bucket is one cache line of four entries, and a key has two of them: the second is used when the first is full (Pagh,
// Rodler, "Cuckoo Hashing", 2004; one move at most). The table doubles when it is half full, so a small program pays for a
// small one, and what a thread uses lies close together. At kLargestBuckets an older entry makes room: forgetting costs time
// and nothing else.
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
    for (const KnownChain& entry : buckets_[First(key) & mask_].entries) {
      if (entry.key == key) return &entry;
    }
    return FindInSecond(key);
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

  static constexpr std::uint64_t First(std::uint64_t key) { return key >> 8; }
  static constexpr std::uint64_t Second(std::uint64_t key) { return key >> 36; }

  [[nodiscard]] const KnownChain* FindInSecond(std::uint64_t key) const noexcept;
  // REQUIRES: the key is not there. False where there is no room in its buckets, even after one of their entries moved.
  [[nodiscard]] static bool Place(Bucket* buckets, std::size_t mask, const KnownChain& chain) noexcept;
  [[nodiscard]] static bool PlaceIn(Bucket& bucket, const KnownChain& chain) noexcept;
  [[nodiscard]] static bool MakeRoom(Bucket* buckets, std::size_t mask, Bucket& full, const KnownChain& chain) noexcept;
  bool Grow() noexcept;

  Bucket* buckets_ = nullptr;
  std::size_t mask_ = kFirstBuckets - 1;
  std::size_t used_ = 0;
  std::uint32_t next_victim_ = 0;
  std::array<Bucket, kFirstBuckets> first_ = {};
  Bucket* outgrown_ = nullptr;  // the one before, in which code that a signal handler interrupted may still look
};

}  // namespace snarl::record
