// SPDX-License-Identifier: Apache-2.0
//
// The lock-order graph. It is told who, holding what, requests what, and answers with the cycles which that closes and which
// can really happen. Pure: no thread, clock, lock or output; the caller serialises and shows.
//
// The unit is the dependency of generalised Goodlock (Bensalem & Havelund, "Dynamic Deadlock Analysis of Multi-threaded
// Programs", 2005; Agarwal, Bensalem, Farchi et al., "Detection of Deadlock Potentials in Multithreaded Programs", 2010): a
// thread, the lock it requests, and everything it holds meanwhile. A chain of dependencies, each holding what the one before
// requests, the first holding what the last requests, is a potential deadlock if
//   - all its threads differ                    (else dismissed: "one thread")
//   - no two of them hold a common lock         (else dismissed: "gate lock"; a gate both hold shared gates nothing)
//   - each request really waits for the holding (else dismissed: "readers"; two readers of a lock whose readers do not
//     block each other).
// Every cycle is answered once: with the dependency that completes it.
//
// Not here: orders fixed by create and join. The adapters do not see them; a cycle between the life of a thread and what
// happened after its join is answered all the same (docs/limits.md).
//
// Cost: Add() of a known dependency is one hash look-up. A new one costs O(held) where its edges lie on no cycle, which
// ComponentOrder tells; otherwise a search among the dependencies of that component, bounded by kSearchBudget steps
// (`gave_up` says so when it was reached). Memory: about 100 bytes a dependency plus 24 per lock held and thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "snarl/graph/component_order.h"
#include "snarl/graph/ids.h"

namespace snarl::graph {

// A lock in somebody's hand: which, how, and where it was taken.
struct Held {
  LockId lock = LockId::kNone;
  bool shared = false;
  StackId taken_at = StackId::kNone;
};

// "`thread`, holding `held`, requests `lock` at `at`." REQUIRES: `lock` is not among `held`, which has no lock twice.
struct Request {
  ThreadId thread = ThreadId::kNone;
  LockId lock = LockId::kNone;
  bool shared = false;
  bool readers_block_readers =
      false;  // a queued writer makes a reader wait for readers (absl::Mutex; not glibc's rwlock)
  StackId at = StackId::kNone;
  std::span<const Held> held;
};

// One edge of a cycle: `thread` holds `held` (which the edge before requests) and requests `wanted`.
struct OrderEdge {
  ThreadId thread = ThreadId::kNone;
  Held held;
  LockId wanted = LockId::kNone;
  bool wanted_shared = false;
  StackId wanted_at = StackId::kNone;
};
using Cycle = std::vector<OrderEdge>;

enum class Reason : std::uint8_t { kOneThread, kGateLock, kReaders };

struct DismissedCycle {
  Cycle cycle;
  Reason reason = Reason::kOneThread;
  LockId gate = LockId::kNone;  // for kGateLock
};

class OrderGraph {
 public:
  struct Answer {
    std::vector<Cycle> cycles;              // feasible, and new
    std::vector<DismissedCycle> dismissed;  // at most one per call, and new; only where there is no feasible one
    bool gave_up = false;                   // the search budget ended before the search did
  };

  static constexpr std::size_t kSearchBudget = 200'000;
  // So many threads are kept per dependency: enough to find a different thread for every place of a cycle of that length.
  static constexpr std::size_t kThreadsKept = 16;

  Answer Add(const Request& request);

  // The lock is gone: no cycle will name it again, and what was held beside it is kept without it. (So two old sections
  // that only a destroyed gate kept apart can meet in a later cycle of three or more; the alternative is to keep every
  // destroyed lock for ever, or to forget orders that short-lived locks were held beside.)
  void Remove(LockId lock);

  [[nodiscard]] std::size_t dependencies() const { return known_.size(); }
  [[nodiscard]] std::size_t orders() const { return orders_; }

 private:
  struct Taker {  // one thread that did it, and where
    ThreadId thread = ThreadId::kNone;
    StackId at = StackId::kNone;
    std::vector<StackId> taken_at;  // parallel to Dependency::held
  };
  struct Dependency {
    LockId lock = LockId::kNone;
    bool shared = false;
    bool readers_block_readers = false;
    std::vector<Held> held;  // sorted by lock; taken_at unused
    std::vector<Taker> takers;
  };
  struct Link {  // a place in the chain under search
    std::uint32_t dependency = 0;
    std::uint32_t taker = 0;
    std::uint32_t held = 0;  // which of its held locks the chain came in by
  };
  class Search;
  using Dependents = absl::btree_set<std::uint32_t>;  // ordered, so that the same program gets the same witness

  static std::string Key(LockId lock, bool shared, const std::vector<Held>& held);
  std::uint32_t NewDependency();
  void Drop(std::uint32_t index);
  void HeldNoMore(std::uint32_t index, LockId lock);
  std::uint32_t Intern(const Request& request, bool& new_taker, std::uint32_t& taker);
  [[nodiscard]] Cycle Materialise(const std::vector<Link>& chain) const;

  ComponentOrder order_;
  std::vector<Dependency> dependencies_;
  std::vector<std::uint32_t> free_;
  absl::flat_hash_map<std::string, std::uint32_t> known_;  // by the bytes of lock, mode and held set
  absl::flat_hash_map<LockId, Dependents> holding_;        // lock -> dependencies that hold it
  absl::flat_hash_map<LockId, Dependents> requesting_;     // lock -> dependencies that request it
  absl::flat_hash_set<std::string> answered_;              // canonical cycles, feasible and dismissed apart
  std::size_t orders_ = 0;
};

}  // namespace snarl::graph
