// SPDX-License-Identifier: Apache-2.0
//
// The thread's own time: a new segment (graph/segments.h) begins at every creation, join and hand-over.
#pragma once

#include "snarl/record/thread_record.h"

namespace snarl::preload {

// The calling thread's record goes on in a new segment, after its last and `also_before`; whoever joins it finds the new one.
void BeginSegment(record::ThreadRecord& record, graph::SegmentId also_before = graph::SegmentId::kNone) noexcept;

}  // namespace snarl::preload
