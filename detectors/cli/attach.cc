// SPDX-License-Identifier: Apache-2.0
#include "cli/attach.h"

#include <unistd.h>

#include <cstdio>
#include <string>

#include "attach/attach.h"
#include "cli/fault.h"
#include "snarl/report/colour.h"
#include "snarl/report/write.h"

namespace snarl::cli {

int Attach(const AttachArguments& arguments) {
  attach::Question question;
  question.pid = arguments.pid;
  question.core = arguments.core;
  question.program = arguments.program;
  question.debug_folders = arguments.debug_folders;
  question.apart = arguments.apart;
  question.colour = report::WantsColour(arguments.color, STDOUT_FILENO);
  question.verbose = arguments.verbose;
  attach::Answer answer;
  try {
    answer = attach::Ask(question);
  } catch (const attach::Refused& refused) {
    throw Fault(refused.what());
  }
  const std::string& text = arguments.format == "json" ? answer.json : answer.text;
  (void)std::fwrite(text.data(), 1, text.size(), stdout);
  if (!arguments.json.empty()) {
    const std::string wrong = report::ReplaceFile(arguments.json, answer.json);
    if (!wrong.empty()) throw Fault(wrong);
  }
  return answer.found ? kFound : kDone;
}

}  // namespace snarl::cli
