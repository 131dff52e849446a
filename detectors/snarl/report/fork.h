// SPDX-License-Identifier: Apache-2.0
//
// What a forked child must forget: locks that another thread of the parent held at that moment stay locked for ever.
// AfterFork() of sink.h calls these.
#pragma once

namespace snarl::report {

void ForgetSymbolizerAfterFork();
void ForgetMemberNamesAfterFork();
void ForgetTsanReportsAfterFork();

}  // namespace snarl::report
