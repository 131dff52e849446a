// SPDX-License-Identifier: Apache-2.0
//
// How a verb of the command gives up: one clear line and an exit status. Thrown anywhere below a verb, caught in
// main().
#pragma once

#include <stdexcept>
#include <string>

namespace snarl::cli {

inline constexpr int kDone = 0;      // done, and nothing was found where that was the question
inline constexpr int kFound = 1;     // it found something, or something is not as declared
inline constexpr int kMisused = 2;   // wrong use: arguments, files, permissions
inline constexpr int kSkipped = 77;  // this machine cannot play it, through no fault of the demo; CTest's skip status

class Fault : public std::runtime_error {
 public:
  explicit Fault(const std::string& line, int status = kMisused) : std::runtime_error(line), status_(status) {}
  [[nodiscard]] int status() const { return status_; }

 private:
  int status_;
};

}  // namespace snarl::cli
