// SPDX-License-Identifier: Apache-2.0
//
// The armed probes of the process (probe.h): its owner ticks, the watching thread looks.
//
// Thread safety: the table has a short lock; Tick and Retry are relaxed stores without one.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "snarl/graph/ids.h"
#include "snarl/record/hooks.h"

namespace snarl::record {

enum class ProbeKind : std::uint8_t { kDeadline, kProgress };

struct Probe {
  ProbeKind kind = ProbeKind::kDeadline;
  const char* name = nullptr;
  graph::ThreadId thread = graph::ThreadId::kNone;
  std::uint32_t os_id = 0;
  std::int64_t limit_ns = 0;  // 0: the limits of the options
  std::int64_t armed_ns = 0;
  graph::StackId armed_at = graph::StackId::kNone;
  std::uint64_t number = 0;  // never reused
  std::atomic<std::uint64_t> ticks{0};
  std::atomic<std::uint64_t> retries{0};
  std::atomic<std::uint32_t> retry_at{0};
};

// What the watching thread sees of one probe at one moment.
struct ProbeNow {
  ProbeKind kind;
  const char* name;
  graph::ThreadId thread;
  std::uint32_t os_id;
  std::int64_t limit_ns;
  std::int64_t armed_ns;
  graph::StackId armed_at;
  std::uint64_t number;
  std::uint64_t ticks;
  std::uint64_t retries;
  graph::StackId retry_at;
};
[[nodiscard]] std::vector<ProbeNow> ArmedProbes();

}  // namespace snarl::record
