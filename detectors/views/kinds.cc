// SPDX-License-Identifier: Apache-2.0
#include "views/kinds.h"

#include <algorithm>

namespace snarl::views {
namespace {

using report::Kind;

constexpr KindPage kPages[] = {
    {Kind::kDataRace,
     "Data race",
     "two threads access the same memory without any order between them, and at least one of them writes",
     "One thread's access may fall into the middle of the other's: an update is lost, a value is seen half written, a "
     "container is torn. The compiler and the processor may assume that it does not happen, so even a plain flag or "
     "counter may never be seen to change. It depends on timing and can hide for years; by the language it is "
     "undefined "
     "behaviour each time.",
     {"Guard both accesses with the same lock.", "Make the variable atomic, where it stands for itself alone.",
      "Let one thread finish (join) or hand over before the other starts.",
      "Give each thread data of its own and put the results together at the end."},
     "ThreadSanitizer, Helgrind and DRD see the accesses that were made in the run; ThreadSanitizer is the fastest. "
     "Snarl "
     "watches locks, and takes ThreadSanitizer's reports.",
     "races/counter"},
    {Kind::kAtomicityViolation,
     "Atomicity violation",
     "a check and the act that relies on it are each locked, but not together",
     "Between the check (\"is there enough in the account?\") and the act (\"take it out\") the lock is free, and "
     "another "
     "thread makes the answer out of date. Every single access is guarded, so no race detector has anything to say.",
     {"Hold the lock from the check to the act.", "Check again under the lock in which you act.",
      "Make check and act one operation: compare_exchange, or a function that does both under the lock."},
     "Snarl, where the value is a snarl::Guarded or the scope a snarl::AtomicBlock. ThreadSanitizer, Helgrind and DRD "
     "see "
     "no unordered access, and say nothing.",
     "races/bank_account_check_then_act"},
    {Kind::kLockOrderInversion,
     "Lock-order inversion",
     "threads take the same locks in different orders, which can end in a deadlock",
     "Nothing hung in this run: the threads did not meet. On the day they do, each holds what the other wants next and "
     "none goes on. The run shows the two orders, and that is enough to know.",
     {"Take these locks in one order everywhere.", "Take them all at once with std::scoped_lock.",
      "Let go of the first lock before taking the other.",
      "Call nothing unknown (callbacks, virtual functions) while you hold a lock."},
     "Snarl, ThreadSanitizer and Helgrind keep the order of locks; Abseil does for absl::Mutex. Only Snarl leaves out "
     "circles that a gate lock, a join or one thread alone makes impossible. DRD does not look.",
     "deadlocks/text_editor_lucky"},
    {Kind::kDeadlock,
     "Deadlock",
     "threads wait for each other and can never go on",
     "Each holds something that another needs and waits for something that another has: a lock, a join, a "
     "notification, a "
     "place in a queue. The program stands still without using the processor, and nothing in it can help.",
     {"Take these locks in one order everywhere, or all at once with std::scoped_lock.",
      "Do not wait (join, future, condition) while you hold a lock that the other needs to get there.",
      "Wait with a limit, and let go of everything when it is reached."},
     "Snarl, while it hangs (`snarl run`, or `snarl attach` from outside). ThreadSanitizer, Helgrind and DRD print "
     "nothing "
     "for a program that stands still.",
     "deadlocks/text_editor_hang"},
    {Kind::kSelfDeadlock,
     "Self-deadlock",
     "a thread waits for a lock that it holds itself",
     "As a rule a function that locks calls another one that locks the same. The thread waits for itself to let go. An "
     "upgrade from a shared to an exclusive lock is the same thing.",
     {"Split the inner function: one that locks, and one that expects the lock to be held.", "Let go before the call.",
      "Where it cannot be avoided, a recursive mutex."},
     "Snarl, and DRD for a mutex. ThreadSanitizer looks at a lock after it was granted, and this one never is.",
     "locks/nested_function"},
    {Kind::kOrphanedLock,
     "Orphaned lock",
     "a lock is held by a thread that does not exist any more",
     "The holder ended without unlocking, or was left behind in a fork: the child has the lock's memory, but not the "
     "thread that would unlock it. Whoever wants the lock waits for ever.",
     {"Hold locks by guards (std::lock_guard, std::scoped_lock), which unlock on every way out.",
      "After a fork, call exec or use only what needs no lock.", "A robust mutex, where holders may be killed."},
     "Snarl. DRD and Helgrind see a thread that ends with a lock in hand, not one that was lost in a fork.",
     ""},
    {Kind::kLostWakeup,
     "Lost wake-up",
     "a wait never ends because its notification came before it, or woke somebody else",
     "A notification is not kept: who is not waiting yet does not hear it. Without a condition that is checked under "
     "the "
     "lock, the waiter goes to sleep after the bell has rung.",
     {"Wait with a condition: cv.wait(lock, [&] { return ready; }), and set `ready` under the same lock.",
      "Use notify_all() where waiters wait for different things.",
      "Use a latch, a semaphore or a future: they remember."},
     "Snarl. The sanitizers see no access and no lock, and say nothing.",
     "locks/doorbell"},
    {Kind::kLivelock,
     "Livelock",
     "threads keep acting on each other's attempts and complete nothing",
     "Each steps back to let the other pass, at the same moment, again and again. The threads are busy and the program "
     "does "
     "not move; a debugger finds them somewhere else every time.",
     {"Let one go first: an order, a number, a fixed priority.", "Step back for times that differ and grow.",
      "Take all the locks at once with std::scoped_lock, which knows how to step back."},
     "Snarl: by itself for try-locks and timed locks, else by a snarl::Progress that makes none. The sanitizers see "
     "locks "
     "used properly.",
     "livelocks/polite_saves"},
    {Kind::kSpin,
     "Spin",
     "a thread burns its processor on a wait that nothing has ended",
     "It polls a flag or tries a lock as fast as it can. It takes a processor from the very thread that it waits for, "
     "and "
     "where that one never comes it goes on for ever.",
     {"Wait on a condition variable, a latch, a semaphore or std::atomic::wait().", "Poll with a limit, and say so."},
     "Snarl: under `snarl run` where all other threads stand still, else by a snarl::Progress.",
     "locks/traffic_light"},
    {Kind::kStall,
     "Stall",
     "something took longer than it may: a deadline was missed, or a wait passed the limit",
     "Nothing need be wrong by the rules of the language; it is only too late. The report says what everybody was "
     "doing at "
     "that moment.",
     {"Do the slow part without the lock, or in another thread.",
      "Raise the limit, where it was meant to take as long."},
     "Snarl, by a snarl::Deadline, `stall_ms` or `deadline`. The others know no time.",
     "probes/overdue_checkout"},
    {Kind::kUnlockNotOwner,
     "Unlock by a thread that is not the owner",
     "a thread unlocks a lock that another thread holds",
     "The holder believes to be alone and is not any more. For most mutexes this is undefined behaviour.",
     {"Let each thread unlock only what it has locked; a guard does.",
      "To hand over between threads use a semaphore or a condition variable."},
     "Snarl, Helgrind and DRD. ThreadSanitizer does not tell it from the unlock of a lock that nobody holds.",
     ""},
    {Kind::kUnlockUnlocked,
     "Unlock of an unlocked lock",
     "a lock is unlocked that nobody holds",
     "As a rule a way through the function that unlocks twice, or one that never locked. Undefined behaviour for most "
     "mutexes.",
     {"Hold locks by guards (std::lock_guard, std::scoped_lock).", "With std::unique_lock, ask owns_lock() first."},
     "Snarl, ThreadSanitizer, Helgrind and DRD.",
     ""},
    {Kind::kDestroyLocked,
     "Destruction of a locked lock",
     "a lock is destroyed or freed while somebody holds it",
     "The object that contains the lock dies under its user. What the holder does next is use after free.",
     {"Join the threads that use the object before it is destroyed.", "Let the users share it: std::shared_ptr."},
     "Snarl, ThreadSanitizer, Helgrind and DRD where the destructor does something; a lock that is only freed, DRD.",
     ""},
    {Kind::kThreadLeak,
     "Thread leak",
     "a thread was neither joined nor detached when the program ended",
     "Its stack and what it knows are never given back, and nobody knows whether it is done with the data of others.",
     {"Join the thread, or hold it in a std::jthread."},
     "ThreadSanitizer.",
     ""},
    {Kind::kOther,
     "Other",
     "something else that a watcher reports; the sentence of the finding says what",
     "Rare reports of other tools that fit no kind of Snarl's: calls in signal handlers that are not safe there, a "
     "lock used "
     "before it was made, wrong arguments of the thread library.",
     {"Do what the report says; the watcher's own manual has more."},
     "ThreadSanitizer, Helgrind, DRD and others, each what it knows.",
     ""},
};

}  // namespace

std::span<const KindPage> KindPages() { return kPages; }

const KindPage& PageOf(Kind kind) {
  const auto* page = std::ranges::find_if(kPages, [&](const KindPage& one) { return one.kind == kind; });
  return page != std::end(kPages) ? *page : *(std::end(kPages) - 1);
}

}  // namespace snarl::views
