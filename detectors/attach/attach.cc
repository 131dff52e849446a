// SPDX-License-Identifier: Apache-2.0
#include "attach/attach.h"

#include "attach/answer.h"
#include "attach/diagnosis.h"
#include "attach/snapshot.h"

namespace snarl::attach {

Answer Ask(const Question& question) {
  ReadOptions options;
  options.apart = question.apart;
  options.program = question.program;
  if (!question.debug_folders.empty()) options.debug_folders = question.debug_folders;
  const Snapshot snapshot =
      question.core.empty() ? ReadProcess(question.pid, options) : ReadCore(question.core, options);
  const Diagnosis diagnosis = Diagnose(snapshot);
  return {!diagnosis.findings.empty(), AnswerAsText(snapshot, diagnosis, {question.colour, question.verbose}),
          AnswerAsJson(snapshot, diagnosis)};
}

}  // namespace snarl::attach
