// SPDX-License-Identifier: Apache-2.0
//
// The bridge from ThreadSanitizer to the findings document. Its runtime calls __tsan_on_report() for each report and
// __tsan_on_finalize() at the end of the process where the *executable* defines them, so this file is linked as an object
// (target snarl::tsan). Without ThreadSanitizer nobody calls them and it costs nothing.
//
// __tsan_on_report() runs in the racing thread, inside the runtime and under its locks: no allocation by malloc, no lock,
// no instrumented code, no symbols. It copies, pushes, and returns.
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

#include "snarl/ending.h"
#include "snarl/report/tsan_report.h"

// The runtime's report interface. No header declares it; the signatures are the same in GCC 12 and LLVM 14 to 19. Traces are
// filled from the front and not terminated. The kernel's thread id is 32 bits wide in some and 64 in others: the wider
// one, set to zero before, fits both on a little-endian machine.
extern "C" {
__attribute__((weak)) int __tsan_get_report_data(void* report, const char** description, int* count, int* stack_count,
                                                 int* mop_count, int* loc_count, int* mutex_count, int* thread_count,
                                                 int* unique_tid_count, void** sleep_trace, std::size_t trace_size);
__attribute__((weak)) int __tsan_get_report_stack(void* report, std::size_t index, void** trace,
                                                  std::size_t trace_size);
__attribute__((weak)) int __tsan_get_report_mop(void* report, std::size_t index, int* thread, void** address, int* size,
                                                int* write, int* atomic, void** trace, std::size_t trace_size);
__attribute__((weak)) int __tsan_get_report_loc(void* report, std::size_t index, const char** type, void** address,
                                                std::size_t* start, std::size_t* size, int* thread, int* descriptor,
                                                int* suppressable, void** trace, std::size_t trace_size);
__attribute__((weak)) int __tsan_get_report_mutex(void* report, std::size_t index, std::size_t* id, void** address,
                                                  int* destroyed, void** trace, std::size_t trace_size);
__attribute__((weak)) int __tsan_get_report_thread(void* report, std::size_t index, int* thread, std::uint64_t* os_id,
                                                   int* running, const char** name, int* parent, void** trace,
                                                   std::size_t trace_size);
__attribute__((weak)) int __tsan_get_report_unique_tid(void* report, std::size_t index, int* thread);
}

