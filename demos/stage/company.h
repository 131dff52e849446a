// SPDX-License-Identifier: Apache-2.0
//
// What the stage leaves to its company, of which there are two, each linked into demos of its own:
//
//   watched.cc   with the library: the watchdog ends a demo that hangs
//   plain.cc     std and pthread alone: a demo that hangs does, and whoever plays it ends it
#pragma once

#include <functional>
#include <string>

namespace stage {

// Of the company.
void NameThread(const std::string& name);
// False where the players will never be done, and it is time to go home.
[[nodiscard]] bool AwaitEnd(const std::function<bool()>& all_done);
[[noreturn]] void End(int status);

// Of the stage. Polls; false after thirty seconds.
[[nodiscard]] bool Poll(const std::function<bool()>& done);
[[noreturn]] void MissCue(const char* what);

}  // namespace stage
