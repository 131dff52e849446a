// SPDX-License-Identifier: Apache-2.0
//
// Every chain of locks and every site that a thread has met, with the stack of its first time: the validated-chain cache
// (Linux lockdep's idea), which is also the whole memory. A known chain costs one look-up in one cache line.
//
// A bucket is one cache line of five entries, and a key has two of them: the second is used when the first is full (Pagh,
// Rodler, "Cuckoo Hashing", 2004; one move at most). The table doubles when it is two thirds full, so a small program pays
// for a small one, and what a thread uses lies close together. At kLargestBuckets an older entry makes room: forgetting costs
// time and nothing else.
//
// Thread safety: its own thread only, of which a signal handler may interrupt any function here, and call Find().
// Cost: about 1 ns where the line is near. Memory: 64 bytes a bucket, at most 4 MiB, and half of that again.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "snarl/graph/ids.h"

namespace snarl::record {

struct KnownChain {
  std::uint64_t key = 0;
  graph::StackId stack = graph::StackId::kNone;
  std::uint32_t frames =
      0;  // so many callers more tell this place from others through the same call (preload/); below 8
};

// What is kept of it.
class KnownPlace {
 public:
  constexpr KnownPlace() = default;
  // Of stacks beyond the first half of a billion it keeps none.
  constexpr KnownPlace(graph::StackId stack, std::uint32_t frames)
      : bits_((static_cast<std::uint32_t>(stack) <= kStack ? static_cast<std::uint32_t>(stack) : 0) |
              frames << kFramesShift) {}
  [[nodiscard]] constexpr graph::StackId stack() const { return static_cast<graph::StackId>(bits_ & kStack); }
  [[nodiscard]] constexpr std::uint32_t frames() const { return bits_ >> kFramesShift; }

 private:
  static constexpr std::uint32_t kFramesShift = 29;
  static constexpr std::uint32_t kStack = (std::uint32_t{1} << kFramesShift) - 1;
  std::uint32_t bits_ = 0;
};

class KnownChains {
 public:
  static constexpr std::size_t kInBucket = 5;
  static constexpr std::size_t kFirstBuckets = 16;
  static constexpr std::size_t kLargestBuckets = 65'536;

  KnownChains() noexcept { buckets_ = first_.data(); }
  ~KnownChains() { Clear(); }
  KnownChains(const KnownChains&) = delete;
  KnownChains& operator=(const KnownChains&) = delete;

  // Null where the key was never met, or was forgotten.
  [[nodiscard]] const KnownPlace* Find(std::uint64_t key) const noexcept {
    const KnownPlace* known = buckets_[First(key) & mask_].Find(key);
    return known != nullptr ? known : buckets_[Second(key) & mask_].Find(key);
  }
  // REQUIRES: key != 0.
  void Keep(const KnownChain& chain) noexcept;
  void Clear() noexcept;

  [[nodiscard]] std::size_t bytes() const noexcept { return (mask_ + 1) * sizeof(Bucket); }

 private:
  struct alignas(64) Bucket {
    std::array<std::uint64_t, kInBucket> keys = {};  // 0: empty
    std::array<KnownPlace, kInBucket> places = {};

    [[nodiscard]] const KnownPlace* Find(std::uint64_t key) const noexcept {
      if (keys[0] == key) return places.data();  // as where there are few
      const unsigned where = Where(key);
      return where == 0 ? nullptr : &places[static_cast<std::size_t>(std::countr_zero(where)) / 2];
    }
    [[nodiscard]] unsigned Where(std::uint64_t key) const noexcept;
    void Write(std::size_t i, std::uint64_t key, KnownPlace place) noexcept;
    [[nodiscard]] bool Put(std::uint64_t key, KnownPlace place) noexcept;  // false where it is full
  };
  static_assert(sizeof(Bucket) == 64);

  static constexpr std::uint64_t First(std::uint64_t key) { return key >> 8; }
  static constexpr std::uint64_t Second(std::uint64_t key) { return key >> 36; }

  // REQUIRES: the key is not there. False where there is no room in its buckets, even after one of their entries moved.
  [[nodiscard]] static bool Put(Bucket* buckets, std::size_t mask, std::uint64_t key, KnownPlace place) noexcept;
  [[nodiscard]] static bool MakeRoom(Bucket* buckets, std::size_t mask, Bucket& full, std::uint64_t key,
                                     KnownPlace place) noexcept;
  bool Grow() noexcept;

  Bucket* buckets_ = nullptr;
  std::size_t mask_ = kFirstBuckets - 1;
  std::size_t used_ = 0;
  std::uint32_t next_victim_ = 0;
  std::array<Bucket, kFirstBuckets> first_ = {};
  Bucket* outgrown_ = nullptr;  // the one before, in which code that a signal handler interrupted may still look
};

// Two bits for each of the five, of which the lower is set where the key lies: without a branch, for nobody can predict where.
inline unsigned KnownChains::Bucket::Where(std::uint64_t key) const noexcept {
  constexpr unsigned kLower = 0b01'01'01'01'01;
#if defined(__SSE2__)
  // SSE2 compares halves of a key; the last pair is the fifth key and two places.
  const __m128i wanted = _mm_set1_epi64x(static_cast<long long>(key));
  const auto* pairs = reinterpret_cast<const __m128i*>(keys.data());
  const __m128i ab = _mm_packs_epi32(_mm_cmpeq_epi32(pairs[0], wanted), _mm_cmpeq_epi32(pairs[1], wanted));
  const __m128i c = _mm_packs_epi32(_mm_cmpeq_epi32(pairs[2], wanted), _mm_setzero_si128());
  const auto halves = static_cast<unsigned>(_mm_movemask_epi8(_mm_packs_epi16(ab, c)));
  return halves & halves >> 1 & kLower;
#else
  unsigned where = 0;
  for (std::size_t i = 0; i < kInBucket; ++i) where |= static_cast<unsigned>(keys[i] == key) << 2 * i;
  return where & kLower;
#endif
}

}  // namespace snarl::record
