// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/deadline.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include "snarl/probes/thread_table.h"
#include "snarl/record/clock.h"
#include "snarl/report/guest.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::probes {

namespace {

// `snarl run` says when it began; else it is when this library was loaded.
std::int64_t ReadStart() {
  std::int64_t start = record::NowNs();
  if (const char* text = std::getenv("SNARL_STARTED_NS"); text != nullptr) {
    std::from_chars(text, text + std::strlen(text), start);
  }
  return start;
}
std::int64_t StartedNs() {
  static const std::int64_t started = ReadStart();
  return started;
}

}  // namespace

bool HasDeadline() noexcept {
  (void)StartedNs();
  return report::Current().deadline > 0;
}

std::int64_t UntilDeadline(std::int64_t at_most_ns) noexcept {
  if (!HasDeadline()) return at_most_ns;
  const std::int64_t left = StartedNs() + report::Current().deadline * 1'000'000 - record::NowNs();
  return std::clamp<std::int64_t>(left, 0, at_most_ns);
}

void EndAtDeadline() {
  ThreadTable table = ReadThreadTable();
  const std::string threads = Summary(table);
  report::Finding finding = std::move(table.finding);
  finding.summary =
      "the program still runs at its deadline of " + std::to_string(report::Current().deadline) + " ms: " + threads;
  finding.advice = "See who waits for what, and what the others do. If it may take so long, give it a later deadline.";
  report::Deliver(std::move(finding));
  report::Finish("deadline");
  const auto exitcode = static_cast<int>(report::Current().exitcode);
  report::Guest::StopHiding();
  // A run that did not get to its end is no success, whatever the option says of findings.
  _exit(exitcode != 0 ? exitcode : 66);
}

}  // namespace snarl::probes
