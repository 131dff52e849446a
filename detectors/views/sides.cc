// SPDX-License-Identifier: Apache-2.0
#include "views/sides.h"

#include <algorithm>

#include "snarl/report/frames.h"
#include "snarl/report/symbolize.h"
#include "views/words.h"

namespace snarl::views {
namespace {

using report::Finding;
using report::Frame;
using report::Kind;
using report::Stack;
using report::Step;
using report::ThreadInfo;

Block MakeBlock(std::string heading, const Stack& stack) {
  Block block{std::move(heading), FramesThatMatter(stack), 0};
  if (block.frames.size() > kMostFrames) {
    block.left_out = block.frames.size() - kMostFrames;
    block.frames.resize(kMostFrames);
  }
  return block;
}

bool IsMisuse(Kind kind) {
  return kind == Kind::kUnlockNotOwner || kind == Kind::kUnlockUnlocked || kind == Kind::kDestroyLocked ||
         kind == Kind::kOrphanedLock;
}

// "write" -> "writes", as the word of what a thread does.
std::string Verb(const std::string& what) {
  constexpr std::string_view kPrevious = "previous ";
  const std::string word = what.starts_with(kPrevious) ? what.substr(kPrevious.size()) : what;
  if (word.ends_with("atomic write")) return "writes (atomic)";
  if (word.ends_with("atomic read")) return "reads (atomic)";
  for (const std::string_view verb : {"write", "read", "check", "act", "call"}) {
    if (word == verb) return word + "s";
  }
  return word.empty() ? "was" : word;
}

std::string Held(const Finding& finding, const ThreadInfo& thread, std::uint64_t but) {
  std::string names;
  for (const report::Holding& holding : thread.holds) {
    if (holding.lock == but) continue;
    names += (names.empty() ? "" : " and ") + LockLabel(finding, holding.lock) + (holding.shared ? " (shared)" : "");
  }
  return names;
}

const ThreadInfo* FindThread(const Finding& finding, std::uint64_t id) {
  const auto it = std::ranges::find_if(finding.threads, [&](const ThreadInfo& one) { return one.id == id; });
  return it == finding.threads.end() ? nullptr : &*it;
}

Side FromStep(const Finding& finding, const Step& step) {
  Side side{ThreadLabel(finding, step.thread), {}};
  const ThreadInfo* thread = FindThread(finding, step.thread);
  if (step.held != 0 && step.wanted != 0) {
    const bool waits = finding.kind == Kind::kDeadlock || finding.kind == Kind::kSelfDeadlock;
    side.blocks.push_back(MakeBlock((waits ? "waits for " : "takes ") + LockLabel(finding, step.wanted), step.second));
    const Stack* taken = &step.first;
    if (taken->empty() && thread != nullptr) {
      for (const report::Holding& holding : thread->holds) {
        if (holding.lock == step.held) taken = &holding.taken;
      }
    }
    side.blocks.push_back(MakeBlock("while it holds " + LockLabel(finding, step.held), *taken));
  } else {
    std::string heading = Verb(step.what);
    if (step.wanted != 0) heading += (heading == "waits" ? " for " : " ") + LockLabel(finding, step.wanted);
    std::string held = thread == nullptr ? "" : Held(finding, *thread, step.held);
    if (step.held != 0 && IsMisuse(finding.kind)) {
      heading += " " + LockLabel(finding, step.held);
    } else if (step.held != 0) {
      held = LockLabel(finding, step.held) + (held.empty() ? "" : " and " + held);
    }
    if (!held.empty()) heading += ", holding " + held;
    side.blocks.push_back(MakeBlock(heading, step.second));
    if (!step.first.empty()) side.blocks.push_back(MakeBlock("before that", step.first));
  }
  return side;
}

Side FromThread(const Finding& finding, const ThreadInfo& thread) {
  Side side{ThreadLabel(finding, thread.id), {}};
  std::string heading = thread.doing.empty() ? "is at" : thread.doing;
  if (thread.waits_for != 0) {
    heading = "waits for " + LockLabel(finding, thread.waits_for);
  } else if (!thread.waits_how.empty()) {
    heading = "waits (" + thread.waits_how + ")";
  }
  if (thread.waited_ms > 0) heading += " for " + std::to_string(thread.waited_ms) + " ms";
  side.blocks.push_back(MakeBlock(heading, thread.now));
  for (const report::Holding& holding : thread.holds) {
    side.blocks.push_back(
        MakeBlock("holds " + LockLabel(finding, holding.lock) + (holding.shared ? " shared" : ""), holding.taken));
  }
  return side;
}

// How threads are started is the same everywhere; without a frame of the user's it says nothing.
void AddOrigin(const ThreadInfo* thread, Side& side) {
  if (thread == nullptr || report::UserFrame(thread->created) == nullptr) return;
  side.blocks.push_back(MakeBlock("was created at", thread->created));
}

}  // namespace

std::vector<const Frame*> FramesThatMatter(const Stack& stack) {
  constexpr std::size_t kForeign = 3;
  std::vector<const Frame*> frames;
  for (const Frame& frame : stack) {
    if (!report::IsUserFrame(frame)) continue;
    const bool again =
        !frames.empty() && frames.back()->function == frame.function && frames.back()->file == frame.file;
    if (again && !frame.function.empty()) continue;
    frames.push_back(&frame);
  }
  if (frames.empty()) {
    for (const Frame& frame : stack) {
      if (frames.size() < kForeign) frames.push_back(&frame);
    }
  }
  return frames;
}

std::vector<Side> SidesOf(const Finding& finding) {
  std::vector<Side> sides;
  for (const Step& step : finding.witness) {
    Side side = FromStep(finding, step);
    const ThreadInfo* thread = FindThread(finding, step.thread);
    const bool leak = finding.kind == Kind::kThreadLeak;  // there the step itself is where the thread was made
    if (!leak) AddOrigin(thread, side);
    sides.push_back(std::move(side));
  }
  if (!sides.empty()) return sides;
  for (const ThreadInfo& thread : finding.threads) {
    Side side = FromThread(finding, thread);
    AddOrigin(&thread, side);
    sides.push_back(std::move(side));
  }
  return sides;
}

std::vector<const Frame*> KeyFrames(const std::vector<Side>& sides, std::size_t most) {
  std::vector<const Frame*> keys;
  const auto known = [&](const Frame& frame) {
    return std::ranges::any_of(keys, [&](const Frame* k) { return k->file == frame.file && k->line == frame.line; });
  };
  for (std::size_t depth = 0; depth < 2; ++depth) {
    for (const Side& side : sides) {
      if (depth >= side.blocks.size() || side.blocks[depth].heading == "was created at") continue;
      const auto& frames = side.blocks[depth].frames;
      if (frames.empty() || frames[0]->file.empty() || frames[0]->line <= 0 || known(*frames[0])) continue;
      if (keys.size() < most) keys.push_back(frames[0]);
    }
  }
  return keys;
}

}  // namespace snarl::views
