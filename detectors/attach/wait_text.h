// SPDX-License-Identifier: Apache-2.0
//
// What a thread does now, in a few words.
#pragma once

#include <cstddef>
#include <string>

#include "attach/snapshot.h"

namespace snarl::attach {

// "waits for "bank" (pthread_mutex_lock), held by thread "b" (T3)", "is in read of fd 0 (pipe)", "runs".
[[nodiscard]] std::string WaitText(const Snapshot& snapshot, std::size_t index);

// Whether nobody can say who could end its wait.
[[nodiscard]] bool IsEndUnknown(const Waiting& waiting);

}  // namespace snarl::attach
