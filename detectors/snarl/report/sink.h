// SPDX-License-Identifier: Apache-2.0
//
// Where findings go: the one place that prints, writes files and counts. A finding is delivered once; a second one with the
// same fingerprint and on the same lines (SiteKey in fingerprint.h) only raises its count. The json= document is rewritten, whole, at every new finding and at the end
// (temporary file, then rename), so it is on disk also when the process then dies by a signal, SIGKILL included.
//
// Thread safety: every function, from any thread; they take the sink's own absl::Mutex and call nothing of the host's.
// Cost: milliseconds per finding (symbols, file); nothing where there is none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "snarl/report/finding.h"

namespace snarl::report {

// What became of a delivered finding.
enum class Delivered : std::uint8_t {
  kNew,         // printed, and in the document
  kAgain,       // known, only counted
  kSuppressed,  // a person has said to leave it out (option suppressions): as if nobody had delivered it
  kLeftOut,     // one too many, only counted
};

// Fills in the fingerprint where it is empty, prints the text, rewrites the document.
Delivered Deliver(Finding finding);

// A cycle left out, for the document's `dismissed` and, at verbosity=1, one line of text.
void Dismiss(Dismissed dismissed);

// A figure for the document's `stats` ("locks", "orders", "threads"); the last value wins.
void SetStat(std::string_view name, std::uint64_t value);

// A line of the watchdog's own on the report's output ("SNARL: …"): bad options, limits reached. Printed at once.
void Say(std::string_view line);

// The same, with what the threads of `finding` do behind it.
void SayThreads(std::string_view line, const Finding& finding);

[[nodiscard]] std::size_t Count();
[[nodiscard]] std::size_t Count(Kind kind);

// The findings document as JSON text, as it stands.
[[nodiscard]] std::string Document();

// Writes the document as it stands, so that a process which is killed before its first finding leaves one too. The first
// use of any function here does the same; call it when the process starts, and again after the option json changed.
void StartDocument();

// The end of the process: `how` is "exit", "watchdog" or the like. Prints the summary line where there were findings and
// writes the document a last time. Later deliveries still work; calling it again rewrites the document.
void Finish(std::string_view how);

// In a forked child: forget the parent's findings and use a document of its own (%p is the child's pid).
void AfterFork();

}  // namespace snarl::report
