// SPDX-License-Identifier: Apache-2.0
//
// fork() copies a lock as it stands, and the child has only the thread that forked: a lock that another one held at that
// moment never opens there. So the forking thread takes all the recorder's locks first, which leaves what they guard whole,
// and lets go of them in the parent. In the child they are made anew: the copies may have waiters queued who are not there.
// None of them is ever taken inside another, so their order does not matter.
#pragma once

#include "absl/synchronization/mutex.h"

namespace snarl::record {

// Call it once per lock that lives as long as the process. Thread safety: any thread.
void HoldAcrossFork(absl::Mutex& mutex);

void LockAllForFork() ABSL_NO_THREAD_SAFETY_ANALYSIS;
void UnlockAllInParent() ABSL_NO_THREAD_SAFETY_ANALYSIS;
void RenewAllInChild() ABSL_NO_THREAD_SAFETY_ANALYSIS;

}  // namespace snarl::record
