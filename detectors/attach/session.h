// SPDX-License-Identifier: Apache-2.0
//
// The files that a process has loaded, and the way back through its calls, by libdwfl (elfutils): call-frame information
// (.eh_frame) is enough, so stripped programs are unwound too. Nothing is fetched from a network.
//
// Cost: opens each file once, and its debug information only where it is asked for. Some 50 microseconds per stack.
#pragma once

#include <elfutils/libdwfl.h>
#include <sys/types.h>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "attach/memory.h"
#include "attach/thread_now.h"

namespace snarl::attach {

// Where separate debug files lie if nobody says otherwise, as libdwfl spells it.
inline constexpr const char* kDebugFolders = ":.debug:/usr/lib/debug";

class Session {
 public:
  // Of a live process. Both throw Refused. `memory` must outlive the session.
  Session(pid_t pid, const Memory& memory, const std::string& debug_folders);
  // Of a core file; `program`: its executable, where that is not at its old place; may be empty.
  Session(Elf* core, const std::string& program, const Memory& memory, const std::string& debug_folders);

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Fills `callers` of each.
  void Unwind(std::vector<ThreadNow>& threads);

  [[nodiscard]] Dwfl* dwfl() const { return dwfl_.get(); }
  // Files that are mapped, but that are missing, or of another build by now.
  [[nodiscard]] std::vector<std::string> Missing() const;

 private:
  static const Dwfl_Thread_Callbacks kThreadCallbacks;
  static pid_t NextThread(Dwfl* dwfl, void* session, void** thread);
  static bool GetThread(Dwfl* dwfl, pid_t tid, void* session, void** thread);
  static bool ReadMemory(Dwfl* dwfl, Dwarf_Addr address, Dwarf_Word* result, void* session);
  static bool SetRegisters(Dwfl_Thread* thread, void* now);

  using FindElf = int(Dwfl_Module*, void**, const char*, Dwarf_Addr, char**, Elf**);
  void Begin(FindElf* find);
  void Attach(Elf* elf, pid_t pid);

  struct Ender {
    void operator()(Dwfl* session) const { dwfl_end(session); }
  };
  const Memory& memory_;
  std::string debug_folders_;
  char* debug_path_ = nullptr;
  std::string root_;            // "/proc/PID"
  Dwfl_Callbacks callbacks_{};  // must outlive the session of libdwfl's
  std::unique_ptr<Dwfl, Ender> dwfl_;
  std::map<pid_t, ThreadNow*> threads_;
  const ThreadNow* current_ = nullptr;
};

}  // namespace snarl::attach
