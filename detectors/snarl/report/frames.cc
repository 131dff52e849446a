// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/frames.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "snarl/report/function_name.h"
#include "snarl/report/symbolize.h"

namespace snarl::report {
namespace {

bool StartsWithAny(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view p) { return text.starts_with(p); });
}

bool ContainsAny(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view p) { return text.find(p) != std::string_view::npos; });
}

// The library's own folder as the compiler wrote it into the debug information, with a final slash.
std::string_view OwnFolder() {
  constexpr std::string_view kFile = __FILE__;
  constexpr std::string_view kBelow = "report/frames.cc";
  return kFile.ends_with(kBelow) ? kFile.substr(0, kFile.size() - kBelow.size()) : std::string_view();
}

// Valgrind's text tells no folders: what the two libraries' own files are called.
bool IsSystemName(std::string_view name) {
  constexpr std::string_view kNames =
      " alloc_traits.h allocated_ptr.h atomic_base.h atomic_wait.h basic_string.h clone.S clone3.S clone-internal.c "
      "condition_variable drd_pthread_intercepts.c future gthr-default.h hg_intercepts.c invoke.h libc-start.c "
      "libc_start_call_main.h mutex new_allocator.h pthread_create.c semaphore_base.h shared_mutex shared_ptr.h "
      "shared_ptr_base.h std_function.h std_mutex.h std_thread.h stl_vector.h this_thread_sleep.h thread "
      "unique_lock.h unique_ptr.h vg_replace_malloc.c ";
  const std::size_t at = name.empty() ? std::string_view::npos : kNames.find(name);
  return at != std::string_view::npos && kNames[at - 1] == ' ' && kNames[at + name.size()] == ' ';
}

bool IsSystemFile(std::string_view file) {
  if (file.find('/') == std::string_view::npos) return IsSystemName(file);
  return StartsWithAny(file, {"/usr/include/", "/usr/lib/", "/usr/local/include/", "csu/", "nptl/", "sysdeps/"}) ||
         ContainsAny(file, {"/include/c++/", "libsanitizer/", "compiler-rt/lib/", "libstdc++-v3/", "/sysdeps/"});
}

bool IsSystemModule(std::string_view module) {
  return StartsWithAny(module.substr(module.rfind('/') + 1),
                       {"libc.so", "libc-", "libtsan", "libasan", "libstdc++", "libc++", "libpthread", "libgcc_s",
                        "ld-linux", "linux-vdso", "libm.so", "vgpreload_"});
}

// Without a file there is only the name. A statically linked sanitizer's interceptors bear the names of C functions.
bool IsSystemFunction(std::string_view name) {
  if (StartsWithAny(name, {"std::", "absl::", "__", "operator new", "operator delete", "pthread_", "sem_", "_start",
                           "_Unwind", "clone", "asan_thread_start"})) {
    return true;
  }
  constexpr std::string_view kCalls[] = {"calloc",  "close",  "free",      "malloc", "memchr", "memcmp",  "memcpy",
                                         "memmove", "memset", "nanosleep", "poll",   "read",   "realloc", "select",
                                         "sleep",   "strcpy", "strlen",    "usleep", "write"};
  return std::find(std::begin(kCalls), std::end(kCalls), name) != std::end(kCalls);
}

}  // namespace

bool IsOwnFrame(const Frame& frame) {
  // The interposer's hooks bear libc's names.
  if (frame.module.ends_with("/libsnarl_preload.so")) return true;
  if (frame.file.empty()) return QualifiedName(frame.function).starts_with("snarl::");
  if (OwnFolder().size() > 1 && frame.file.starts_with(OwnFolder())) return true;
  return ContainsAny(frame.file, {"/include/snarl/", "detectors/snarl/", "detectors/tsan/", "detectors/preload/"});
}

bool IsUserFrame(const Frame& frame) {
  if (IsOwnFrame(frame)) return false;
  if (IsSystemModule(frame.module)) return false;
  const std::string name = QualifiedName(frame.function);
  if (!frame.file.empty()) return !IsSystemFile(frame.file) && !name.starts_with("absl::");
  return !IsSystemFunction(name);
}

const Frame* UserFrame(const Stack& stack) {
  const auto mine = std::find_if(stack.begin(), stack.end(), IsUserFrame);
  return mine != stack.end() ? &*mine : nullptr;
}

}  // namespace snarl::report
