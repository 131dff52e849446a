// SPDX-License-Identifier: Apache-2.0
//
// Who watches a demo, and how it is played for that. A demo is of one of two kinds:
//
//   watched   it links the library and is built with ThreadSanitizer:   tsan, snarl           one play for both
//   plain     on bare std and pthread primitives, knowing nobody:       tsan, run, attach, helgrind, drd   a play for each
//
// Pure.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "snarl/report/finding.h"

namespace snarl::cli {

enum class Watcher {
  kTsan,      // "tsan"      ThreadSanitizer, compiled in
  kSnarl,     // "snarl"     the library, linked in
  kRun,       // "run"       snarl run PROGRAM
  kAttach,    // "attach"    snarl attach PID, once the unwatched program hangs
  kHelgrind,  // "helgrind"  valgrind --tool=helgrind PROGRAM
  kDrd,       // "drd"       valgrind --tool=drd PROGRAM
};
inline constexpr std::array kWatchers = {Watcher::kTsan,   Watcher::kSnarl,    Watcher::kRun,
                                         Watcher::kAttach, Watcher::kHelgrind, Watcher::kDrd};
inline constexpr std::array kOfWatched = {Watcher::kTsan, Watcher::kSnarl};
inline constexpr std::array kOfPlain = {Watcher::kTsan, Watcher::kRun, Watcher::kAttach, Watcher::kHelgrind,
                                        Watcher::kDrd};

[[nodiscard]] constexpr std::size_t Index(Watcher watcher) { return static_cast<std::size_t>(watcher); }
[[nodiscard]] std::string_view Name(Watcher watcher);      // "run"
[[nodiscard]] std::string_view FullName(Watcher watcher);  // "snarl run"
[[nodiscard]] bool Parse(std::string_view name, Watcher& out);

// Whose name stands in the findings that this watcher makes: `snarl run` and `snarl attach` are Snarl too.
[[nodiscard]] std::string_view Author(Watcher watcher);

[[nodiscard]] constexpr bool IsOfValgrind(Watcher watcher) {
  return watcher == Watcher::kHelgrind || watcher == Watcher::kDrd;
}

// These watchers in groups that one play serves.
[[nodiscard]] std::vector<std::vector<Watcher>> Plays(const std::vector<Watcher>& watchers);

}  // namespace snarl::cli
