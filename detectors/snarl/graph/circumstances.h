// SPDX-License-Identifier: Apache-2.0
//
// In which circumstances a lock was requested: by whom, where, in which segment, and where and when what it held was taken.
// Each is kept once. Thousands of locks that are taken in one place, each beside another one, are thousands of dependencies,
// but hardly more circumstances than there are places and threads.
//
// Thread safety: none; the caller serialises. Cost: Share() is one hash look-up, and O(held). Memory: 50 bytes, and 8 for each
// lock held.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "snarl/graph/cycle.h"
#include "snarl/graph/ids.h"
#include "snarl/graph/numbered.h"
#include "snarl/graph/pool.h"

namespace snarl::graph {

class Circumstances {
 public:
  Circumstances() = default;
  Circumstances(const Circumstances&) = delete;
  Circumstances& operator=(const Circumstances&) = delete;

  using Number = std::uint32_t;  // 0 is none

  struct Taken {
    StackId at = StackId::kNone;
    SegmentId segment = SegmentId::kNone;
  };
  struct Circumstance {
    ThreadId thread = ThreadId::kNone;
    StackId at = StackId::kNone;
    SegmentId segment = SegmentId::kNone;
    Number taken = 0;  // the first of `count`
    Number count = 0;
    std::uint32_t uses = 0;
    std::uint32_t hash = 0;
  };

  // Those of this request, whose held locks come in the order of `held`. Each Share() wants its Leave().
  [[nodiscard]] Number Share(const Request& request, std::span<const Held> held);
  void Leave(Number circumstance);

  [[nodiscard]] const Circumstance& At(Number circumstance) const { return circumstances_[circumstance]; }
  [[nodiscard]] const Taken& TakenAt(Number taken) const { return taken_[taken]; }

  [[nodiscard]] std::size_t size() const { return known_.size(); }
  [[nodiscard]] std::size_t bytes() const;

 private:
  struct Wanted {
    const Request& request;
    std::span<const Held> held;
    std::uint32_t hash = 0;
  };
  friend NumberedSame<Wanted, Circumstances>;

  [[nodiscard]] bool Is(Number number, const Wanted& wanted) const;

  Pool<Circumstance> circumstances_;
  Pool<Taken> taken_;
  NumberedSet<Wanted, Circumstances> known_{0, {}, {this}};
  Number last_ = 0;  // as a rule the next are the same again; may have gone since
};

}  // namespace snarl::graph
