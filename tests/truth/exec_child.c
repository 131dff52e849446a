// SPDX-License-Identifier: Apache-2.0
//
// The inversion is in another program, which a forked child becomes: this same one, told to invert.
//
// VERDICT lock-order-inversion
#include <sys/wait.h>

#include "cue.h"

static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t b = PTHREAD_MUTEX_INITIALIZER;

static void AThenB(void) {
  pthread_mutex_lock(&a);
  pthread_mutex_lock(&b);  // <- lock-order-inversion
  pthread_mutex_unlock(&b);
  pthread_mutex_unlock(&a);
}

static void BThenA(void) {
  pthread_mutex_lock(&b);
  pthread_mutex_lock(&a);  // <- lock-order-inversion
  pthread_mutex_unlock(&a);
  pthread_mutex_unlock(&b);
}

int main(int count, char** words) {
  if (count > 1) {
    IN_TURN(AThenB, BThenA);
    return 0;
  }
  const pid_t child = fork();
  if (child == 0) {
    execl(words[0], words[0], "invert", (char*)NULL);
    _exit(70);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status)) return 70;
  return WEXITSTATUS(status);
}
