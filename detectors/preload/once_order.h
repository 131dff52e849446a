// SPDX-License-Identifier: Apache-2.0
//
// Order that comes of what happens once: a function that is run once, a variable that is initialised, a future that is made
// ready. Whoever is past it is after the thread that did it, in every run; hence a hand-over (hand_over.h), as far as calls
// tell of it. Where it lies on the heap the next one may have its address, and must not inherit its order.
//
// Thread safety: any thread. Cost: a short lock; Ran() and Passed() also a segment, for the first kHandOversFollowed of a
// thread. Memory: 40 bytes for each of 65,536 addresses at most; later ones hand over nothing.
#pragma once

#include "snarl/record/thread_record.h"

namespace snarl::preload {

// What tells of itself to all who pass, now or later. Ran(): by this thread, and nobody has passed yet.
void Ran(record::ThreadRecord& record, const void* once) noexcept;
void Passed(record::ThreadRecord& record, const void* once) noexcept;

// What tells of itself only to those who wait at that moment: Awaited() before the wait and WaitLeft() after it, Ready() by the
// thread that ends it, before anybody is let go. WaitLeft(): true for the last who waited.
void Awaited(const void* event) noexcept;
void Ready(record::ThreadRecord& record, const void* event) noexcept;
bool WaitLeft(record::ThreadRecord& record, const void* event, bool happened) noexcept;

}  // namespace snarl::preload
