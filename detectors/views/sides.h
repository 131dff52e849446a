// SPDX-License-Identifier: Apache-2.0
//
// What a card shows of the evidence: for each step the thread, what it does, and its stacks reduced to the lines that
// matter. Every view that shows stacks shows these.
//
// Thread safety: no state. The frames are those of the finding, which must outlive them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "snarl/report/finding.h"

namespace snarl::views {

// A stack under its heading: "writes, holding \"a\", at". The frames are the user's own, where there are any.
struct Block {
  std::string heading;
  std::vector<const report::Frame*> frames;
  std::size_t left_out = 0;  // further frames of the same sort
};

struct Side {
  std::string thread;  // `thread "save" (T2)`
  std::vector<Block> blocks;
};

inline constexpr std::size_t kMostFrames = 6;

// One side for each step of the witness; without a witness, for each thread.
[[nodiscard]] std::vector<Side> SidesOf(const report::Finding& finding);

// The frames that a reader needs: the user's own, each call of a recursion once; without any, the first few.
[[nodiscard]] std::vector<const report::Frame*> FramesThatMatter(const report::Stack& stack);

// The frames whose source is worth showing: the innermost of each block, each line once, at most `most`.
[[nodiscard]] std::vector<const report::Frame*> KeyFrames(const std::vector<Side>& sides, std::size_t most);

}  // namespace snarl::views
