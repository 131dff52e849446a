// SPDX-License-Identifier: Apache-2.0
//
// The waits that all looks of the watching thread begin with: read from the threads' records once for all of them, and only if
// any wait or thread began or ended since the last time. An idle program's threads are left alone.
//
// Thread safety: the watching thread only. Cost: an exchange of one word; else a few cache lines a thread.
#pragma once

#include <cstdint>
#include <vector>

#include "snarl/probes/waits_now.h"
#include "snarl/record/stir.h"

namespace snarl::probes {

class AllWaits {
 public:
  void Read();

  // Whether the last Read() found them as the one before left them, without looking.
  [[nodiscard]] bool same() const { return same_; }
  [[nodiscard]] const std::vector<Waiter>& waiters() const { return waiters_; }
  // No thread that we know of does anything else.
  [[nodiscard]] bool everybody() const { return everybody_; }

 private:
  record::StirReader stir_{record::stirred.waits};
  bool same_ = false;
  bool everybody_ = false;
  std::vector<Waiter> waiters_;
};

}  // namespace snarl::probes
