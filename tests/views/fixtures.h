// SPDX-License-Identifier: Apache-2.0
//
// Findings as watchers make them, for the tests of views.
#pragma once

#include <string>

#include "snarl/report/finding.h"

namespace snarl::views::testing {

inline report::Frame At(const char* function, const char* file, int line) {
  return {function, file, line, "/opt/bank/bank", 0x1234};
}

inline report::Stack Thread() {
  return {At("std::thread::_Invoker<void>::operator()()", "/usr/include/c++/12/bits/std_thread.h", 279),
          {"", "", 0, "libstdc++.so.6", 0xd44a2}};
}

inline report::Stack Under(report::Stack stack) {
  for (report::Frame& frame : Thread()) stack.push_back(frame);
  return stack;
}

inline report::Finding Race() {
  report::Finding finding;
  finding.kind = report::Kind::kDataRace;
  finding.certainty = report::Certainty::kCertain;
  finding.watcher = report::Watcher::kTsan;
  finding.summary = "two threads access the same memory and at least one writes: 4 bytes of the global 'balance'";
  finding.advice = "Guard both accesses with one lock";
  finding.fingerprint = "00000000000000aa";
  finding.threads = {{1, "teller", 0, {At("main", "src/bank.cc", 30)}, {}, 0, "", 0, {}},
                     {2, "", 0, {At("main", "src/bank.cc", 31)}, {}, 0, "", 0, {}}};
  finding.witness = {
      {1, "write", 0, 0, {}, Under({At("bank::Withdraw(int)", "src/bank.cc", 3), At("Teller()", "src/bank.cc", 12)})},
      {2, "read", 0, 0, {}, Under({At("bank::Audit()", "src/bank.cc", 7)})}};
  return finding;
}

inline report::Finding Inversion() {
  report::Finding finding;
  finding.kind = report::Kind::kLockOrderInversion;
  finding.certainty = report::Certainty::kPotential;
  finding.summary = "\"accounts\" and \"audit\" are taken in both orders";
  finding.advice = "Take these locks in one order everywhere";
  finding.fingerprint = "00000000000000bb";
  finding.threads = {{1, "teller", 0, {}, {}, 0, "", 0, {}}, {2, "auditor", 0, {}, {}, 0, "", 0, {}}};
  finding.locks = {{"accounts", "mutex", 1, {}}, {"audit", "mutex", 2, {}}};
  finding.witness = {{1, "requests", 1, 2, {At("Transfer", "src/bank.cc", 40)}, {At("Transfer", "src/bank.cc", 41)}},
                     {2, "requests", 2, 1, {At("Report", "src/bank.cc", 50)}, {At("Report", "src/bank.cc", 51)}}};
  return finding;
}

inline report::Finding Deadlock() {
  report::Finding finding = Inversion();
  finding.kind = report::Kind::kDeadlock;
  finding.certainty = report::Certainty::kCertain;
  finding.summary = "2 threads wait for each other and can never go on";
  finding.fingerprint = "00000000000000cc";
  finding.threads[0].holds = {{1, false, {At("Transfer", "src/bank.cc", 40)}}};
  finding.threads[0].waits_for = 2;
  finding.threads[0].now = {At("Transfer", "src/bank.cc", 41)};
  finding.threads[1].holds = {{2, false, {At("Report", "src/bank.cc", 50)}}};
  finding.threads[1].waits_for = 1;
  finding.threads[1].now = {At("Report", "src/bank.cc", 51)};
  return finding;
}

// Without a name, a place, or anything to hold on to.
inline report::Finding Bare() {
  report::Finding finding;
  finding.kind = report::Kind::kOther;
  finding.summary = "something else";
  finding.fingerprint = "00000000000000dd";
  return finding;
}

// Everything that a log may hold and no format likes.
inline report::Finding Hostile() {
  report::Finding finding = Race();
  const std::string nasty =
      "\x1b[31m<script>alert('\"&')</script> | `@team` ::error::x\n%0A::stop\xff \xe2\x80\xae ]]> \\ [a](b) {\"\x01";
  finding.summary = nasty;
  finding.advice = nasty;
  finding.fingerprint = "00000000000000ee";
  finding.threads[0].name = nasty;
  finding.locks = {{nasty, nasty, 1, {}}};
  finding.witness[0].what = nasty;
  finding.witness[0].held = 1;
  finding.witness[0].second[0].function = nasty;
  finding.witness[0].second[0].file = "src/" + nasty;
  return finding;
}

}  // namespace snarl::views::testing