namespace snarl::tsan {
namespace {

using report::TsanReport;

// The runtime keeps at most 256 frames of a stack; inlined ones are added to these.
struct Scratch {
  static constexpr std::size_t kPcs = 512;
  void* pcs[kPcs];
};

// Straight to the kernel: the runtime intercepts mmap() and munmap().
SNARL_UNINSTRUMENTED TsanReport* New() {
  const long address =
      syscall(SYS_mmap, nullptr, sizeof(TsanReport), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return address == -1 ? nullptr : reinterpret_cast<TsanReport*>(address);
}

SNARL_UNINSTRUMENTED void Release(TsanReport* report) { syscall(SYS_munmap, report, sizeof(TsanReport)); }

// Volatile, or the loop becomes a call of memset(), which the runtime intercepts.
SNARL_UNINSTRUMENTED void Clear(Scratch& scratch) {
  for (std::size_t i = 0; i < Scratch::kPcs; ++i) static_cast<void* volatile*>(scratch.pcs)[i] = nullptr;
}

SNARL_UNINSTRUMENTED TsanReport::Trace Keep(TsanReport& report, const Scratch& scratch) {
  TsanReport::Trace trace;
  trace.begin = report.pc_count;
  for (void* const* pc = scratch.pcs; pc != scratch.pcs + Scratch::kPcs && *pc != nullptr; ++pc) {
    if (report.pc_count == TsanReport::kPcs) break;
    report.pcs[report.pc_count++] = *pc;
  }
  trace.size = report.pc_count - trace.begin;
  return trace;
}

SNARL_UNINSTRUMENTED void Copy(char* to, std::size_t room, const char* from) {
  std::size_t at = 0;
  for (; from != nullptr && from[at] != '\0' && at + 1 < room; ++at) to[at] = from[at];
  to[at] = '\0';
}

SNARL_UNINSTRUMENTED std::uint32_t Fit(int count, std::size_t room) {
  if (count < 0) return 0;
  return static_cast<std::size_t>(count) < room ? static_cast<std::uint32_t>(count) : static_cast<std::uint32_t>(room);
}

SNARL_UNINSTRUMENTED void CopyAccesses(void* from, TsanReport& to) {
  for (std::uint32_t i = 0; i < to.access_count; ++i) {
    Scratch scratch;
    Clear(scratch);
    void* address = nullptr;
    int write = 0;
    int atomic = 0;
    TsanReport::Access& access = to.accesses[i];
    __tsan_get_report_mop(from, i, &access.thread, &address, &access.size, &write, &atomic, scratch.pcs, Scratch::kPcs);
    access.write = write != 0;
    access.atomic = atomic != 0;
    access.stack = Keep(to, scratch);
  }
}

SNARL_UNINSTRUMENTED void CopyLocations(void* from, TsanReport& to) {
  for (std::uint32_t i = 0; i < to.location_count; ++i) {
    Scratch scratch;
    const char* type = nullptr;
    void* address = nullptr;
    std::size_t start = 0;
    int thread = 0;
    int suppressable = 0;
    TsanReport::Location& location = to.locations[i];
    __tsan_get_report_loc(from, i, &type, &address, &start, &location.heap_size, &thread, &location.fd, &suppressable,
                          scratch.pcs, Scratch::kPcs);
    location.global = address;
    Copy(location.type, sizeof location.type, type);
  }
}

SNARL_UNINSTRUMENTED void CopyMutexes(void* from, TsanReport& to) {
  for (std::uint32_t i = 0; i < to.mutex_count; ++i) {
    Scratch scratch;
    Clear(scratch);
    std::size_t id = 0;
    void* address = nullptr;
    int destroyed = 0;
    __tsan_get_report_mutex(from, i, &id, &address, &destroyed, scratch.pcs, Scratch::kPcs);
    to.mutexes[i].id = id;
    to.mutexes[i].created = Keep(to, scratch);
  }
}

SNARL_UNINSTRUMENTED void CopyThreads(void* from, TsanReport& to) {
  for (std::uint32_t i = 0; i < to.thread_count; ++i) {
    Scratch scratch;
    Clear(scratch);
    int running = 0;
    int parent = 0;
    const char* name = nullptr;
    TsanReport::Thread& thread = to.threads[i];
    __tsan_get_report_thread(from, i, &thread.id, &thread.os_id, &running, &name, &parent, scratch.pcs, Scratch::kPcs);
    Copy(thread.name, sizeof thread.name, name);
    thread.created = Keep(to, scratch);
  }
}

SNARL_UNINSTRUMENTED void CopyStacks(void* from, TsanReport& to) {
  for (std::uint32_t i = 0; i < to.stack_count; ++i) {
    Scratch scratch;
    Clear(scratch);
    __tsan_get_report_stack(from, i, scratch.pcs, Scratch::kPcs);
    to.stacks[i] = Keep(to, scratch);
  }
  for (std::uint32_t i = 0; i < to.unique_thread_count; ++i) {
    __tsan_get_report_unique_tid(from, i, &to.unique_threads[i]);
  }
}

SNARL_UNINSTRUMENTED void Copy(void* from, TsanReport& to) {
  Scratch sleep;
  const char* description = nullptr;
  int stacks = 0;
  int accesses = 0;
  int locations = 0;
  int mutexes = 0;
  int threads = 0;
  int unique_threads = 0;
  __tsan_get_report_data(from, &description, &to.similar, &stacks, &accesses, &locations, &mutexes, &threads,
                         &unique_threads, sleep.pcs, Scratch::kPcs);
  Copy(to.description, sizeof to.description, description);
  to.stack_count = Fit(stacks, TsanReport::kStacks);
  to.access_count = Fit(accesses, TsanReport::kAccesses);
  to.location_count = Fit(locations, TsanReport::kLocations);
  to.mutex_count = Fit(mutexes, TsanReport::kMutexes);
  to.thread_count = Fit(threads, TsanReport::kThreads);
  to.unique_thread_count = Fit(unique_threads, TsanReport::kThreads);
  // The accesses first: where room for stacks runs out, the evidence is what must be whole.
  CopyAccesses(from, to);
  CopyStacks(from, to);
  CopyMutexes(from, to);
  CopyThreads(from, to);
  CopyLocations(from, to);
}

// Whether the program was built with ThreadSanitizer is not known before the executable is linked.
__attribute__((constructor)) void Arrange() {
  if (__tsan_get_report_data != nullptr) LeaveStatusToTsan();
}

}  // namespace
}  // namespace snarl::tsan

extern "C" SNARL_EXPORT SNARL_UNINSTRUMENTED void __tsan_on_report(void* report) {
  if (__tsan_get_report_data == nullptr) return;
  snarl::report::TsanReport* copy = snarl::tsan::New();
  // Without memory there is no finding; ThreadSanitizer has printed its own report already.
  if (copy == nullptr) return;
  snarl::tsan::Copy(report, *copy);
  snarl::report::PushTsanReport(copy, &snarl::tsan::Release);
}

// The runtime's last act: true gives the process the status of TSAN_OPTIONS=exitcode. The C hook __tsan_on_finalize is
// looked up by dlsym() and so only found in executables linked with -rdynamic; this one is a weak function of the runtime.
namespace __tsan {
SNARL_EXPORT bool OnFinalize(bool failed);
bool OnFinalize(bool failed) { return snarl::ConcludeUnderTsan(failed); }
}  // namespace __tsan
