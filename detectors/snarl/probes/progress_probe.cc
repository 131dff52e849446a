// SPDX-License-Identifier: Apache-2.0
#include "snarl/probes/progress_probe.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "snarl/probes/thread_clock.h"
#include "snarl/record/clock.h"
#include "snarl/record/describe.h"
#include "snarl/record/thread_record.h"
#include "snarl/record/waiting.h"
#include "snarl/report/options.h"
#include "snarl/report/sink.h"

namespace snarl::probes {

namespace {

using record::ProbeNow;

constexpr std::int64_t kMillisecond = 1'000'000;

std::string Quoted(const char* name) { return "\"" + std::string(name) + "\""; }

record::Describer Begin(report::Kind kind, const ProbeNow& probe, const char* what, graph::StackId at) {
  record::Describer describer(kind, report::Certainty::kLikely);
  report::Step& step = describer.AddStep(probe.thread, what, at);
  report::ThreadInfo& thread = describer.Thread(probe.thread);
  thread.now = step.second;
  // Where it waits in a watched lock or wait, that is a better place than where the probe was armed.
  if (const record::ThreadRecord* record = record::FindThread(probe.thread)) {
    record::WaitNow wait;
    std::uint64_t seq = 0;
    std::int64_t since_ns = 0;
    if (record::ReadWait(*record, wait, seq, since_ns)) {
      thread.now = record::DescribeStack(wait.stack);
      thread.waits_for = describer.Lock(static_cast<graph::LockId>(wait.lock));
      thread.waits_how = wait.kind == record::WaitKind::kLock ? "exclusive" : "notification";
      thread.waited_ms = (record::NowNs() - since_ns) / kMillisecond;
    }
  }
  return describer;
}

void ReportSpin(const ProbeNow& probe, std::int64_t busy_ns, graph::StackId at) {
  record::Describer describer = Begin(report::Kind::kSpin, probe, "spins", at);
  describer.finding().summary = "thread \"" + describer.ThreadName(probe.thread) + "\" burned " +
                                std::to_string(busy_ns / kMillisecond) + " ms of processor time in " +
                                Quoted(probe.name) + " without completing anything";
  describer.finding().advice =
      "Sleep until somebody wakes it (a condition variable, an absl::Notification, std::atomic::wait) instead of "
      "asking "
      "again and again. If this is a computation, let it Tick() now and then.";
  report::Deliver(std::move(describer.finding()));
}

}  // namespace

void ProgressProbe::Look() {
  const std::vector<ProbeNow> probes = record::ArmedProbes();
  const std::int64_t now = record::NowNs();
  std::vector<Retrying> retrying;
  absl::flat_hash_map<std::uint64_t, Since> kept;
  for (const ProbeNow& probe : probes) {
    if (probe.kind == record::ProbeKind::kDeadline) {
      LookAtDeadline(probe, now);
    } else {
      LookAtProgress(probe, now, retrying);
    }
    if (const auto known = since_.find(probe.number); known != since_.end()) kept.emplace(probe.number, known->second);
  }
  since_ = std::move(kept);
  ReportLivelocks(retrying, now);
}

void ProgressProbe::LookAtDeadline(const ProbeNow& probe, std::int64_t now) {
  if (now - probe.armed_ns < probe.limit_ns) return;
  Since& since = since_[probe.number];
  if (std::exchange(since.reported, true)) return;
  record::Describer describer = Begin(report::Kind::kStall, probe, "entered", probe.armed_at);
  describer.finding().summary = "thread \"" + describer.ThreadName(probe.thread) + "\" is still in " +
                                Quoted(probe.name) + ", whose deadline of " +
                                std::to_string(probe.limit_ns / kMillisecond) + " ms has passed";
  describer.finding().advice =
      "See what it waits for or computes; if it may take so long, give the Deadline a higher limit.";
  report::Deliver(std::move(describer.finding()));
}

void ProgressProbe::LookAtProgress(const ProbeNow& probe, std::int64_t now, std::vector<Retrying>& retrying) {
  ThreadTimes times;
  if (!ReadThreadTimes(probe.os_id, times)) return;
  const auto [entry, is_new] = since_.try_emplace(probe.number);
  Since& since = entry->second;
  const bool is_new_tick = is_new || probe.ticks != since.ticks;
  if (is_new_tick) {
    since = {};
    since.ticks = probe.ticks;
    since.retries = since.retries_at_last_look = probe.retries;
    since.wall_ns = now;
    since.busy_ns = times.busy_ns;
    since.ready_ns = times.ready_ns;
  }
  const bool retried_again = probe.retries > since.retries_at_last_look;
  since.retries_at_last_look = probe.retries;
  const std::int64_t awake = times.busy_ns + times.ready_ns;
  if (is_new_tick || retried_again) {
    since.quiet_since_ns = now;
    since.quiet_awake_ns = awake;
  }
  if (since.reported || is_new_tick) return;
  const report::Options& options = report::Current();
  const auto limit = [&](std::int64_t option_ms) {
    return probe.limit_ns != 0 ? probe.limit_ns : option_ms * kMillisecond;
  };
  const std::int64_t wall = now - since.wall_ns;
  const std::int64_t busy = times.busy_ns - since.busy_ns;
  const bool burns = busy >= limit(options.spin_ms) && busy > wall - (awake - since.busy_ns - since.ready_ns);
  const std::int64_t asleep = now - since.quiet_since_ns - (awake - since.quiet_awake_ns);
  const bool retries = probe.retries > since.retries;
  if (retries) retrying.push_back({probe, busy, burns, retried_again && wall >= limit(options.livelock_ms)});
  if (burns && !retries) {
    since.reported = true;
    ReportSpin(probe, busy, probe.armed_at);
  } else if (asleep >= limit(options.stall_ms)) {
    since.reported = true;
    record::Describer describer = Begin(report::Kind::kStall, probe, "sleeps", probe.armed_at);
    describer.finding().summary = "thread \"" + describer.ThreadName(probe.thread) + "\" slept " +
                                  std::to_string(asleep / kMillisecond) + " ms in " + Quoted(probe.name) +
                                  " without completing anything";
    describer.finding().advice = "See what it waits for; a wait that may last is best given a limit.";
    report::Deliver(std::move(describer.finding()));
  }
}

void ProgressProbe::ReportLivelocks(const std::vector<Retrying>& retrying, std::int64_t now) {
  std::map<std::string_view, std::vector<Retrying>> by_name;
  for (const Retrying& one : retrying) by_name[one.probe.name].push_back(one);
  for (auto& [name, group] : by_name) {
    if (group.size() == 1) {
      // Nobody dances with it: then it is a spin, or not even that.
      if (group.front().burns) {
        since_[group.front().probe.number].reported = true;
        ReportSpin(group.front().probe, group.front().busy_ns, group.front().probe.retry_at);
      }
      continue;
    }
    std::erase_if(group, [](const Retrying& one) { return !one.due; });
    if (group.size() < 2) continue;
    record::Describer describer(report::Kind::kLivelock, report::Certainty::kLikely);
    std::string counts;
    std::int64_t shortest = now;
    for (const auto& [probe, busy, burns, due] : group) {
      Since& since = since_[probe.number];
      since.reported = true;
      shortest = std::min(shortest, now - since.wall_ns);
      report::Step& step = describer.AddStep(probe.thread, "retries", probe.retry_at);
      describer.Thread(probe.thread).now = step.second;
      counts += (counts.empty() ? "thread \"" : ", thread \"") + describer.ThreadName(probe.thread) + "\" retried " +
                std::to_string(probe.retries - since.retries) + " times";
    }
    describer.finding().summary = std::to_string(group.size()) + " threads keep acting on each other's attempts in \"" +
                                  std::string(name) + "\" and completed nothing for " +
                                  std::to_string(shortest / kMillisecond) + " ms: " + counts;
    describer.finding().advice =
        "Break the symmetry: back off for a random time, give one of them the right of way, or let a third decide.";
    report::Deliver(std::move(describer.finding()));
  }
}

}  // namespace snarl::probes
