// SPDX-License-Identifier: Apache-2.0
//
// The answer as a person reads it, and as a findings document.
//
// Pure, but for what it still asks of the process's files.
#pragma once

#include <string>

#include "attach/diagnosis.h"
#include "attach/snapshot.h"

namespace snarl::attach {

struct AnswerStyle {
  bool colour = false;
  bool verbose = false;
};

[[nodiscard]] std::string AnswerAsText(const Snapshot& snapshot, const Diagnosis& diagnosis, const AnswerStyle& style);
// "snarl-findings/1". Who waits for a thread that may go on stands under "dismissed".
[[nodiscard]] std::string AnswerAsJson(const Snapshot& snapshot, const Diagnosis& diagnosis);

}  // namespace snarl::attach
