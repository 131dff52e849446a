// SPDX-License-Identifier: Apache-2.0
//
// The scenes of hung.cc that hang, in the words of the lock that tells who holds it. Included once.
#pragma once

#include <pthread.h>
#include <semaphore.h>

#include <mutex>
#include <shared_mutex>

#include "stage.h"

namespace {

pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t third = PTHREAD_MUTEX_INITIALIZER;

void Configure(pthread_mutex_t& mutex, int type, bool robust, int protocol) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, type);
  if (robust) pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
  pthread_mutexattr_setprotocol(&attributes, protocol);
  pthread_mutex_init(&mutex, &attributes);
  pthread_mutexattr_destroy(&attributes);
}

void ConfigureBoth(int type, bool robust, int protocol) {
  Configure(left, type, robust, protocol);
  Configure(right, type, robust, protocol);
}

void LockBoth(pthread_mutex_t& first, pthread_mutex_t& second, Cue& here) {
  pthread_mutex_lock(&first);
  here.Give();
  here.Await(2);
  pthread_mutex_lock(&second);
}

void Crossed() {
  Cue here;
  Thread a("crosser-a", [&] { LockBoth(left, right, here); });
  Thread b("crosser-b", [&] { LockBoth(right, left, here); });
  AwaitSleepers(2);
  Ready();
  a.Join();
}

void ErrorCheck() { ConfigureBoth(PTHREAD_MUTEX_ERRORCHECK, false, PTHREAD_PRIO_NONE), Crossed(); }
void Recursive() { ConfigureBoth(PTHREAD_MUTEX_RECURSIVE, false, PTHREAD_PRIO_NONE), Crossed(); }
void Robust() { ConfigureBoth(PTHREAD_MUTEX_NORMAL, true, PTHREAD_PRIO_NONE), Crossed(); }
// The kernel refuses to close a ring of these, so one of the locks is another one.
void Inheriting() { Configure(left, PTHREAD_MUTEX_NORMAL, false, PTHREAD_PRIO_INHERIT), Crossed(); }

struct Bank {
  std::mutex accounts;
  std::mutex audit;
};
Bank bank;

void StdMutexes() {
  Cue here;
  const auto both = [&](std::mutex& first, std::mutex& second) {
    const std::lock_guard hold_first(first);
    here.Give();
    here.Await(2);
    const std::lock_guard hold_second(second);
  };
  Thread a("teller", [&] { both(bank.accounts, bank.audit); });
  Thread b("auditor", [&] { both(bank.audit, bank.accounts); });
  AwaitSleepers(2);
  Ready();
  a.Join();
}

void RingOfThree() {
  Cue here;
  const auto both = [&](pthread_mutex_t& first, pthread_mutex_t& second) {
    pthread_mutex_lock(&first);
    here.Give();
    here.Await(3);
    pthread_mutex_lock(&second);
  };
  Thread a("ring-a", [&] { both(left, right); });
  Thread b("ring-b", [&] { both(right, third); });
  Thread c("ring-c", [&] { both(third, left); });
  Thread behind("behind", [&] {
    here.Await(3);
    pthread_mutex_lock(&left);
  });
  AwaitSleepers(4);
  Ready();
  a.Join();
}

void LockTwice() {
  pthread_mutex_lock(&left);
  pthread_mutex_lock(&left);
}

void Relock() {
  Thread alone("relocker", LockTwice);
  AwaitSleepers(1);
  Ready();
  alone.Join();
}

// The kernel refuses, and glibc lets the thread sleep for good.
void InheritingRelock() {
  Configure(left, PTHREAD_MUTEX_NORMAL, false, PTHREAD_PRIO_INHERIT);
  Thread alone("relocker", LockTwice);
  AwaitSleepers(1);
  Ready();
  AwaitEndOfInput();
  std::_Exit(kOwnResult);
}

void Orphan() {
  Thread holder("holder", [] { pthread_mutex_lock(&left); });
  holder.Join();
  Thread heir("heir", [] { pthread_mutex_lock(&left); });
  AwaitSleepers(1);
  Ready();
  heir.Join();
}

void JoinUnderLock() {
  Cue held;
  Thread worker("worker", [&] {
    held.Await();
    pthread_mutex_lock(&left);
  });
  Thread boss("boss", [&] {
    pthread_mutex_lock(&left);
    held.Give();
    worker.Join();
  });
  AwaitSleepers(2);
  Ready();
  boss.Join();
}

std::shared_mutex index_lock;
std::shared_mutex cache_lock;

void Writers() {
  Cue here;
  const auto both = [&](std::shared_mutex& first, std::shared_mutex& second) {
    first.lock();
    here.Give();
    here.Await(2);
    second.lock();
  };
  Thread a("writer-a", [&] { both(index_lock, cache_lock); });
  Thread b("writer-b", [&] { both(cache_lock, index_lock); });
  AwaitSleepers(2);
  Ready();
  a.Join();
}

void ReaderOfWriter() {
  Cue here;
  Thread a("reads", [&] {
    pthread_mutex_lock(&left);
    here.Give();
    here.Await(2);
    index_lock.lock_shared();
  });
  Thread b("writes", [&] {
    index_lock.lock();
    here.Give();
    here.Await(2);
    pthread_mutex_lock(&left);
  });
  AwaitSleepers(2);
  Ready();
  a.Join();
}

// Woken from its wait, a thread takes the mutex again, whose holder waits for it.
void RelockAfterWait() {
  static pthread_cond_t signal = PTHREAD_COND_INITIALIZER;
  Cue waits;
  Thread a("waiter", [&] {
    pthread_mutex_lock(&right);
    pthread_mutex_lock(&left);
    waits.Give();
    pthread_cond_wait(&signal, &left);
  });
  waits.Await();
  Thread b("notifier", [&] {
    pthread_mutex_lock(&left);
    pthread_cond_signal(&signal);
    pthread_mutex_lock(&right);
  });
  AwaitSleepers(2);
  Ready();
  b.Join();
}

// Nobody is left: two who wait for each other's post, a wake-up that came too early, and a thread alone.
void CrossedSemaphores() {
  static sem_t ping;
  static sem_t pong;
  sem_init(&ping, 0, 0);
  sem_init(&pong, 0, 0);
  const auto swap = [](sem_t& mine, sem_t& other) {
    sem_wait(&mine);
    sem_post(&other);
  };
  Thread a("swaps-a", [&] { swap(ping, pong); });
  Thread b("swaps-b", [&] { swap(pong, ping); });
  AwaitSleepers(2);
  Ready();
  a.Join();
}

void LostWakeup() {
  static pthread_cond_t rung = PTHREAD_COND_INITIALIZER;
  pthread_cond_signal(&rung);
  Ready();
  pthread_mutex_lock(&left);
  pthread_cond_wait(&rung, &left);
}

}  // namespace
