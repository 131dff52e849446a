// SPDX-License-Identifier: Apache-2.0
//
// `snarl demo …`: what each of its verbs is asked, and the verbs. Each returns the exit status and throws Fault for
// wrong use. The answer goes to standard output, progress and other chatter to standard error.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "cli/verdict.h"
#include "cli/watcher.h"

namespace snarl::cli {

// A program that has not ended by itself within this time hangs unseen. Below the time limit of the tests that call us, so
// that it is the judge who says so.
inline constexpr std::chrono::seconds kTimeLimit{40};

struct DemoListArguments {
  std::vector<std::string> gallery;
  bool json = false;
};

struct DemoShowArguments {
  std::vector<std::string> gallery;
  std::string name;
  int width = 0;  // of the terminal; 0: ask it
};

struct DemoPlayArguments {
  std::vector<std::string> gallery;
  std::string name;
  std::vector<Watcher> watchers;  // none: all
  bool all = false;
  bool only_unsafe = false;  // neither or both: both variants
  bool only_safe = false;
  std::size_t jobs = 1;
  std::chrono::milliseconds limit = kTimeLimit;

  [[nodiscard]] std::vector<Variant> Variants() const {
    if (only_unsafe == only_safe) return {kVariants.begin(), kVariants.end()};
    return {only_unsafe ? Variant::kUnsafe : Variant::kSafe};
  }
};

struct DemoCheckArguments {
  std::vector<std::string> gallery;
  std::string name;
  std::vector<Watcher> watchers;       // none: all
  Variant variant = Variant::kUnsafe;  // which program is played
  Variant against = Variant::kUnsafe;  // whose verdict it is held against
  bool must_fail = false;              // a complaint about the verdict is what is wanted
  std::chrono::milliseconds limit = kTimeLimit;
};

int DemoList(const DemoListArguments& arguments);
int DemoShow(const DemoShowArguments& arguments);
int DemoPlay(const DemoPlayArguments& arguments);
int DemoPlayAll(const DemoPlayArguments& arguments);
int DemoCheck(const DemoCheckArguments& arguments);

}  // namespace snarl::cli
