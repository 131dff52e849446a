// SPDX-License-Identifier: Apache-2.0
#include "preload/sleep.h"

#include "preload/address_table.h"
#include "preload/taking.h"
#include "snarl/record/lock_table.h"
#include "snarl/record/notification.h"
#include "snarl/record/stack_table.h"
#include "snarl/record/waiting.h"

namespace snarl::preload {

Sleep::Sleep(record::ThreadRecord* record, record::LockKind kind, const void* address, bool timed) noexcept {
  if (record == nullptr || record::IsWaiting(*record)) return;
  // Not the place's known stack: the same place in libstdc++ sleeps for all the futures, latches and atomics of a function.
  const graph::StackId stack = record::CaptureStack();
  id_ = IdOfAddress(kind, address, stack);
  if (id_ == graph::LockId::kNone) return;
  record_ = record;
  record_->wait_stack = stack;
  record::BeginNotificationWait(*record_, id_, graph::LockId::kNone, Mode::kExclusive, timed);
}

Sleep::~Sleep() {
  if (record_ != nullptr) record::EndNotificationWait(*record_, id_);
}

void NoteWake(record::ThreadRecord& record, record::LockKind kind, const void* address, record::Site site,
              bool all) noexcept {
  const graph::LockId id = KnownAtAddress(address);
  const record::LockEntry* entry = record::Find(id);
  if (entry != nullptr && entry->kind == kind) record::NoteNotification(record, id, PlaceOf(record, site), all);
}

}  // namespace snarl::preload
