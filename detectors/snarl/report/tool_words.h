// SPDX-License-Identifier: Apache-2.0
//
// What other tools' reports mean: one table of their kinds, for ThreadSanitizer's reports that come through its interface
// (tsan_report.h) and for those that are read from logs (detectors/logs), so that the same bug gets the same words and
// the same fingerprint either way.
//
// Thread safety: no state.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "snarl/report/finding.h"

namespace snarl::report {

// Fills in kind, certainty, summary and advice. `word` is what the runtime's report interface calls it ("data-race",
// "mutex-bad-unlock"), `place` is put behind the sentence. False for a word that is not known: then the kind is `other` and
// the summary is `tool`'s name and the word.
bool DescribeByWord(std::string_view word, std::string_view place, std::string_view tool, Finding& finding);

// ": 4 bytes of the global 'counter'"; `what` may be empty.
[[nodiscard]] std::string PlaceOf(std::uint64_t size, const std::string& what);

// "mutex first locked at file:line" where `lock.made` tells, else "M9"; one that `finding` does not have yet.
[[nodiscard]] std::string MutexName(const Finding& finding, const LockInfo& lock, std::uint64_t number);

// The witness of a leak: the place is where each of the finding's threads was made.
void AddCreations(Finding& finding);

}  // namespace snarl::report
