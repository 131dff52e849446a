// SPDX-License-Identifier: Apache-2.0
//
// A hash set of things that lie elsewhere, in a Pool, by their numbers. Each entry has the hash beside the number, so growing and
// most comparisons touch nothing but the set.
//
//   struct Wanted { …; std::uint32_t hash; };               what is looked for
//   bool Owner::Is(std::uint32_t number, const Wanted&) const;   whether it is that; asked where the hashes agree
//   NumberedSet<Wanted, Owner> known{0, {}, {this}};
//
// Thread safety: none; the caller serialises. Cost: 9 bytes a slot.
#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_set.h"

namespace snarl::graph {

struct Numbered {
  std::uint32_t hash = 0;
  std::uint32_t number = 0;
};

template <class Wanted>
struct NumberedHash {
  using is_transparent = void;
  std::size_t operator()(const Numbered& known) const { return Spread(known.hash); }
  std::size_t operator()(const Wanted& wanted) const { return Spread(wanted.hash); }
  static std::size_t Spread(std::uint32_t hash) { return std::size_t{hash} * 0x9e3779b97f4a7c15U >> 7; }
};

template <class Wanted, class Owner>
struct NumberedSame {
  using is_transparent = void;
  const Owner* owner;
  bool operator()(const Numbered& a, const Numbered& b) const { return a.number == b.number; }
  bool operator()(const Numbered& known, const Wanted& wanted) const {
    return known.hash == wanted.hash && owner->Is(known.number, wanted);
  }
  bool operator()(const Wanted& wanted, const Numbered& known) const { return (*this)(known, wanted); }
};

template <class Wanted, class Owner>
using NumberedSet = absl::flat_hash_set<Numbered, NumberedHash<Wanted>, NumberedSame<Wanted, Owner>>;

// What is mixed so far and the next word: the finaliser of MurmurHash3 (public domain, by Austin Appleby).
constexpr std::uint64_t Mixed(std::uint64_t so_far, std::uint64_t word) {
  std::uint64_t x = (so_far ^ word) * 0xff51afd7ed558ccdU;
  x ^= x >> 33;
  x *= 0xc4ceb9fe1a85ec53U;
  return x ^ (x >> 29);
}

}  // namespace snarl::graph
