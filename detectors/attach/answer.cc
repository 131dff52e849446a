// SPDX-License-Identifier: Apache-2.0
#include "attach/answer.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <utility>
#include <vector>

#include "attach/describe.h"
#include "attach/wait_text.h"
#include "snarl/report/frames.h"
#include "snarl/report/json.h"
#include "snarl/report/text.h"

namespace snarl::attach {
namespace {

// Where the others wait, the way there is of less interest.
constexpr std::size_t kFramesOfOthers = 6;
constexpr std::size_t kFramesOfRoot = 32;
constexpr std::size_t kPlacesShown = 12;
constexpr std::size_t kNamed = 3;

std::string Threads(std::size_t count) { return std::to_string(count) + (count == 1 ? " thread" : " threads"); }

// Threads that do the same at the same place.
struct Group {
  std::string what;
  std::vector<std::string> functions;
  std::vector<std::size_t> threads;
};

class Page {
 public:
  Page(const Snapshot& snapshot, const Diagnosis& diagnosis, const AnswerStyle& style)
      : snapshot_(snapshot), diagnosis_(diagnosis), style_(style) {}

  std::string Print() {
    Head();
    for (const report::Finding& finding : diagnosis_.findings) text_ += FindingAsText(finding, style_.colour);
    for (const Root& root : diagnosis_.roots) Print(root);
    Others();
    Unknown();
    for (const std::string& note : snapshot_.notes) text_ += "  note: " + note + "\n";
    if (style_.verbose) Cost();
    return std::move(text_);
  }

 private:
  [[nodiscard]] std::string Process() const {
    return std::string(snapshot_.is_core ? "core file of process " : "process ") + std::to_string(snapshot_.pid) +
           " (" + snapshot_.command + "), " + Threads(snapshot_.threads.size());
  }

  void Head() {
    text_ += Process();
    if (snapshot_.is_job_stopped) text_ += "; it is stopped, and nothing in it runs before SIGCONT";
    text_ += "\n";
    if (diagnosis_.findings.empty()) {
      text_ += "SNARL: nothing stands still: no threads that wait for each other, and no lock whose holder is gone\n";
    }
    text_ += "\n";
  }

  void Print(const Root& root) {
    text_ += "  root blocker: " + Threads(root.waiters.size()) +
             (root.waiters.size() == 1 ? " waits for " : " wait for ") + ThreadLabel(snapshot_, root.thread) +
             ", tid " + std::to_string(snapshot_.threads[root.thread].tid) + ", which " +
             WaitText(snapshot_, root.thread) + " at:\n";
    Print(snapshot_.threads[root.thread].callers, kFramesOfRoot);
    text_ += "\n";
  }

  // What lies under the last frame of the user's is how threads start.
  void Print(const std::vector<std::uint64_t>& callers, std::size_t at_most) {
    const report::Stack stack = snapshot_.places->Describe(callers, at_most);
    const auto last = std::find_if(stack.rbegin(), stack.rend(), report::IsUserFrame);
    const auto end = last == stack.rend() ? stack.end() : last.base();
    int number = 0;
    for (auto frame = stack.begin(); frame != end; ++frame) {
      text_ += "    #" + std::to_string(number++) + " " + Place(*frame) + "\n";
    }
    if (stack.empty()) text_ += "    (its stack cannot be read)\n";
  }

  static std::string Place(const report::Frame& frame) {
    const std::string function = frame.function.empty() ? "<unknown>" : frame.function;
    if (!frame.file.empty()) return function + " " + frame.file + ":" + std::to_string(frame.line);
    char offset[32];
    std::snprintf(offset, sizeof offset, "+0x%llx", static_cast<unsigned long long>(frame.offset));
    return function + " (" + frame.module + offset + ")";
  }

  [[nodiscard]] std::vector<Group> Groups() const {
    std::map<std::pair<std::string, std::vector<std::string>>, Group> groups;
    for (std::size_t i = 0; i < snapshot_.threads.size(); ++i) {
      if (diagnosis_.is_told[i]) continue;
      std::string what = WaitText(snapshot_, i);
      std::vector<std::string> functions = snapshot_.places->Functions(snapshot_.threads[i].callers, kFramesOfOthers);
      Group& group = groups[{what, functions}];
      group.what = std::move(what);
      group.functions = std::move(functions);
      group.threads.push_back(i);
    }
    std::vector<Group> sorted;
    for (auto& [key, group] : groups) sorted.push_back(std::move(group));
    std::ranges::stable_sort(sorted, std::ranges::greater(), [](const Group& group) { return group.threads.size(); });
    return sorted;
  }

