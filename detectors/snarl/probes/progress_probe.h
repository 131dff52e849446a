// SPDX-License-Identifier: Apache-2.0
//
// The deadlines and progress counters that the program declared (probe.h), looked at: `stall` for a deadline that passed;
// `spin`, `stall` or `livelock` for a Progress that does not tick.
//
// A thread that burns its processor is told from one that sleeps by the kernel's own accounts: its processor time, and the
// time it was ready but had no processor (which is neither; on a loaded machine it is most of it).
// Thread safety: the watching thread only. Cost: two small reads per armed Progress and look.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "snarl/record/probe_table.h"

namespace snarl::probes {

class ProgressProbe {
 public:
  void Look();

 private:
  struct Since {  // the last tick (or retry), and what the clocks said then
    std::uint64_t ticks = 0;
    std::uint64_t retries = 0;
    std::uint64_t retries_at_last_look = 0;
    std::int64_t wall_ns = 0;
    std::int64_t busy_ns = 0;
    std::int64_t ready_ns = 0;
    std::int64_t quiet_since_ns = 0;  // nothing was tried either: how long, and how much of it asleep
    std::int64_t quiet_awake_ns = 0;
    bool reported = false;
  };
  struct Retrying {
    record::ProbeNow probe;
    std::int64_t busy_ns = 0;
    bool burns = false;
    bool due = false;  // retried since the last look too, and past its limit
  };
  void LookAtDeadline(const record::ProbeNow& probe, std::int64_t now);
  void LookAtProgress(const record::ProbeNow& probe, std::int64_t now, std::vector<Retrying>& retrying);
  void ReportLivelocks(const std::vector<Retrying>& retrying, std::int64_t now);

  absl::flat_hash_map<std::uint64_t, Since> since_;  // by the probe's number
};

}  // namespace snarl::probes
