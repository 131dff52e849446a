// SPDX-License-Identifier: Apache-2.0
//
// Locks that lost their holder by a fork. The child has its parent's memory but only the thread that forked: a lock which
// another one held stays locked for ever. Whoever comes to wait for it is told so at once.
//
// Not told of: a lock that another process may release; a spin lock, of which nobody knows whether one may; and a reader's, of
// whom libc does not know who they are.
#pragma once

namespace snarl::preload {

// Around the fork, on the thread that forks. The second takes no memory and no lock, and comes when the recorder has already
// dropped the records of the other threads, which stay as they are.
void BeforeForkOrphans() noexcept;
void NoteForkOrphans() noexcept;

}  // namespace snarl::preload
