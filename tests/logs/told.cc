// SPDX-License-Identifier: Apache-2.0
#include "logs/told.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "snarl/report/frames.h"

namespace snarl::logs {
namespace {

std::string BaseName(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

// "main uaf.cc:7": the program's own frames, or all where there are none.
std::string Frames(const report::Stack& stack) {
  const bool mine = std::any_of(stack.begin(), stack.end(), report::IsUserFrame);
  std::string text;
  for (const report::Frame& frame : stack) {
    if (mine && !report::IsUserFrame(frame)) continue;
    text += text.empty() ? "" : " < ";
    text += frame.function.empty() ? BaseName(frame.module) : frame.function;
    if (!frame.file.empty()) text += " " + BaseName(frame.file) + ":" + std::to_string(frame.line);
  }
  return text.empty() ? "-" : text;
}

std::string ThreadLine(const report::ThreadInfo& thread) {
  std::string text =
      "  thread " + std::to_string(thread.id) + " \"" + thread.name + "\" created " + Frames(thread.created);
  for (const report::Holding& held : thread.holds) {
    text += std::string(held.shared ? ", reads " : ", holds ") + std::to_string(held.lock);
  }
  return text + "\n";
}

std::string StepLine(const report::Step& step) {
  std::string text = "  step: thread " + std::to_string(step.thread) + " " + step.what;
  if (step.held != 0) text += " held " + std::to_string(step.held);
  if (step.wanted != 0) text += " wanted " + std::to_string(step.wanted);
  text += "\n    at " + Frames(step.second) + "\n";
  if (!step.first.empty()) text += "    first " + Frames(step.first) + "\n";
  return text;
}

}  // namespace

std::string Told(const Collected& got) {
  std::string text;
  for (const auto& [finding, origin] : got.taken) {
    text += origin.tool + ", line " + std::to_string(origin.line);
    if (!origin.test.empty()) text += ", test " + origin.test;
    text += "\n" + std::string(Name(finding.watcher)) + " " + std::string(Name(finding.kind)) + " " +
            std::string(Name(finding.certainty)) + " " + finding.fingerprint;
    if (finding.count != 1) text += ", " + std::to_string(finding.count) + " times";
    text += "\n  " + finding.summary + "\n";
    for (const report::ThreadInfo& thread : finding.threads) text += ThreadLine(thread);
    for (const report::LockInfo& lock : finding.locks) {
      text += "  lock " + std::to_string(lock.id) + " " + lock.kind + " \"" + lock.name + "\" made " +
              Frames(lock.made) + "\n";
    }
    for (const report::Step& step : finding.witness) text += StepLine(step);
    text += "\n";
  }
  for (const std::string& complaint : got.complaints) text += "complaint: " + BaseName(complaint) + "\n";
  return text;
}

}  // namespace snarl::logs
