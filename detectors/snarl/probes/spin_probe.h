// SPDX-License-Identifier: Apache-2.0
//
// A thread that burns its processor asking, while all the others stand still, so that nobody is left to change the answer: `spin`,
// without any annotation. It asks for a lock, by tries that are refused (any number of threads may do so); or for we do not know
// what, giving its processor away in between (there only one may: of two, each might be what the other waits for).
//
// Silent: a computation, since it neither yields nor tries all the time; a thread that sleeps between two looks; one that is not
// the only one that lives; and where somebody outside may answer (outsiders.h).
// Thread safety: the watching thread only. Cost: nothing while nobody asks; else a look at each thread.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "snarl/graph/ids.h"
#include "snarl/record/stir.h"
#include "snarl/record/thread_record.h"

namespace snarl::probes {

class SpinProbe {
 public:
  void Look();

 private:
  // One that asks: what it had asked, and burned, when it began to be the only sort of thread that runs.
  struct Asking {
    std::uint64_t yields = 0;
    std::uint64_t quick_yields = 0;
    std::uint64_t tries = 0;
    std::uint64_t lock = 0;  // 0: it only yields
    std::int64_t busy_ns = 0;
    std::int64_t awake_ns = 0;  // with what it was ready for and had no processor
    std::int64_t busy_ms = 0;   // by the kernel's ticks, which tell the program's from the kernel's
    std::int64_t kernel_ms = 0;
    absl::flat_hash_set<graph::StackId> places = {};
  };
  struct Counts {
    std::uint64_t yields = 0;
    std::uint64_t quick_yields = 0;
    std::uint64_t tries = 0;
    int quiet = 0;  // looks since it asked: a busy machine may not have let it
  };
  // What all threads do; the same in two looks: nothing has happened.
  struct Picture {
    absl::flat_hash_map<graph::ThreadId, std::uint64_t> still;   // by the number of the wait
    absl::flat_hash_map<graph::ThreadId, std::uint64_t> asking;  // by the lock
    bool nobody_else = true;

    bool operator==(const Picture&) const = default;
  };

  // Whether any thread asked since the last look.
  [[nodiscard]] bool AnybodyAsks();
  [[nodiscard]] Picture TakePicture();
  void Begin(const Picture& picture);
  [[nodiscard]] bool IsSpin(graph::ThreadId thread, Asking& asking) const;
  void Report(graph::ThreadId thread, const Asking& asking) const;

  record::StirReader stir_{record::stirred.polls};
  int quiet_ = 0;
  absl::flat_hash_map<graph::ThreadId, Counts> counts_;  // at the last look
  Picture picture_;
  std::int64_t since_ns_ = 0;
  absl::flat_hash_map<graph::ThreadId, Asking> asking_;
  absl::flat_hash_set<graph::ThreadId> reported_;
};

}  // namespace snarl::probes
