// SPDX-License-Identifier: Apache-2.0
//
// Memory in pages that never move, addressed by 32-bit numbers: half the size of pointers, and growing copies nothing.
//
//   Pool<T>    blocks of elements, taken and given back; number 0 is no block
//   Sheet<T>   an array over all numbers, of which only the touched pages exist
//
// T is trivially copyable. Thread safety: none; the caller serialises. Cost: O(1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <vector>

namespace snarl::graph {

template <class T>
class Pool {
  static_assert(std::is_trivially_copyable_v<T> && std::is_aggregate_v<T>);
  static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);

 public:
  // `n` elements in one piece, with anything in them: they are to be assigned, whole. REQUIRES: n > 0.
  std::uint32_t Take(std::uint32_t n = 1) {
    if (n < free_.size() && !free_[n].empty()) {
      const std::uint32_t at = free_[n].back();
      free_[n].pop_back();
      return at;
    }
    if (next_ % kPage + n > kPage || next_ / kPage >= pages_.size()) Grow(n);
    const std::uint32_t at = next_;
    next_ += n;
    return at;
  }
  void Give(std::uint32_t at, std::uint32_t n = 1) {
    if (n >= free_.size()) free_.resize(n + std::size_t{1});
    free_[n].push_back(at);
  }

  // Elements of one block lie side by side, so &pool[at] is an array of them.
  T& operator[](std::uint32_t at) { return pages_[at / kPage][at % kPage]; }
  const T& operator[](std::uint32_t at) const { return pages_[at / kPage][at % kPage]; }

  [[nodiscard]] std::size_t bytes() const { return pages_.size() * (kPage * sizeof(T) + sizeof(T*)); }

 private:
  static constexpr std::uint32_t kPage = 256;

  // A block larger than a page gets several that follow each other.
  void Grow(std::uint32_t n) {
    const std::uint32_t unused = pages_.empty() ? 1 : 0;
    const std::size_t count = (unused + n + kPage - 1) / kPage;
    owned_.push_back(std::make_unique_for_overwrite<std::byte[]>(count * kPage * sizeof(T)));
    auto* const page = reinterpret_cast<T*>(owned_.back().get());
    next_ = static_cast<std::uint32_t>(pages_.size() * kPage) + unused;
    for (std::size_t i = 0; i < count; ++i) pages_.push_back(page + i * kPage);
  }

  std::vector<std::unique_ptr<std::byte[]>> owned_;  // as the kernel gave it: who takes an element writes all of it
  std::vector<T*> pages_;
  std::vector<std::vector<std::uint32_t>> free_;
  std::uint32_t next_ = 0;
};

template <class T>
class Sheet {
 public:
  T& Touch(std::uint32_t at) {
    if (at / kPage >= pages_.size()) pages_.resize(at / kPage + std::size_t{1});
    std::unique_ptr<T[]>& page = pages_[at / kPage];
    if (page == nullptr) {
      page = std::make_unique<T[]>(kPage);
      ++touched_;
    }
    return page[at % kPage];
  }
  // REQUIRES: touched before.
  T& operator[](std::uint32_t at) { return pages_[at / kPage][at % kPage]; }
  const T& operator[](std::uint32_t at) const { return pages_[at / kPage][at % kPage]; }
  // Soon to be touched, perhaps.
  void Prefetch(std::uint32_t at) const {
    if (const T* element = Find(at)) __builtin_prefetch(element, 1);
  }
  [[nodiscard]] const T* Find(std::uint32_t at) const {
    return at / kPage < pages_.size() && pages_[at / kPage] != nullptr ? &pages_[at / kPage][at % kPage] : nullptr;
  }

  [[nodiscard]] std::size_t bytes() const { return touched_ * kPage * sizeof(T) + pages_.size() * sizeof(T*); }

 private:
  static constexpr std::uint32_t kPage = 64;

  std::vector<std::unique_ptr<T[]>> pages_;
  std::size_t touched_ = 0;
};

}  // namespace snarl::graph
