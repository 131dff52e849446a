// SPDX-License-Identifier: Apache-2.0
//
// Asks `snarl names`, in a process of its own, so that what reads debug information may allocate, lock and fail. The program
// must not notice: the helper is no child of the calling process, so there is no SIGCHLD and nothing for its wait() to find;
// no handler of the program runs for it, neither of fork() nor of signals; none of its descriptors or variables go along, and
// its table of descriptors is not touched.
//
// Cost: as long as the helper takes, and at most kHelperLimitMs. The calling thread stands still meanwhile.
#pragma once

#include <string>

namespace snarl::report {

inline constexpr int kHelperLimitMs = 2000;

// Whether there is one to ask: `snarl run` says where it is, in the variable SNARL_COMMAND. To be called once, before main().
[[nodiscard]] bool FindNameHelper() noexcept;

// What it answers, `lines` lines; empty where it gives no answer in time or could not be started. Where it failed once, it is
// not asked again. One call at a time.
[[nodiscard]] std::string AskNameHelper(const std::string& request, std::size_t lines);

}  // namespace snarl::report
