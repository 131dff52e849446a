// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/guest.h"

#include <pthread.h>

#include <atomic>
#include <cerrno>

#include "absl/base/thread_annotations.h"

// ThreadSanitizer's runtime has these; elsewhere they are null. Weak references work in a library that was itself built
// without ThreadSanitizer and is linked into a program that was built with it.
extern "C" {
__attribute__((weak)) void AnnotateIgnoreReadsBegin(const char* file, int line);
__attribute__((weak)) void AnnotateIgnoreReadsEnd(const char* file, int line);
__attribute__((weak)) void AnnotateIgnoreWritesBegin(const char* file, int line);
__attribute__((weak)) void AnnotateIgnoreWritesEnd(const char* file, int line);
__attribute__((weak)) void AnnotateIgnoreSyncBegin(const char* file, int line);
__attribute__((weak)) void AnnotateIgnoreSyncEnd(const char* file, int line);
}

namespace snarl::report {

thread_local constinit int guest_depth = 0;

namespace {
std::atomic<bool> hide{true};
std::atomic<bool> tsan_in_front{false};
thread_local constinit bool strange_thread __attribute__((tls_model("initial-exec"))) = false;

bool Hidden() { return Guest::UnderTsanRuntime() && !strange_thread && hide.load(std::memory_order_relaxed); }

// Abseil declares these as a lock, which the analysis of clang sees released here and taken elsewhere.
void ShowAgain() ABSL_NO_THREAD_SAFETY_ANALYSIS {
  AnnotateIgnoreSyncEnd(__FILE__, __LINE__);
  AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
  AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}
}  // namespace

Guest::Guest() noexcept : saved_errno_(errno) {
  if (guest_depth++ != 0) return;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &cancel_state_);
  if (!Hidden()) return;
  AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
  AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
  AnnotateIgnoreSyncBegin(__FILE__, __LINE__);
}

Guest::~Guest() {
  if (guest_depth == 1) {
    if (Hidden()) ShowAgain();
    pthread_setcancelstate(cancel_state_, nullptr);
  }
  --guest_depth;
  errno = saved_errno_;
}

void Guest::StopHiding() noexcept {
  if (guest_depth != 0 && Hidden()) ShowAgain();
}

bool Guest::UnderTsanRuntime() noexcept { return AnnotateIgnoreSyncBegin != nullptr; }

void Guest::TsanStandsInFront() noexcept { tsan_in_front.store(true, std::memory_order_relaxed); }

void Guest::ThreadIsStrange(bool strange) noexcept {
  strange_thread = strange && tsan_in_front.load(std::memory_order_relaxed);
}

void Guest::LetTsanSeeUs() noexcept { hide.store(false, std::memory_order_relaxed); }

}  // namespace snarl::report
