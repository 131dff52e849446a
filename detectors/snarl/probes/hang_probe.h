// SPDX-License-Identifier: Apache-2.0
//
// Threads that can never go on: `deadlock`, and `lost-wakeup` where the whole process waits for a notification that is gone.
// Nobody is stopped for it: the waits are read, what is stuck is found, and the waits of its members are read again. A
// deadlock is stable, so what stood still in both readings is one. Three questions, at each look:
//
//   certain    do threads wait for each other, by waits of which it is known who alone can end them: locks and joins?
//   whole      if all threads wait, and the kernel says that all of them sleep and nothing from outside can wake them, where
//              does it begin: a ring, by what is known of who woke whom before, or a wait that nobody is left to end?
//   likely     if others go on, or a signal's handler might: is there a ring through a lock whose other waits have no known
//              ender but in the ring, or one of semaphores that are used as locks, for lost_wakeup_ms?
//
// A certain one and a whole one are obeyed on_deadlock= after; a likely one is only reported.
// Thread safety: the watching thread only. Cost: nothing while no wait begins or ends and none is for a lock; else
// a graph, of the same waits every ten looks.
#pragma once

#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "snarl/graph/ids.h"
#include "snarl/graph/wait_graph.h"
#include "snarl/probes/all_waits.h"
#include "snarl/probes/waits_now.h"
#include "snarl/report/finding.h"

namespace snarl::probes {

class HangProbe {
 public:
  void Look(const AllWaits& waits);

 private:
  void Summarize(const std::vector<Waiter>& waiters);
  [[nodiscard]] bool WorthALook(const AllWaits& waits);
  void LookForCertain(const WaitsNow& now);
  void LookForLikely(const WaitsNow& now, Known at_least);
  void TellWhole(WaitsNow& now);
  [[nodiscard]] bool IsNews(const WaitsNow& now, const std::vector<std::size_t>& ring) const;
  void Reported(const WaitsNow& now, const std::vector<std::size_t>& ring);
  void Deliver(report::Finding finding);

  // The wait that a thread was in at the last look, by its number; only one that lasted until now is worth a graph.
  absl::flat_hash_map<graph::ThreadId, std::uint64_t> last_;
  // Of the waits that were read last: all of them as a hash, and of what sort they are.
  std::uint64_t hash_ = 0;
  std::size_t joins_ = 0;
  std::size_t semaphores_ = 0;  // that are used as locks
  bool locks_ = false;
  std::uint64_t looked_at_ = 0;  // the hash at the last graph
  int looks_since_ = 0;
  bool again_ = false;  // what was too young at the last look may be something at the next
  bool all_last_ = false;
  bool whole_told_ = false;
  bool suppressed_ = false;  // something of it was: then nothing is done about it
  absl::flat_hash_set<graph::ThreadId> reported_;
};

}  // namespace snarl::probes
