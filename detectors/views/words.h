// SPDX-License-Identifier: Apache-2.0
//
// The words of a card: a plain verdict, names of threads, locks and places, and how often it came and from where. What is
// returned may hold whatever the log held; each view makes it fit for its own place (printable.h).
//
// Thread safety: no state.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "snarl/report/finding.h"
#include "views/card.h"
#include "views/sources.h"

namespace snarl::views {

// One sentence without its period: "both threads write `balance`, no lock in common"; for what is no plain race, the
// summary of the finding.
[[nodiscard]] std::string PlainVerdict(const report::Finding& finding);

// `thread "save" (T2)`, `thread T2`; and "\"file lock\"", `"M3"`.
[[nodiscard]] std::string ThreadLabel(const report::Finding& finding, std::uint64_t id);
[[nodiscard]] std::string LockLabel(const report::Finding& finding, std::uint64_t id);

// The function as a reader of the code knows it, without parameters; "module+0x1f" where there is no name.
[[nodiscard]] std::string FunctionOf(const report::Frame& frame);

// "src/bank.cc:12", empty where the file is not known.
[[nodiscard]] std::string PlaceOf(const report::Frame& frame, const Sources& sources);

// "3 times", "once".
[[nodiscard]] std::string Times(std::uint64_t count);

// "3 times, in 2 tests: a (2), b; in run1.log"
[[nodiscard]] std::string SeenWords(const Card& card);

// The variable of a race, as `balance`; empty where it is not known.
[[nodiscard]] std::string VariableOf(const report::Finding& finding);

// What to look for in a line of source: the variable of a race, the names of locks.
[[nodiscard]] std::vector<std::string> Subjects(const report::Finding& finding);

// What to do: the finding's own advice, else the kind's first cure.
[[nodiscard]] std::string AdviceOf(const report::Finding& finding);

}  // namespace snarl::views
