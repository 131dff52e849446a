// SPDX-License-Identifier: Apache-2.0
//
// The fingerprint of a finding: same bug, same value, across runs, machines, compilers and edits elsewhere in the file.
//
// It is a hash (FNV-1a, 64 bits) of
//   - the kind and the watcher, and of what is `other` the words of the summary that have no digit in them;
//   - the sites: for each step of the witness its `what` and the first three user frames of `second`; without a
//   witness,
//     the first three user frames of each thread's `now`. A frame counts as qualified function name and base name of
//     the file. Sites are sorted, so the order in which threads came does not matter; equal ones count once;
//   - the names of the locks that the user named, sorted, each run of digits as one '#' ("account 17" and "account 4"
//   are
//     the same lock to a reader of the code). Names out of debug information are none of them: they are not there on every
//     machine.
// Never part of it: line numbers, addresses, process and thread ids, names of threads, times, directories.
//
// Three frames and not one, because programs wrap their locks and the innermost user frame is often that wrapper; and
// not all, because the way to main() changes with every unrelated refactoring. Template arguments and parameter lists
// are left out, a lambda counts as its enclosing function, and a recursion counts as one frame.
//
// Two findings of one fingerprint on different lines are the same bug to someone who compares two runs, but two places
// to someone who mends them: SiteKey() tells these apart within one run.
//
// Thread safety: no state.
#pragma once

#include <string>
#include <string_view>

#include "snarl/report/finding.h"

namespace snarl::report {

[[nodiscard]] std::string Fingerprint(const Finding& finding);

// File and line of the frames that went into the fingerprint where there is a witness; empty otherwise, since where a
// thread spins or sleeps differs from look to look.
[[nodiscard]] std::string SiteKey(const Finding& finding);

// Whether a person gave the lock this name ("accounts"), or the recorder did ("M3", "mutex first locked at file:line").
[[nodiscard]] bool IsGivenName(std::string_view name);

}  // namespace snarl::report
