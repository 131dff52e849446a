// SPDX-License-Identifier: Apache-2.0
//
// Waits in words: what a thread waits for, who could end it and how that is known, and what to do about a hang of such waits.
//
// Thread safety: the watching thread only. Cost: it is for the moment of a report.
#pragma once

#include <string>
#include <vector>

#include "snarl/probes/waits_now.h"
#include "snarl/record/describe.h"

namespace snarl::probes {

// "exclusive", "notification", "join", "post", …: report::ThreadInfo::waits_how.
[[nodiscard]] std::string WaitsHow(const Waiter& waiter);

// `waits for "left", held by `, `waits for the end of `, …: goes on with the name of `by`, who could end it.
[[nodiscard]] std::string WaitsBecauseOf(record::Describer& describer, const Waiter& waiter, Known known,
                                         graph::ThreadId by);

// `waits for "items", to which nobody is left to post`: nobody alive could end it, or nobody knows who.
[[nodiscard]] std::string WaitsForNobody(record::Describer& describer, const Waiter& waiter);

// What to change, by what kinds of waits are in the hang. `ring`: each waits for the next.
[[nodiscard]] std::string Advice(const std::vector<Waiter>& hang, bool ring);

// The thread's own entry: what it waits for, since when, and where.
void AddWait(record::Describer& describer, const Waiter& waiter, std::int64_t now_ns);

}  // namespace snarl::probes