  void Others() {
    const std::vector<Group> groups = Groups();
    std::size_t left = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (i >= kPlacesShown && !style_.verbose) {
        left += groups[i].threads.size();
        continue;
      }
      text_ += "  " + Names(groups[i]) + " " + groups[i].what + " at:\n";
      Print(snapshot_.threads[groups[i].threads.front()].callers, kFramesOfOthers);
    }
    if (left > 0) text_ += "  " + Threads(left) + " more elsewhere; --verbose shows where\n";
    if (!groups.empty()) text_ += "\n";
  }

  [[nodiscard]] std::string Names(const Group& group) const {
    if (group.threads.size() == 1) return ThreadLabel(snapshot_, group.threads.front()) + TidOf(group.threads.front());
    std::string names = Threads(group.threads.size()) + " (";
    for (std::size_t i = 0; i < std::min(group.threads.size(), kNamed); ++i) {
      names += (i == 0 ? "" : ", ") + ThreadLabel(snapshot_, group.threads[i]).substr(sizeof "thread");
    }
    return names + (group.threads.size() > kNamed ? ", …)" : ")") + ", each";
  }

  [[nodiscard]] std::string TidOf(std::size_t index) const {
    return ", tid " + std::to_string(snapshot_.threads[index].tid) + ",";
  }

  void Unknown() {
    std::size_t count = 0;
    for (std::size_t i = 0; i < snapshot_.waits.size(); ++i) {
      if (!diagnosis_.is_told[i] && IsEndUnknown(snapshot_.waits[i])) ++count;
    }
    if (count == 0) return;
    text_ += "  not to be seen from outside: who could end the " + std::string(count == 1 ? "wait" : "waits") + " of " +
             Threads(count) + " (only mutexes, writers of rwlocks and joins say it); `snarl run` watches that\n";
  }

  void Cost() {
    const StopReport& stops = snapshot_.stops;
    text_ += "  read in " + std::to_string(snapshot_.took.count()) + " ms";
    if (!snapshot_.is_core) {
      text_ += "; " + Threads(stops.unneeded) + " asleep and read as they were, " + Threads(stops.stopped) +
               " stopped, none for more than " + std::to_string(stops.longest.count()) + " us; " +
               std::to_string(stops.spared) + " in calls that a stop would have cut short, and not stopped; " +
               std::to_string(stops.unstopped) + " did not stop in time";
    }
    text_ += "\n";
  }

  const Snapshot& snapshot_;
  const Diagnosis& diagnosis_;
  const AnswerStyle& style_;
  std::string text_;
};

}  // namespace

std::string AnswerAsText(const Snapshot& snapshot, const Diagnosis& diagnosis, const AnswerStyle& style) {
  return Page(snapshot, diagnosis, style).Print();
}

std::string AnswerAsJson(const Snapshot& snapshot, const Diagnosis& diagnosis) {
  report::ProcessInfo process;
  process.pid = snapshot.pid;
  process.command = snapshot.command;
  std::vector<std::string> findings;
  for (const report::Finding& finding : diagnosis.findings) findings.push_back(report::FindingAsJson(finding));
  std::vector<report::Dismissed> dismissed;
  for (const Root& root : diagnosis.roots) {
    for (const std::size_t waiter : root.waiters) {
      dismissed.push_back(
          {ThreadLabel(snapshot, waiter) + " " + WaitText(snapshot, waiter),
           "behind " + ThreadLabel(snapshot, root.thread) + ", which " + WaitText(snapshot, root.thread)});
    }
  }
  const std::map<std::string, std::uint64_t> stats = {
      {"threads", snapshot.threads.size()},
      {"longest_stop_us", static_cast<std::uint64_t>(snapshot.stops.longest.count())},
      {"took_ms", static_cast<std::uint64_t>(snapshot.took.count())}};
  return report::DocumentAsJson(process, findings, dismissed, stats);
}

}  // namespace snarl::attach
