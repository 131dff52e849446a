// SPDX-License-Identifier: Apache-2.0
//
// What all threads of the process do at this moment, and what they hold: for who asks (a signal), and for the deadline. Nobody is
// stopped, so threads that run may have moved on before it is printed.
//
// Thread safety: the watching thread only. Cost: some microseconds a thread, and the symbols; of threads that all wait alike the
// first three stand for the others.
#pragma once

#include <cstddef>
#include <string>

#include "snarl/report/finding.h"

namespace snarl::probes {

struct ThreadTable {
  report::Finding
      finding;  // threads, those that wait first, and their locks; the witness is those who wait without a limit
  std::size_t threads = 0;
  std::size_t waiting = 0;
  std::size_t alike = 0;  // left out
};
[[nodiscard]] ThreadTable ReadThreadTable();

// "5 threads, 3 of them wait; 2 locks".
[[nodiscard]] std::string Summary(const ThreadTable& table);

// To the report's output; `why` is its first word ("SIGQUIT").
void PrintThreadTable(const std::string& why);

}  // namespace snarl::probes
