// SPDX-License-Identifier: Apache-2.0
#include "attach/session.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#include "attach/refused.h"

namespace snarl::attach {
namespace {

constexpr std::size_t kDeepest = 128;

std::string LinkTarget(const std::string& link) {
  std::array<char, 4096> target{};
  const ssize_t length = readlink(link.c_str(), target.data(), target.size());
  return {target.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
}

// The process may live in another file system than we do, and its executable may be deleted by now.
int FindFile(Dwfl_Module* module, void** user, const char* name, Dwarf_Addr base, char** path, Elf** elf) {
  const std::string_view wanted(name);
  if (*user == nullptr || !wanted.starts_with('/')) {
    return dwfl_linux_proc_find_elf(module, user, name, base, path, elf);
  }
  const std::string& root = *static_cast<const std::string*>(*user);
  std::string found = root + "/root" + std::string(wanted);
  if (LinkTarget(root + "/exe") == wanted) found = root + "/exe";
  const int file = open(found.c_str(), O_RDONLY | O_CLOEXEC);
  if (file >= 0) *path = strdup(name);
  return file;
}

int TellRoot(Dwfl_Module*, void** user, const char*, Dwarf_Addr, void* root) {
  *user = root;
  return DWARF_CB_OK;
}

int TakeCaller(Dwfl_Frame* frame, void* callers) {
  Dwarf_Addr pc = 0;
  bool activation = false;
  auto& list = *static_cast<std::vector<std::uint64_t>*>(callers);
  if (!dwfl_frame_pc(frame, &pc, &activation) || pc == 0) return DWARF_CB_ABORT;
  // A call at the end of a function is not charged to the next one.
  list.push_back(activation ? pc : pc - 1);
  return list.size() < kDeepest ? DWARF_CB_OK : DWARF_CB_ABORT;
}

int TakeMissing(Dwfl_Module* module, void**, const char* name, Dwarf_Addr, void* missing) {
  GElf_Addr bias = 0;
  if (name[0] == '/' && dwfl_module_getelf(module, &bias) == nullptr) {
    static_cast<std::vector<std::string>*>(missing)->emplace_back(name);
  }
  return DWARF_CB_OK;
}

}  // namespace

const Dwfl_Thread_Callbacks Session::kThreadCallbacks = {.next_thread = NextThread,
                                                         .get_thread = GetThread,
                                                         .memory_read = ReadMemory,
                                                         .set_initial_registers = SetRegisters,
                                                         .detach = nullptr,
                                                         .thread_detach = nullptr};

Session::Session(pid_t pid, const Memory& memory, const std::string& debug_folders)
    : memory_(memory), debug_folders_(debug_folders), root_("/proc/" + std::to_string(pid)) {
  Begin(FindFile);
  if (dwfl_linux_proc_report(dwfl_.get(), pid) != 0) throw NotPermitted(pid, errno);
  dwfl_report_end(dwfl_.get(), nullptr, nullptr);
  dwfl_getmodules(dwfl_.get(), TellRoot, &root_, 0);
  Attach(nullptr, pid);
}

Session::Session(Elf* core, const std::string& program, const Memory& memory, const std::string& debug_folders)
    : memory_(memory), debug_folders_(debug_folders) {
  Begin(dwfl_build_id_find_elf);
  if (dwfl_core_file_report(dwfl_.get(), core, program.empty() ? nullptr : program.c_str()) < 0) {
    throw Refused(std::string("the core file names no program: ") + dwfl_errmsg(-1));
  }
  dwfl_report_end(dwfl_.get(), nullptr, nullptr);
  Attach(core, 1);
}

void Session::Begin(FindElf* find) {
  // libdw would ask a server for debug information.
  unsetenv("DEBUGINFOD_URLS");
  debug_path_ = debug_folders_.data();
  callbacks_ = {.find_elf = find,
                .find_debuginfo = dwfl_standard_find_debuginfo,
                .section_address = dwfl_offline_section_address,
                .debuginfo_path = &debug_path_};
  dwfl_.reset(dwfl_begin(&callbacks_));
  if (dwfl_ == nullptr) throw Refused(std::string("libdw: ") + dwfl_errmsg(-1));
  dwfl_report_begin(dwfl_.get());
}

void Session::Attach(Elf* elf, pid_t pid) {
  if (!dwfl_attach_state(dwfl_.get(), elf, pid, &kThreadCallbacks, this)) {
    throw Refused(std::string("none of its files can be read, so there are no stacks: ") + dwfl_errmsg(-1));
  }
}

void Session::Unwind(std::vector<ThreadNow>& threads) {
  threads_.clear();
  for (ThreadNow& thread : threads) threads_[thread.tid] = &thread;
  for (ThreadNow& thread : threads) {
    if (thread.is_unwound) continue;
    thread.callers.clear();
    if (thread.registers.values[Registers::kPc] == 0) continue;
    current_ = &thread;
    const int left = dwfl_getthread_frames(dwfl_.get(), thread.tid, TakeCaller, &thread.callers);
    thread.is_unwound = left == DWARF_CB_OK || thread.callers.size() == kDeepest;
  }
  current_ = nullptr;
}

std::vector<std::string> Session::Missing() const {
  std::vector<std::string> missing;
  dwfl_getmodules(dwfl_.get(), TakeMissing, &missing, 0);
  std::ranges::sort(missing);
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  return missing;
}

pid_t Session::NextThread(Dwfl*, void* session, void** thread) {
  const auto& threads = static_cast<Session*>(session)->threads_;
  const auto* last = static_cast<const ThreadNow*>(*thread);
  const auto next = last == nullptr ? threads.begin() : threads.upper_bound(last->tid);
  if (next == threads.end()) return 0;
  *thread = next->second;
  return next->first;
}

bool Session::GetThread(Dwfl*, pid_t tid, void* session, void** thread) {
  const auto& threads = static_cast<Session*>(session)->threads_;
  const auto found = threads.find(tid);
  if (found == threads.end()) return false;
  *thread = found->second;
  return true;
}

bool Session::ReadMemory(Dwfl*, Dwarf_Addr address, Dwarf_Word* result, void* session) {
  const auto& self = *static_cast<Session*>(session);
  if (const ThreadNow* thread = self.current_; thread != nullptr) {
    const std::uint64_t offset = address - thread->registers.values[Registers::kSp];
    if (offset < thread->stack.size() && thread->stack.size() - offset >= sizeof *result) {
      std::memcpy(result, thread->stack.data() + offset, sizeof *result);
      return true;
    }
  }
  return self.memory_.Read(address, result, sizeof *result) == sizeof *result;
}

bool Session::SetRegisters(Dwfl_Thread* thread, void* now) {
  const Registers& registers = static_cast<const ThreadNow*>(now)->registers;
  const auto set = [&](std::size_t first, std::size_t count) {
    return dwfl_thread_state_registers(thread, static_cast<int>(first), static_cast<unsigned>(count),
                                       registers.values.data() + first);
  };
  if (registers.whole) return set(0, registers.values.size());
  return set(Registers::kSp, 1) && set(Registers::kPc, 1);
}

}  // namespace snarl::attach
