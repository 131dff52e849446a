// SPDX-License-Identifier: Apache-2.0
//
// A process as it was found: its threads, their stacks, and what each waits for.
//
// A live one is read twice from /proc, a moment apart. A thread that sleeps in the same call both times, and was put on no
// processor in between, stood still all that while: what is read of several such threads held at one time, although nobody
// stopped them together.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "attach/memory.h"
#include "attach/places.h"
#include "attach/session.h"
#include "attach/stop.h"
#include "attach/thread_now.h"
#include "attach/waiting.h"

namespace snarl::attach {

struct ReadOptions {
  std::chrono::milliseconds apart{100};  // the two readings of a live process
  std::string debug_folders = kDebugFolders;
  std::string program;  // the executable of a core file; empty: as the core names it
};

struct Snapshot {
  pid_t pid = 0;  // as the process itself knows it where it is a core file
  std::string command;
  bool is_core = false;
  bool handles_signals = true;     // or nobody knows: then a handler may still do something
  bool is_job_stopped = false;     // by SIGSTOP and the like: nothing runs before SIGCONT
  std::vector<ThreadNow> threads;  // by tid
  std::vector<Waiting> waits;      // one each
  std::set<pid_t> newcomers;       // own_tids of threads that came while it was read
  std::vector<std::string> notes;  // what could not be read, and why
  StopReport stops;
  std::chrono::milliseconds took{0};
  std::unique_ptr<Memory> memory;
  std::unique_ptr<Session> session;
  std::unique_ptr<Places> places;

  // The thread with this tid, as lock words have it.
  [[nodiscard]] std::optional<std::size_t> Find(pid_t own_tid) const;
};

// Both throw Refused.
[[nodiscard]] Snapshot ReadProcess(pid_t pid, const ReadOptions& options);
[[nodiscard]] Snapshot ReadCore(const std::string& path, const ReadOptions& options);

}  // namespace snarl::attach
