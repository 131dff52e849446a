// SPDX-License-Identifier: Apache-2.0
//
// The watchdog: the one header where a user starts. Locks of the adapters ("snarl/mutex.h", "snarl/absl_mutex.h", …) and
// probes ("snarl/probe.h") are watched from their first use; nothing has to be called for that. This header is for those
// who want to set options in code, name threads, or read the findings from inside the program.
//
//   #include "snarl/watchdog.h"
//   #include "snarl/mutex.h"
//   snarl::mutex accounts{"accounts"};
//   int main() {
//     snarl::Configure("exitcode=1:json=findings.json");   // SNARL_OPTIONS, where set, still has the last word
//     …
//   }
//
// Thread safety: every function may be called from any thread, also before main() and from destructors of statics.
// Cost: one watching thread, started when the first thread has to wait or the first probe is armed; it sleeps between looks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "snarl/export.h"

namespace snarl {

// Sets options: "key=value:key=value", the format of SNARL_OPTIONS (docs/options.md; help=1 prints them).
// Order of strength: default < Configure() < SNARL_OPTIONS. Options take effect at once for what happens afterwards.
// Returns an empty string, or one line that names the unknown key or bad value; the good ones of the text still apply.
SNARL_EXPORT std::string Configure(std::string_view options);

// Names the calling thread in reports (and for the kernel: pthread_setname_np, first 15 bytes). Call it from that thread.
SNARL_EXPORT void SetThreadName(std::string_view name);

// How many findings have been reported so far in this process, by the watchdog and (with snarl::tsan linked in)
// by ThreadSanitizer. Potential deadlocks whose request is still waiting are not counted yet.
[[nodiscard]] SNARL_EXPORT std::size_t FindingCount();

// The same for one kind, by its name ("deadlock"); 0 for a name that is no kind.
[[nodiscard]] SNARL_EXPORT std::size_t FindingCount(std::string_view kind);

// Waits until FindingCount(kind) >= `at_least` or `timeout_ms` have passed; true when it was reached.
// For tests and demos: it polls, and orders no memory between the caller and the threads of the finding.
SNARL_EXPORT bool WaitForFinding(std::string_view kind, std::size_t at_least, std::int64_t timeout_ms);

// The findings document ("snarl-findings/1", docs/findings.md) as it stands now, as JSON text.
[[nodiscard]] SNARL_EXPORT std::string FindingsJson();

// Writes what is due (text, the json= document) and ends the process with `status`, or with the exitcode option where
// there is a finding and `status` is 0; no destructors, no atexit handlers. For a program that knows some of its threads hang.
[[noreturn]] SNARL_EXPORT void FlushAndExit(int status);

}  // namespace snarl
