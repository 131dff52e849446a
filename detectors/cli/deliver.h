// SPDX-License-Identifier: Apache-2.0
//
// Where an answer goes: to a file, which is then there whole or as it was; to a pager, where a person sits at the terminal;
// or to standard output.
#pragma once

#include <string>
#include <string_view>

namespace snarl::cli {

struct Delivery {
  std::string output;     // a file; empty: standard output
  bool page = false;      // what a person reads: through a pager on a terminal
  bool no_pager = false;  // never
};

// Throws Fault where it cannot be written. The pager is $SNARL_PAGER, else $PAGER, else less, run by the shell as git runs
// it: LESS=FRX unless LESS is set; "cat" or an empty name means none. Who leaves the pager early is right to.
void Deliver(std::string_view text, const Delivery& delivery);

}  // namespace snarl::cli
