// SPDX-License-Identifier: Apache-2.0
#include "attach/snapshot.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <map>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include "attach/core_file.h"
#include "attach/refused.h"
#include "attach/tasks.h"

namespace snarl::attach {
namespace {

// Enough to come out of libc.
constexpr std::size_t kInnermost = 8;

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds Since(Clock::time_point begin) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
}

bool Sleeps(const ThreadNow& thread) { return thread.call.number != SystemCall::kNone; }

// The kernel asks for it what it asks of a tracer.
void RequirePermission(pid_t pid) {
  const int file = open(("/proc/" + std::to_string(pid) + "/syscall").c_str(), O_RDONLY | O_CLOEXEC);
  char byte = 0;
  const int error = file >= 0 && read(file, &byte, 1) >= 0 ? 0 : errno;
  if (file >= 0) close(file);
  if (error == EPERM || error == EACCES) throw NotPermitted(pid, error);
}

void MarkStill(const std::vector<ThreadNow>& before, std::vector<ThreadNow>& threads) {
  std::map<pid_t, const ThreadNow*> earlier;
  for (const ThreadNow& thread : before) earlier[thread.tid] = &thread;
  for (ThreadNow& thread : threads) {
    const auto found = earlier.find(thread.tid);
    thread.still = found != earlier.end() && Sleeps(thread) && found->second->call == thread.call &&
                   found->second->switches == thread.switches;
  }
}

// After its stop a thread must sleep where it slept before, or what was read of it belongs to two moments. It may take a while
// until it is on a processor, and asleep again.
void LookAgain(pid_t pid, Snapshot& snapshot) {
  constexpr std::chrono::milliseconds kPatience(500);
  constexpr std::chrono::milliseconds kPause(2);
  const Clock::time_point begin = Clock::now();
  for (bool waits = true; waits;) {
    std::map<pid_t, ThreadNow> now;
    for (ThreadNow& thread : ReadTasks(pid)) {
      now[thread.tid] = thread;
      if (!snapshot.Find(thread.own_tid) && thread.state != 'Z') snapshot.newcomers.insert(thread.own_tid);
    }
    const bool is_late = Since(begin) > kPatience;
    waits = false;
    for (ThreadNow& thread : snapshot.threads) {
      const ThreadNow& later = now[thread.tid];
      if (!thread.still || (later.call == thread.call && (thread.was_stopped || later.switches == thread.switches))) {
        continue;
      }
      if (thread.was_stopped && later.call.number == SystemCall::kNone && !is_late) {
        waits = true;
      } else {
        thread.still = false;
      }
    }
    if (waits) std::this_thread::sleep_for(kPause);
  }
}

// Those that glibc needs for itself (32 and 33) aside.
bool HandlesSignals(pid_t pid) {
  const std::string caught = StatusOf(pid, "SigCgt");
  std::uint64_t mask = 0;
  const auto [end, error] = std::from_chars(caught.data(), caught.data() + caught.size(), mask, 16);
  constexpr std::uint64_t kOwn = std::uint64_t{3} << 31U;
  return error != std::errc() || (mask & ~kOwn) != 0;
}

void Recognise(Snapshot& snapshot) {
  std::set<pid_t> living;
  for (const ThreadNow& thread : snapshot.threads) living.insert(thread.own_tid);
  for (const ThreadNow& thread : snapshot.threads) {
    const std::vector<std::string> functions = snapshot.places->Functions(thread.callers, kInnermost);
    snapshot.waits.push_back(Recognise(thread, functions, *snapshot.memory, living));
  }
}

void RecogniseAll(Snapshot& snapshot) {
  snapshot.places = std::make_unique<Places>(*snapshot.session, *snapshot.memory);
  Recognise(snapshot);
  for (const std::string& path : snapshot.session->Missing()) {
    snapshot.notes.push_back(path + " is not there any more, or another build of it: its functions have no names");
  }
}

}  // namespace

std::optional<std::size_t> Snapshot::Find(pid_t own_tid) const {
  const auto found = std::ranges::find(threads, own_tid, &ThreadNow::own_tid);
  if (found == threads.end()) return std::nullopt;
  return static_cast<std::size_t>(found - threads.begin());
}

Snapshot ReadProcess(pid_t pid, const ReadOptions& options) {
  const Clock::time_point begin = Clock::now();
  Snapshot snapshot;
  snapshot.pid = RequireProcess(pid);
  pid = snapshot.pid;
  RequirePermission(pid);
  snapshot.command = CommandOf(pid);
  snapshot.memory = std::make_unique<ProcessMemory>(pid);
  const std::vector<ThreadNow> before = ReadTasks(pid);
  std::this_thread::sleep_for(options.apart);
  snapshot.threads = ReadTasks(pid);
  // The first thread may have ended before the others.
  std::erase_if(snapshot.threads, [](const ThreadNow& thread) { return thread.state == 'Z' || thread.state == 'X'; });
  if (snapshot.threads.empty()) throw Refused("process " + std::to_string(pid) + " ended meanwhile");
  MarkStill(before, snapshot.threads);
  snapshot.is_job_stopped =
      std::ranges::all_of(snapshot.threads, [](const ThreadNow& thread) { return thread.state == 'T'; });
  snapshot.handles_signals = HandlesSignals(pid);
  snapshot.session = std::make_unique<Session>(pid, *snapshot.memory, options.debug_folders);
  ReadAsleep(snapshot.threads, *snapshot.memory);
  snapshot.session->Unwind(snapshot.threads);
  snapshot.stops = StopAndRead(pid, snapshot.threads, *snapshot.memory);
  snapshot.session->Unwind(snapshot.threads);
  RecogniseAll(snapshot);
  LookAgain(pid, snapshot);
  snapshot.took = Since(begin);
  return snapshot;
}

Snapshot ReadCore(const std::string& path, const ReadOptions& options) {
  const Clock::time_point begin = Clock::now();
  Snapshot snapshot;
  snapshot.is_core = true;
  auto core = std::make_unique<CoreFile>(path);
  snapshot.pid = core->pid();
  snapshot.command = core->command();
  snapshot.threads = core->threads();
  snapshot.notes = core->notes();
  Elf* const elf = core->elf();
  snapshot.memory = std::move(core);
  snapshot.session = std::make_unique<Session>(elf, options.program, *snapshot.memory, options.debug_folders);
  snapshot.session->Unwind(snapshot.threads);
  RecogniseAll(snapshot);
  snapshot.took = Since(begin);
  return snapshot;
}

}  // namespace snarl::attach
