// SPDX-License-Identifier: Apache-2.0
//
// A walk over the records of all living threads, as the looks of the watching thread make it, and how often that was: what
// an idle program costs is the number of these visits (each some ten cache misses), so a test counts them.
//
// Thread safety: the watching thread only.
#pragma once

#include <cstdint>

#include "snarl/record/thread_record.h"

namespace snarl::probes {

inline std::uint64_t threads_visited = 0;

// visit(record, thread) for each.
template <class Visit>
void ForEachThread(Visit visit) {
  for (const record::ThreadRecord* record = record::FirstRecord(); record != nullptr; record = record->next) {
    const graph::ThreadId thread = record->thread();
    if (thread == graph::ThreadId::kNone) continue;
    ++threads_visited;
    visit(*record, thread);
  }
}

}  // namespace snarl::probes
