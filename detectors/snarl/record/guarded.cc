// SPDX-License-Identifier: Apache-2.0
//
// The hooks of guarded data (probe.h): two looks of one activation, and what somebody else did between them.
//
// The four unserialisable triples are those of AVIO (Lu, Tucek, Qin, Zhou, ASPLOS 2006).
#include <atomic>
#include <string>

#include "snarl/record/describe.h"
#include "snarl/record/hooks.h"
#include "snarl/record/thread_record.h"
#include "snarl/report/guest.h"
#include "snarl/report/sink.h"

namespace snarl::record {

namespace {

std::uint64_t NewDataId() {
  static std::atomic<std::uint64_t> next{1};
  return next.fetch_add(1, std::memory_order_relaxed);
}

// Inside an AtomicBlock every access belongs to the block, wherever the function is.
Activation ActivationOf(const ThreadRecord& record, Activation activation) {
  if (record.block_depth == 0) return activation;
  return {nullptr, reinterpret_cast<const void*>(record.block_number)};
}

Look* FindLook(ThreadRecord& record, std::uint64_t data, Activation activation) {
  for (Look& look : record.looks) {
    if (look.data == data && look.activation.frame == activation.frame && look.activation.caller == activation.caller) {
      return &look;
    }
  }
  return nullptr;
}

void KeepLook(ThreadRecord& record, const GuardedData& data, Activation activation, bool wrote, std::uint32_t stack) {
  // Stacks grow downwards: an activation with a lower frame than this one has returned.
  for (Look& look : record.looks) {
    if (look.activation.frame != nullptr && look.activation.frame < activation.frame) look = Look();
  }
  Look* look = FindLook(record, data.id, activation);
  if (look == nullptr) {
    look = &record.looks[record.next_look];
    record.next_look = (record.next_look + 1) % record.looks.size();
  }
  *look = Look{data.id, activation, data.writes, data.reads, wrote, stack};
}

void Report(ThreadRecord& record, const Look& look, LockTag& lock, const char* first, const char* between,
            std::uint64_t other, std::uint32_t other_at, const char* then, std::uint32_t here) {
  const report::Guest guest;
  Describer describer(report::Kind::kAtomicityViolation, report::Certainty::kLikely);
  const auto id = static_cast<graph::LockId>(lock.id.load(std::memory_order_relaxed));
  const std::uint64_t lock_id = describer.Lock(id);
  const graph::ThreadId me = record.thread();
  const auto they = static_cast<graph::ThreadId>(other);
  const auto add = [&](graph::ThreadId thread, const char* what, std::uint32_t at) {
    describer.AddStep(thread, what, static_cast<graph::StackId>(at)).held = lock_id;
  };
  add(me, first, look.stack);
  add(they, between, other_at);
  add(me, then, here);
  describer.finding().summary = "thread \"" + describer.ThreadName(me) + "\" did \"" + first + "\" and \"" + then +
                                "\" on " + describer.LockName(id) +
                                " under two separate holdings of its lock, and thread \"" + describer.ThreadName(they) +
                                "\" did \"" + between + "\" in between";
  describer.finding().advice =
      "Do both under one holding: keep one Write() handle from the check to the act, or ask Stale() on the second "
      "handle and "
      "check again.";
  report::Deliver(std::move(describer.finding()));
}

}  // namespace

void GuardedRead(GuardedData& data, LockTag& lock, Activation activation, std::uint32_t here) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  if (data.id == 0) data.id = NewDataId();
  activation = ActivationOf(*record, activation);
  const std::uint64_t me = record->id.load(std::memory_order_relaxed);
  if (record->block_depth != 0) {
    const Look* look = FindLook(*record, data.id, activation);
    if (look != nullptr && data.writes != look->writes && data.last_writer != me) {
      Report(*record, *look, lock, look->wrote ? "write" : "read", "write", data.last_writer, data.last_write_at,
             "read", here);
    }
  }
  record->noted = true;
  ++data.reads;
  data.last_reader = me;
  data.last_read_at = here;
  KeepLook(*record, data, activation, false, here);
}

void GuardedWrite(GuardedData& data, LockTag& lock, Activation activation, std::uint32_t here,
                  bool acknowledged) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return;
  if (data.id == 0) data.id = NewDataId();
  activation = ActivationOf(*record, activation);
  const std::uint64_t me = record->id.load(std::memory_order_relaxed);
  const Look* look = acknowledged ? nullptr : FindLook(*record, data.id, activation);
  if (look != nullptr) {
    if (!look->wrote && data.writes != look->writes && data.last_writer != me) {
      Report(*record, *look, lock, "check", "write", data.last_writer, data.last_write_at, "act", here);
    } else if (look->wrote && record->block_depth != 0 && data.reads != look->reads && data.last_reader != me) {
      Report(*record, *look, lock, "write", "read", data.last_reader, data.last_read_at, "write", here);
    }
  }
  record->noted = true;
  ++data.writes;
  data.last_writer = me;
  data.last_write_at = here;
  KeepLook(*record, data, activation, true, here);
}

bool GuardedStale(const GuardedData& data, Activation activation) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr) return false;
  activation = ActivationOf(*record, activation);
  const Look* look = FindLook(*record, data.id, activation);
  return look != nullptr && look->writes != data.writes &&
         data.last_writer != record->id.load(std::memory_order_relaxed);
}

void EnterBlock(const char* name) noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr || record->block_depth++ != 0) return;
  record->block = name;
  ++record->block_number;
}

void LeaveBlock() noexcept {
  ThreadRecord* record = Self();
  if (record == nullptr || record->block_depth == 0 || --record->block_depth != 0) return;
  record->block = nullptr;
}

}  // namespace snarl::record
