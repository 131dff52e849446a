// SPDX-License-Identifier: Apache-2.0
#include "cli/play.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <memory>
#include <string_view>
#include <utility>

#include "cli/child.h"
#include "cli/fault.h"

namespace snarl::cli {
namespace {

constexpr std::string_view kUnexpectedMapping = "unexpected memory mapping";
constexpr std::chrono::milliseconds kWithoutDescriptors{10};

volatile std::sig_atomic_t caught_signal = 0;

void NoteSignal(int signal) { caught_signal = signal; }

// While it lives, the signals by which a person ends us are only noted.
class SignalNotes {
 public:
  SignalNotes() {
    struct sigaction note {};
    note.sa_handler = &NoteSignal;
    for (std::size_t i = 0; i < std::size(kSignals); ++i) {
      sigaction(kSignals[i], nullptr, &before_[i]);
      if (before_[i].sa_handler != SIG_IGN) sigaction(kSignals[i], &note, nullptr);  // nohup's choice stands
    }
  }
  ~SignalNotes() {
    for (std::size_t i = 0; i < std::size(kSignals); ++i) sigaction(kSignals[i], &before_[i], nullptr);
    if (caught_signal != 0) raise(std::exchange(caught_signal, 0));
  }
  SignalNotes(const SignalNotes&) = delete;
  SignalNotes& operator=(const SignalNotes&) = delete;

 private:
  static constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction before_[std::size(kSignals)]{};
};

struct Running {
  std::size_t index;
  bool randomised;
  std::unique_ptr<Child> child;
};

void AwaitAny(const std::vector<Running>& running) {
  std::vector<pollfd> descriptors;
  auto soonest = Child::Clock::time_point::max();
  for (const Running& one : running) {
    soonest = std::min(soonest, one.child->deadline());
    if (one.child->looks_at().count() != 0) soonest = std::min(soonest, Child::Clock::now() + one.child->looks_at());
    if (one.child->descriptor() >= 0) descriptors.push_back({one.child->descriptor(), POLLIN, 0});
  }
  auto wait = std::chrono::ceil<std::chrono::milliseconds>(soonest - Child::Clock::now());
  if (descriptors.size() < running.size()) wait = std::min(wait, kWithoutDescriptors);
  wait = std::clamp<std::chrono::milliseconds>(wait, std::chrono::milliseconds(1), std::chrono::hours(1));
  poll(descriptors.data(), descriptors.size(), static_cast<int>(wait.count()));
}

// The program must be played again with a fixed layout. Live output is not ours to read, so a run of the same program
// into a file has to show whether it is the layout that ThreadSanitizer dies of.
bool WantsFixedLayout(const Job& job, const Played& played) {
  if (played.outcome.unread.empty() || (played.outcome.status == 0 && played.outcome.signal == 0)) return false;
  if (!job.live) return played.output.find(kUnexpectedMapping) != played.output.npos;
  Job again = job;
  again.live = false;
  Child child(again, true);
  while (!child.Ended()) {
    pollfd descriptor{child.descriptor(), POLLIN, 0};
    poll(&descriptor, 1, static_cast<int>(kWithoutDescriptors.count()));
  }
  return child.Collect().output.find(kUnexpectedMapping) != std::string::npos;
}

}  // namespace

void PlayAll(const std::vector<Job>& jobs, std::size_t parallel, const std::function<void(std::size_t, Played)>& done) {
  const SignalNotes notes;
  std::vector<Running> running;
  std::size_t next = 0;
  while (caught_signal == 0 && (next < jobs.size() || !running.empty())) {
    while (next < jobs.size() && running.size() < std::max<std::size_t>(1, parallel)) {
      running.push_back({next, true, std::make_unique<Child>(jobs[next], true)});
      ++next;
    }
    AwaitAny(running);
    for (std::size_t i = 0; i < running.size();) {
      if (!running[i].child->Ended()) {
        ++i;
        continue;
      }
      const std::size_t index = running[i].index;
      Played played = running[i].child->Collect();
      if (running[i].randomised && WantsFixedLayout(jobs[index], played)) {
        running[i] = {index, false, std::make_unique<Child>(jobs[index], false)};
        continue;
      }
      if (!running[i].randomised && Child::LayoutRefused(played)) {
        throw Fault(
            "skipped: ThreadSanitizer cannot live with this machine's address space layout, and a fixed one is not "
            "allowed here; the cure, as root: sysctl vm.mmap_rnd_bits=28",
            kSkipped);
      }
      running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
      done(index, std::move(played));
    }
  }
}

Played Play(const Job& job) {
  Played result;
  PlayAll({job}, 1, [&](std::size_t, Played played) { result = std::move(played); });
  return result;
}

}  // namespace snarl::cli
