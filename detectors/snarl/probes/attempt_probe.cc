// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/attempt_probe.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "snarl/graph/attempt_graph.h"
#include "snarl/probes/each_thread.h"
#include "snarl/record/clock.h"
#include "snarl/record/describe.h"
#include "snarl/record/thread_record.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::probes {

namespace {

// Fewer failures than this are bad luck.
constexpr std::uint32_t kFewestFailures = 8;

struct Failing {
  graph::StackId at = graph::StackId::kNone;
  std::uint32_t failures = 0;
};

void Report(const std::vector<graph::Attempt>& attempts, const std::vector<Failing>& failing,
            const std::vector<std::size_t>& ring, std::int64_t ms) {
  record::Describer describer(report::Kind::kLivelock, report::Certainty::kLikely);
  std::string counts;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const graph::Attempt& attempt = attempts[ring[i]];
    const graph::LockId held = attempts[ring[(i + ring.size() - 1) % ring.size()]].wanted;
    report::Step& step = describer.AddStep(attempt.thread, "fails to get", failing[ring[i]].at);
    step.held = describer.Lock(held);
    step.wanted = describer.Lock(attempt.wanted);
    describer.Thread(attempt.thread).now = step.second;
    counts += (i == 0 ? "thread \"" : "; thread \"") + describer.ThreadName(attempt.thread) + "\" failed " +
              std::to_string(failing[ring[i]].failures) + " times to get " + describer.LockName(attempt.wanted) +
              " while holding " + describer.LockName(held);
  }
  describer.finding().summary = std::to_string(ring.size()) +
                                " threads keep failing on each other's locks and complete nothing for " +
                                std::to_string(ms) + " ms: " + counts;
  describer.finding().advice =
      "Take the locks in one order or all at once (std::scoped_lock), or back off for a random time, so that one of "
      "them gets "
      "through.";
  report::Deliver(std::move(describer.finding()));
}

}  // namespace

void AttemptProbe::Look() {
  // Where none failed since the last look, none goes on failing.
  if (!stir_.Stirred()) return;
  const std::int64_t now = record::NowNs();
  const std::int64_t limit_ns = report::Current().livelock_ms * 1'000'000;
  std::vector<graph::Attempt> attempts;
  std::vector<Failing> failing;
  absl::flat_hash_map<Place, std::uint32_t> failures;
  ForEachThread([&](const record::ThreadRecord& record, graph::ThreadId thread) {
    for (const record::AttemptSlot& slot : record.attempts) {
      const std::uint64_t wanted = slot.wanted.load(std::memory_order_acquire);
      if (wanted == 0) continue;
      const std::uint32_t count = slot.failures.load(std::memory_order_acquire);
      const Place place{thread, wanted};
      failures[place] = count;
      const auto before = failures_.find(place);
      const bool goes_on = before != failures_.end() && count > before->second;
      if (!goes_on || count < kFewestFailures || now - slot.since_ns.load(std::memory_order_relaxed) < limit_ns)
        continue;
      graph::Attempt attempt{thread, static_cast<graph::LockId>(wanted), {}};
      for (const auto& held : slot.held) {
        if (const std::uint64_t lock = held.load(std::memory_order_relaxed); lock != 0) {
          attempt.held.push_back(static_cast<graph::LockId>(lock));
        }
      }
      // The attempt may have succeeded while we read it.
      if (slot.wanted.load(std::memory_order_acquire) != wanted ||
          slot.failures.load(std::memory_order_acquire) < count)
        continue;
      attempts.push_back(std::move(attempt));
      failing.push_back({static_cast<graph::StackId>(slot.stack.load(std::memory_order_relaxed)), count});
    }
  });
  failures_ = std::move(failures);
  const std::vector<std::size_t> ring = graph::FindRing(attempts);
  const auto place = [&](std::size_t i) {
    return Place{attempts[i].thread, static_cast<std::uint64_t>(attempts[i].wanted)};
  };
  if (ring.empty() ||
      std::any_of(ring.begin(), ring.end(), [&](std::size_t i) { return reported_.contains(place(i)); }))
    return;
  for (const std::size_t i : ring) reported_.insert(place(i));
  Report(attempts, failing, ring, limit_ns / 1'000'000);
}

}  // namespace snarl::probes
