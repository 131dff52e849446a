// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/all_waits.h"

namespace snarl::probes {

void AllWaits::Read() {
  same_ = !stir_.Stirred();
  if (!same_) waiters_ = ReadWaiters(everybody_);
}

}  // namespace snarl::probes
