// SPDX-License-Identifier: Apache-2.0
//
// Plays programs: each in a process group of its own with an environment that makes its watchers write where we look,
// a time limit that ends the whole group, and no terminal to wait for. Gives back how it ended and what its document
// says.
//
// A program that is known to hang is ended once it does; and `snarl attach` is asked before that.
//
// Where ThreadSanitizer cannot live with the machine's address space layout, the program is played again without
// randomisation; where that is not allowed, Fault with status 77 names the cure.
//
// Thread safety: one thread, and one call at a time. While it runs, SIGINT, SIGTERM and SIGHUP end the programs first
// and then this process, as they would have.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "cli/judge.h"

namespace snarl::cli {

struct Job {
  std::string program;
  std::chrono::milliseconds limit{60000};
  bool live = false;                  // its output goes where ours goes, instead of into Played::output
  Watcher watcher = Watcher::kSnarl;  // kTsan, kSnarl: compiled in
  bool hangs = false;                 // it is expected to: it is ended as soon as it does
};

struct Played {
  Outcome outcome;
  std::string output;  // standard output and standard error, as they came
};

// Plays all the jobs, `parallel` at a time, and calls `done` with the index of each as it ends, in the order of ending.
void PlayAll(const std::vector<Job>& jobs, std::size_t parallel, const std::function<void(std::size_t, Played)>& done);

[[nodiscard]] Played Play(const Job& job);

}  // namespace snarl::cli
