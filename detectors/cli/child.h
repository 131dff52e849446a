// SPDX-License-Identifier: Apache-2.0
//
// One running program, with its private folder: started in a process group of its own, under its watcher, ended with all of
// that group.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "cli/hang_watch.h"
#include "cli/play.h"
#include "cli/temp_dir.h"

namespace snarl::cli {

class Child {
 public:
  using Clock = std::chrono::steady_clock;

  // Starts the program; `randomised` false asks the kernel for a fixed address space layout first.
  Child(const Job& job, bool randomised);
  ~Child();  // kills whatever is left of the group
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // To poll(): readable when the program has ended. -1 where the kernel has no such thing.
  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] Clock::time_point deadline() const { return deadline_; }
  // How soon Ended() wants to be asked again, for its own sake; 0: when the program has ended.
  [[nodiscard]] std::chrono::milliseconds looks_at() const {
    return hang_watch_ && !hung_ ? HangWatch::kLook : std::chrono::milliseconds(0);
  }

  // Whether it has ended; kills it where it is past its deadline, or hangs and is expected to.
  [[nodiscard]] bool Ended();

  // Reaps it and reads what it left. REQUIRES: Ended().
  [[nodiscard]] Played Collect();

  // What the program's end tells about ThreadSanitizer and the machine; of a Played that Collect() gave.
  [[nodiscard]] static bool LayoutRefused(const Played& played);

 private:
  [[noreturn]] void BecomeProgram(char* const* words, char* const* environment, bool randomised, int output) const;
  [[nodiscard]] bool HasHung();
  void AskAttach();
  void ReadDocuments(Outcome& outcome) const;

  TempDir folder_;
  bool live_;
  Watcher watcher_;
  pid_t pid_ = -1;
  int descriptor_ = -1;
  Clock::time_point started_;
  Clock::time_point deadline_;
  bool timed_out_ = false;
  std::optional<HangWatch> hang_watch_;
  Clock::time_point hangs_since_;
  bool hung_ = false;
  std::vector<std::string> attached_;  // the documents of `snarl attach`
};

}  // namespace snarl::cli
