// SPDX-License-Identifier: Apache-2.0
//
// Threads cancelled in every wait: what they hold is released by destructors and cleanup handlers, a condition variable's mutex
// is taken again first; and a pending cancellation waits for a cancellation point of the program's own.
//
//   cancelled waits|pending|inverted     `inverted`: the watcher has something to report while a cancellation is pending
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstring>

namespace {

pthread_mutex_t outer = PTHREAD_MUTEX_INITIALIZER;
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
pthread_cond_t never = PTHREAD_COND_INITIALIZER;
sem_t semaphore;
std::atomic<bool> ready{false};
std::atomic<int> destroyed{0};
pthread_t sleeper;

struct Says {
  ~Says() { ++destroyed; }
};

void Unlock(void* held) {
  std::printf("cleanup: unlocked, %d\n", pthread_mutex_unlock(static_cast<pthread_mutex_t*>(held)));
}

void* InCondition(void*) {
  const Says says;
  pthread_mutex_lock(&outer);
  pthread_cleanup_push(Unlock, &outer);
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push(Unlock, &mutex);
  ready = true;
  for (;;) pthread_cond_wait(&never, &mutex);
  pthread_cleanup_pop(1);
  pthread_cleanup_pop(1);
  return nullptr;
}
void* InTimedCondition(void*) {
  const Says says;
  timespec later{};
  clock_gettime(CLOCK_MONOTONIC, &later);
  later.tv_sec += 1000;
  pthread_mutex_lock(&mutex);
  pthread_cleanup_push(Unlock, &mutex);
  ready = true;
  for (;;) pthread_cond_clockwait(&never, &mutex, CLOCK_MONOTONIC, &later);
  pthread_cleanup_pop(1);
  return nullptr;
}
void* InSemaphore(void*) {
  const Says says;
  pthread_mutex_lock(&outer);
  pthread_cleanup_push(Unlock, &outer);
  ready = true;
  sem_wait(&semaphore);
  pthread_cleanup_pop(1);
  return nullptr;
}
void* InJoin(void*) {
  const Says says;
  ready = true;
  pthread_join(sleeper, nullptr);
  return nullptr;
}
void* Sleep(void*) {
  while (sem_wait(&semaphore) != 0) {
  }
  return nullptr;
}

void Cancel(const char* what, void* (*routine)(void*)) {
  pthread_t thread{};
  void* value = nullptr;
  ready = false;
  pthread_create(&thread, nullptr, routine, nullptr);
  while (!ready.load()) sched_yield();
  // Taken, it says that the thread is in its wait by now.
  if (routine == &InCondition || routine == &InTimedCondition) {
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
  }
  pthread_cancel(thread);
  pthread_join(thread, &value);
  std::printf("%s: cancelled %d, destroyed %d, free %d %d\n", what, value == PTHREAD_CANCELED, destroyed.load(),
              pthread_mutex_trylock(&outer), pthread_mutex_trylock(&mutex));
  pthread_mutex_unlock(&mutex);
  pthread_mutex_unlock(&outer);
}

void Waits() {
  for (int round = 0; round < 3; ++round) {
    Cancel("condition", &InCondition);
    Cancel("timed condition", &InTimedCondition);
    Cancel("semaphore", &InSemaphore);
    pthread_create(&sleeper, nullptr, &Sleep, nullptr);
    Cancel("join", &InJoin);
    sem_post(&semaphore);
    pthread_join(sleeper, nullptr);
  }
}

// It locks, unlocks, notifies, creates and posts with a cancellation pending: none of these is a cancellation point.
void* Pending(void* inverted) {
  const Says says;
  while (!ready.load()) {
  }
  pthread_mutex_t* first = inverted != nullptr ? &mutex : &outer;
  pthread_mutex_t* second = inverted != nullptr ? &outer : &mutex;
  pthread_mutex_lock(first);
  pthread_mutex_lock(second);
  pthread_cond_broadcast(&condition);
  sem_post(&semaphore);
  pthread_mutex_unlock(second);
  pthread_mutex_unlock(first);
  pthread_t other{};
  pthread_create(
      &other, nullptr, [](void* unused) { return unused; }, nullptr);
  pthread_detach(other);
  destroyed = 100;
  pthread_testcancel();
  destroyed = 1000;
  return nullptr;
}

void AskedBefore(bool inverted) {
  pthread_t thread{};
  void* value = nullptr;
  pthread_create(&thread, nullptr, &Pending, inverted ? &mutex : nullptr);
  pthread_mutex_lock(&outer);
  pthread_mutex_lock(&mutex);
  pthread_mutex_unlock(&mutex);
  pthread_mutex_unlock(&outer);
  pthread_cancel(thread);
  ready = true;
  pthread_join(thread, &value);
  std::printf("pending: cancelled %d, destroyed %d\n", value == PTHREAD_CANCELED, destroyed.load());
}

}  // namespace

int main(int argc, char** argv) {
  sem_init(&semaphore, 0, 0);
  if (argc != 2) return 2;
  if (std::strcmp(argv[1], "waits") == 0) {
    Waits();
  } else {
    AskedBefore(std::strcmp(argv[1], "inverted") == 0);
  }
  return 0;
}
