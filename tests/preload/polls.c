// SPDX-License-Identifier: Apache-2.0
//
// polls WHAT: threads that ask again and again instead of waiting.
//   flag             one polls a flag that nobody is left to set, the other waits for its end
//   flag_after_all   whoever was to set it has ended
//   lock             one tries a lock whose holder waits for its end
//   own_lock         one tries a lock that it holds itself
//   dance            two hold one lock each and try the other's; timed_dance: with a limit
// and what is none of that, for SECONDS:
//   flag_set_later   somebody sleeps, and sets it
//   handed           two that hand a flag to and fro
//   handler          one whose flag a signal's handler sets
//   pipe             one that asks a pipe
//   computes, computes_politely
//   lock_set_free    one tries a lock until it is free
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../truth/cue.h"

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t second = PTHREAD_MUTEX_INITIALIZER;
static double seconds = 1;
static int done;
static int turn;
static int ends[2];
static Cue begun;

static double Now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
static int Done(void) { return __atomic_load_n(&done, __ATOMIC_RELAXED); }
static void SetDone(void) { __atomic_store_n(&done, 1, __ATOMIC_RELAXED); }

static void* PollFlag(void* unused) {
  Give(&begun);
  while (!Done()) sched_yield();
  return unused;
}
static void* SetLater(void* unused) {
  usleep((useconds_t)(seconds * 1e6));
  SetDone();
  return unused;
}
static void* End(void* unused) { return unused; }
static void* PollLock(void* unused) {
  Give(&begun);
  while (pthread_mutex_trylock(&first) != 0) {
  }
  pthread_mutex_unlock(&first);
  return unused;
}
static void* PollOwnLock(void* unused) {
  pthread_mutex_lock(&first);
  return PollLock(unused);
}
static void* HandOver(void* number) {
  const int mine = *(const int*)number;
  for (const double until = Now() + seconds; Now() < until;) {
    while (__atomic_load_n(&turn, __ATOMIC_RELAXED) != mine && Now() < until) sched_yield();
    __atomic_store_n(&turn, 1 - mine, __ATOMIC_RELAXED);
  }
  return NULL;
}
static void SetByHandler(int unused) {
  (void)unused;
  SetDone();
}
static void* PollPipe(void* unused) {
  char byte;
  while (read(ends[0], &byte, 1) != 1) sched_yield();
  return unused;
}
static void Burn(double most) {
  volatile double sum = 0;
  for (const double until = Now() + most; Now() < until;) {
    for (int i = 1; i < 1000; ++i) sum += 1.0 / i;
  }
}
static void* Compute(void* unused) {
  Burn(seconds);
  return unused;
}
static void* ComputePolitely(void* unused) {
  for (const double until = Now() + seconds; Now() < until;) {
    for (int i = 0; i < 100; ++i) {
      Burn(5e-6);
      sched_yield();
    }
  }
  return unused;
}

// Each takes its own, so that both have one, and tries the other's; never both at once, and never successfully.
static pthread_barrier_t step;
static int with_limit;
static int Try(pthread_mutex_t* mutex) {
  if (!with_limit) return pthread_mutex_trylock(mutex);
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 2000000;
  if (until.tv_nsec >= 1000000000) {
    ++until.tv_sec;
    until.tv_nsec -= 1000000000;
  }
  return pthread_mutex_timedlock(mutex, &until);
}
static void* Dance(void* mine) {
  pthread_mutex_t* const own = mine;
  pthread_mutex_t* const other = own == &first ? &second : &first;
  for (;;) {
    pthread_mutex_lock(own);
    pthread_barrier_wait(&step);
    const int got = Try(other);
    pthread_barrier_wait(&step);
    if (got == 0) exit(1);
    pthread_mutex_unlock(own);
  }
}

static void Play(void* (*one)(void*), void* for_one, void* (*other)(void*), void* for_other) {
  pthread_t threads[2];
  pthread_create(&threads[0], NULL, one, for_one);
  if (other != NULL) pthread_create(&threads[1], NULL, other, for_other);
  pthread_join(threads[0], NULL);
  if (other != NULL) pthread_join(threads[1], NULL);
}

int main(int argc, char** argv) {
  static const int numbers[2] = {0, 1};
  const char* const what = argc > 1 ? argv[1] : "";
  if (argc > 2) seconds = strtod(argv[2], NULL);
  if (strcmp(what, "flag") == 0) {
    Play(PollFlag, NULL, NULL, NULL);
  } else if (strcmp(what, "flag_after_all") == 0) {
    Play(PollFlag, NULL, End, NULL);
  } else if (strcmp(what, "lock") == 0) {
    pthread_mutex_lock(&first);
    Play(PollLock, NULL, NULL, NULL);
  } else if (strcmp(what, "own_lock") == 0) {
    Play(PollOwnLock, NULL, NULL, NULL);
  } else if (strcmp(what, "dance") == 0 || strcmp(what, "timed_dance") == 0) {
    with_limit = strcmp(what, "dance") != 0;
    pthread_barrier_init(&step, NULL, 2);
    Play(Dance, &first, Dance, &second);
  } else if (strcmp(what, "flag_set_later") == 0) {
    Play(PollFlag, NULL, SetLater, NULL);
  } else if (strcmp(what, "handed") == 0) {
    Play(HandOver, (void*)&numbers[0], HandOver, (void*)&numbers[1]);
  } else if (strcmp(what, "handler") == 0) {
    struct sigaction action = {0};
    action.sa_handler = SetByHandler;
    sigaction(SIGALRM, &action, NULL);
    alarm(1 + (unsigned)seconds);
    Play(PollFlag, NULL, NULL, NULL);
  } else if (strcmp(what, "pipe") == 0) {
    const pid_t writer = pipe2(ends, O_NONBLOCK) == 0 ? fork() : -1;
    if (writer == 0) {
      usleep((useconds_t)(seconds * 1e6));
      _exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
    }
    Play(PollPipe, NULL, NULL, NULL);
  } else if (strcmp(what, "computes") == 0) {
    Play(Compute, NULL, NULL, NULL);
  } else if (strcmp(what, "computes_politely") == 0) {
    Play(ComputePolitely, NULL, NULL, NULL);
  } else if (strcmp(what, "lock_set_free") == 0) {
    pthread_t thread;
    pthread_mutex_lock(&first);
    pthread_create(&thread, NULL, PollLock, NULL);
    Await(&begun);
    usleep((useconds_t)(seconds * 1e6));
    pthread_mutex_unlock(&first);
    pthread_join(thread, NULL);
  } else {
    return 2;
  }
  puts("through");
  return 0;
}
