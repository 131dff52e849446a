// SPDX-License-Identifier: Apache-2.0
//
// A program with two locks, for tests/cli/run_watched: plays what its words say.
//
//   clean               two threads take both in one order
//   inversion [N]       in two orders, one thread after the other; ends with status N
//   signal N            the same, then dies of the signal N
//   deadlock            in two orders, both at once
//   fork                clean; a forked child plays the inversion and ends with 0
//   spawn PATH WORD…    clean; a child process is PATH, and its status is the status
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cue.h"

static pthread_mutex_t left = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t right = PTHREAD_MUTEX_INITIALIZER;
static Cue has_left;
static Cue has_right;

static void LeftThenRight(void) {
  pthread_mutex_lock(&left);
  pthread_mutex_lock(&right);
  pthread_mutex_unlock(&right);
  pthread_mutex_unlock(&left);
}

static void RightThenLeft(void) {
  pthread_mutex_lock(&right);
  pthread_mutex_lock(&left);
  pthread_mutex_unlock(&left);
  pthread_mutex_unlock(&right);
}

static void HangsOnTheRight(void) {
  pthread_mutex_lock(&left);
  Give(&has_left);
  Await(&has_right);
  pthread_mutex_lock(&right);
}

static void* HangsOnTheLeft(void* unused) {
  pthread_mutex_lock(&right);
  Give(&has_right);
  Await(&has_left);
  pthread_mutex_lock(&left);
  return unused;
}

static int StatusOf(pid_t child) {
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) return 71;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int count, char** words) {
  const char* const what = count > 1 ? words[1] : "";
  const int number = count > 2 ? atoi(words[2]) : 0;
  alarm(60);
  if (strcmp(what, "inversion") == 0 || strcmp(what, "signal") == 0) {
    IN_TURN(LeftThenRight, RightThenLeft);
    if (strcmp(what, "signal") == 0) raise(number);
    return number;
  }
  if (strcmp(what, "deadlock") == 0) {
    pthread_t thread;
    pthread_create(&thread, NULL, HangsOnTheLeft, NULL);
    HangsOnTheRight();
    return 72;
  }
  IN_TURN(LeftThenRight, LeftThenRight);
  if (strcmp(what, "fork") != 0 && strcmp(what, "spawn") != 0) return 0;
  const pid_t child = fork();
  if (child == 0) {
    if (what[0] == 's') {
      execv(words[2], words + 2);
      _exit(73);
    }
    IN_TURN(LeftThenRight, RightThenLeft);
    exit(0);
  }
  return StatusOf(child);
}
