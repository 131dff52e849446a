// SPDX-License-Identifier: Apache-2.0
//
// The beginning and the end of a watched process.
#include <dlfcn.h>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>

#include "preload/fork_orphans.h"
#include "preload/hook.h"
#include "preload/native_lock.h"
#include "preload/trail.h"
#include "snarl/ending.h"
#include "snarl/record/chain.h"
#include "snarl/record/engine.h"
#include "snarl/record/start.h"
#include "snarl/record/trail_table.h"
#include "snarl/report/name_helper.h"
#include "snarl/report/options.h"

namespace snarl::preload {

namespace {

std::atomic<pid_t> own_pid{0};

// After a vfork() the child runs in our memory, and what it does at its end is none of ours.
bool IsBorrowed() noexcept { return static_cast<pid_t>(syscall(SYS_getpid)) != own_pid.load(); }

// Whether ThreadSanitizer's runtime is in the executable itself, as clang has it: its functions then come before ours.
bool TsanIsInTheProgram() noexcept {
  void* annotation = dlsym(RTLD_DEFAULT, "AnnotateIgnoreSyncBegin");
  Dl_info where{};
  return annotation != nullptr && dladdr(annotation, &where) != 0 &&
         where.dli_fbase == reinterpret_cast<void*>(getauxval(AT_PHDR) & ~std::uintptr_t{4095});
}

void Prepare() {
  const report::Guest guest;
  // Sixteen random bytes that the kernel gives every process.
  if (const unsigned long random = getauxval(AT_RANDOM); random != 0) {
    std::memcpy(&seal_secret, reinterpret_cast<const void*>(random), sizeof seal_secret);
  }
  own_pid = getpid();
  record::waits_start_watching = false;
  record::trails_wanted = report::FindNameHelper();
  if (record::trails_wanted) record::note_trail_here = NoteTrailInReport;
  pthread_atfork(&BeforeForkOrphans, nullptr, [] {
    own_pid = getpid();
    NoteForkOrphans();
  });
  // The first findings document, and complaints about options, come even where nothing is ever locked.
  record::StartOnce();
}

// Before the constructors of the program and its libraries, so that the locks they take are watched.
__attribute__((constructor(101))) void Load() {
  FindLibc();
  if (TsanIsInTheProgram()) report::Guest::TsanStandsInFront();
  Prepare();
  // With a deadline there is a watching thread from here on, which must know when it is the last.
  if (report::Current().deadline > 0) Watched();
}

}  // namespace

record::ThreadRecord* RegisterSlow() noexcept {
  record::ThreadRecord* record = record::SelfSlow(OwnStackHigh());
  if (record != nullptr && record->segment == graph::SegmentId::kNone) record::NextSegment(*record);
  return record;
}

// A process that leaves without exit(): what was found is reported, and counts for its status.
SNARL_HOOK void _exit(int status) {
  FindLibc();
  if (!report::Guest::inside() && !IsBorrowed()) status = StatusAfterConcluding(status);
  libc.exit_at_once(status);
  __builtin_unreachable();
}
SNARL_HOOK void _Exit(int status) { _exit(status); }

}  // namespace snarl::preload
