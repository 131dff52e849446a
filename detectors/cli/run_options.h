// SPDX-License-Identifier: Apache-2.0
//
// The options of `snarl run`: those of the table in report/options.h under the same names, as flags. From words to flags
// and from flags to SNARL_OPTIONS.
//
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "snarl/report/options.h"

namespace snarl::cli {

// Where `snarl run` differs from the table: who waits for the answer of a hung program is not served by its hanging on, and who
// presses Control-\ wants to know why it does.
inline constexpr std::string_view kRunDefaults = "on_deadlock=exit:dump_signal=quit";

// What an option is under `snarl run` where nobody says more; empty: nothing.
[[nodiscard]] std::string RunDefault(const report::OptionRow& row);

struct GivenOption {
  std::string name;  // as the table has it
  std::string value;
};

// "hang_probe_ms" -> "hang-probe-ms".
[[nodiscard]] std::string FlagName(std::string_view option);

// The words behind "run" as CLI11 takes them: names with '-' for '_'; a value as a word of its own, since CLI11 would
// take the next word for an empty one; "true" where a flag stands alone; and "--" before the command, whose own options
// are not ours.
[[nodiscard]] std::vector<std::string> RunWords(const std::vector<std::string>& words);

// SNARL_OPTIONS for the program: our defaults, then what the caller's environment has, then the flags, so that each has
// the last word over those before it. Throws Fault for a flag's bad value, and where a quote that is not closed in the
// environment's would swallow the flags.
[[nodiscard]] std::string JoinOptions(const std::string& environment, const std::vector<GivenOption>& flags);

}  // namespace snarl::cli
