// SPDX-License-Identifier: Apache-2.0
//
// The options, parsed from one table ("options.def"), in the sanitizers' format: "key=value:key=value".
// Values may be quoted ('a:b' or "a:b") to hold a colon.
//
// Thread safety: Current() may be read from any thread at any time (a published, immutable copy); Set() from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace snarl::report {

struct Options {
#define SNARL_FLAG(name, fallback, help) bool name = fallback;
#define SNARL_NUMBER(name, fallback, low, high, help) std::int64_t name = fallback;
#define SNARL_DURATION(name, fallback, help) std::int64_t name = fallback;
#define SNARL_TEXT(name, fallback, help) std::string name = fallback;
#define SNARL_CHOICE(name, fallback, choices, help) std::string name = fallback;
#include "snarl/report/options.def"
#undef SNARL_FLAG
#undef SNARL_NUMBER
#undef SNARL_DURATION
#undef SNARL_TEXT
#undef SNARL_CHOICE
};

// One row of the table, for help, flags and docs.
struct OptionRow {
  std::string_view name;
  std::string_view fallback;
  std::string_view values;  // "true|false", "1..3600000", "text", "report|exit|abort"
  std::string_view help;
};
[[nodiscard]] const std::vector<OptionRow>& OptionTable();

// Applies `text` to `options`. Returns one line per unknown key (with the nearest known one) or bad value (with what it
// takes); the others are applied all the same.
[[nodiscard]] std::vector<std::string> ParseOptions(std::string_view text, Options& options);

// What is in force: the defaults, then everything given to SetOptions(), then SNARL_OPTIONS (read once, at the first call;
// its errors and help=1 are said on standard error then).
[[nodiscard]] const Options& Current();

// Applies `text` below SNARL_OPTIONS; returns the errors as ParseOptions does.
std::vector<std::string> SetOptions(std::string_view text);

}  // namespace snarl::report
