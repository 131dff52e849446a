// SPDX-License-Identifier: Apache-2.0
//
// From what ThreadSanitizer's runtime says to a finding. The runtime's word for the kind is the one of its report
// interface, not the heading of its text report.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>

#include "snarl/report/symbolize.h"
#include "snarl/report/tool_words.h"
#include "snarl/report/tsan_report.h"

namespace snarl::report {
namespace {

// Threads and mutexes count from 0 there; here 0 means none.
std::uint64_t Id(std::int64_t id) { return static_cast<std::uint64_t>(id) + 1; }

class Converter {
 public:
  explicit Converter(const TsanReport& report) : report_(report), description_(report.description) {}

  Finding Convert() {
    finding_.watcher = Watcher::kTsan;
    Threads();
    Mutexes();
    if (report_.access_count != 0) {
      Accesses();
    } else if (description_ == "lock-order-inversion") {
      Orders();
    } else if (description_ == "thread-leak") {
      Leaks();
    } else {
      Calls();
    }
    DescribeByWord(description_, Place(), "ThreadSanitizer", finding_);
    return std::move(finding_);
  }

 private:
  Stack Frames(TsanReport::Trace trace) const {
    return SymbolizeExpanded(std::span(report_.pcs).subspan(trace.begin, trace.size));
  }

  void Threads() {
    for (std::uint32_t i = 0; i < report_.thread_count; ++i) {
      const TsanReport::Thread& from = report_.threads[i];
      ThreadInfo thread;
      thread.id = Id(from.id);
      thread.name = from.name;
      if (thread.name.empty() && from.id == 0) thread.name = "main";
      thread.os_id = from.os_id;
      thread.created = Frames(from.created);
      finding_.threads.push_back(std::move(thread));
    }
  }

  void Mutexes() {
    for (std::uint32_t i = 0; i < report_.mutex_count; ++i) {
      const TsanReport::Mutex& from = report_.mutexes[i];
      LockInfo lock;
      lock.id = Id(static_cast<std::int64_t>(from.id));
      lock.kind = "mutex";
      lock.made = Frames(from.created);
      lock.name = MutexName(finding_, lock, from.id);
      finding_.locks.push_back(std::move(lock));
    }
  }

  void Accesses() {
    for (std::uint32_t i = 0; i < report_.access_count; ++i) {
      const TsanReport::Access& from = report_.accesses[i];
      Step step;
      step.thread = Id(from.thread);
      step.what = std::string(from.atomic ? "atomic " : "") + (from.write ? "write" : "read");
      step.second = Frames(from.stack);
      finding_.witness.push_back(std::move(step));
    }
  }

  // Edge i: a thread holds mutex i and requests mutex i+1. With second_deadlock_stack=1 every other stack says where the
  // first of the two was taken.
  void Orders() {
    const std::size_t edges = report_.unique_thread_count;
    const std::size_t stacks_each = edges != 0 && report_.stack_count >= 2 * edges ? 2 : 1;
    for (std::size_t i = 0; i < edges && i < report_.mutex_count; ++i) {
      Step step;
      step.thread = Id(report_.unique_threads[i]);
      step.what = "requests";
      step.held = finding_.locks[i].id;
      step.wanted = finding_.locks[(i + 1) % report_.mutex_count].id;
      if (i * stacks_each < report_.stack_count) step.second = Frames(report_.stacks[i * stacks_each]);
      if (stacks_each == 2) step.first = Frames(report_.stacks[2 * i + 1]);
      finding_.witness.push_back(std::move(step));
    }
  }

  void Leaks() {
    AddCreations(finding_);
    finding_.count = static_cast<std::uint64_t>(std::max(report_.similar, 1));
  }

  // The first stack is the call that is wrong; a second one says where the lock was taken.
  void Calls() {
    if (report_.stack_count == 0) return;
    Step step;
    step.what = "call";
    if (!finding_.locks.empty()) step.held = finding_.locks.front().id;
    step.second = Frames(report_.stacks[0]);
    if (report_.stack_count > 1) step.first = Frames(report_.stacks[1]);
    finding_.witness.push_back(std::move(step));
  }

  // ": 4 bytes of the global 'counter'"
  std::string Place() const {
    if (report_.access_count == 0) return "";
    return PlaceOf(static_cast<std::uint64_t>(report_.accesses[0].size), LocationWords());
  }

  std::string LocationWords() const {
    if (report_.location_count == 0) return "";
    const TsanReport::Location& location = report_.locations[0];
    const std::string type = location.type;
    if (type == "global") {
      const std::string name = SymbolizeData(location.global);
      return name.empty() ? "a global" : "the global '" + name + "'";
    }
    if (type == "heap") return "a heap block of " + std::to_string(location.heap_size) + " bytes";
    if (type == "stack") return "a stack";
    if (type == "tls") return "a thread_local";
    if (type == "fd") return "file descriptor " + std::to_string(location.fd);
    return "";
  }

  const TsanReport& report_;
  const std::string description_;
  Finding finding_;
};

}  // namespace

Finding FindingFromTsan(const TsanReport& report) { return Converter(report).Convert(); }

}  // namespace snarl::report
