// SPDX-License-Identifier: Apache-2.0
//
// Waits whose notification is gone: `lost-wakeup`.
//
//   too early     the last notification came before the wait and found nobody waiting
//   another one   it was for one of several that waited, and this one was not it
//
// Either is a finding only if nobody will notify again: every thread that ever did has ended, or no thread at all can go on.
// Thread safety: the watching thread only.
#pragma once

#include <cstdint>

#include "snarl/probes/waits_now.h"
#include "snarl/record/lock_table.h"
#include "snarl/report/finding.h"

namespace snarl::probes {

enum class Lost : std::uint8_t { kNo, kTooEarly, kToAnother };

// Where others go on: only a wait without a predicate, whose notifiers have all ended.
[[nodiscard]] Lost LostForGood(const Waiter& waiter);
// Where no thread of the process can go on. A wait in a loop that went well before says nothing; nor does a notifier that changed
// something under the waiter's lock and now waits to be notified itself: then each waits for the other's next turn.
[[nodiscard]] Lost LostAmongTheStuck(const Waiter& waiter, const std::vector<Waiter>& all);

// `standing`: how many threads stand still, all of them; 0: some go on.
[[nodiscard]] report::Finding DescribeLost(const Waiter& waiter, Lost lost, std::size_t standing);

}  // namespace snarl::probes
