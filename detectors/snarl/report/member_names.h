// SPDX-License-Identifier: Apache-2.0
//
// The names of locks as the debug information has them: "Account::mu_", "bank.audit_.mu_", "Table::stripes_[17]". By the helper
// (name_helper.h), asked once for all the locks of a report that nobody asked for before.
//
// Thread safety: any thread; serialised inside. Cost: tens of milliseconds where the helper is asked.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "snarl/report/trail.h"

namespace snarl::report {

struct TrailedLock {
  const void* address = nullptr;
  Trail trail;  // may be empty
};

// One name a lock; empty where there is none, or none that is certain.
[[nodiscard]] std::vector<std::string> MemberNames(std::span<const TrailedLock> locks);

}  // namespace snarl::report
