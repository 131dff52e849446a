// SPDX-License-Identifier: Apache-2.0
//
// The judge: what a demo declares against what came, exactly and in both directions.
//
//   kinds   the set of (watcher, kind) reported == the set declared
//   sites   for each of them, the lines its findings point to == the lines marked with it
//   end     exit status 66 where something is declared, 0 where everything is clean; the unsafe variant of a plain demo
//           hangs, or Snarl has ended it with 66; 70 is the demo's own word that its bug did not happen; another status,
//           a signal or the time limit is a broken run
//
// Pure: no process, no file.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "cli/demo_source.h"
#include "cli/verdict.h"
#include "cli/watcher.h"
#include "snarl/report/finding.h"

namespace snarl::cli {

inline constexpr int kStatusFlagged = 66;
inline constexpr int kStatusMissedCue = 70;  // stage::kMissedCue

// How a program ended, and what its findings document said.
struct Outcome {
  int status = 0;
  int signal = 0;          // that ended it; 0: it exited
  bool timed_out = false;  // ended by the time limit
  bool hung = false;       // it stood still, or went round and round, and was ended for that
  double seconds = 0;
  std::string unread;  // why there is no document; empty where there is one
  std::vector<report::Finding> findings;
};

struct Complaint {
  bool broken = false;  // the run itself is no good, so it proves nothing about the verdict
  std::string text;     // "expected …, came …"
};

// What is held against an outcome: this variant's verdict, as far as it is about the watchers of the play.
struct Declared {
  const DemoSource& source;
  Variant variant;
  std::string_view name;  // "chapter/name"
  std::vector<Watcher> watchers;
};

[[nodiscard]] std::vector<Complaint> Judge(const Declared& declared, const Outcome& outcome);

// The lines of the demo's own source that a finding points to: for each step of the witness the first frame of `second`
// that is in one of its two variants; where there is no witness, the same of each thread's `now`.
[[nodiscard]] std::set<int> Sites(const report::Finding& finding, const DemoSource& source, std::string_view name);

// One watcher's findings in a few words: "data-race at bank_account.cc:41, :44", or "nothing".
[[nodiscard]] std::string Said(Watcher watcher, const Outcome& outcome, const DemoSource& source,
                               std::string_view name);

}  // namespace snarl::cli
