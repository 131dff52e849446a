// SPDX-License-Identifier: Apache-2.0
//
// Three levels of locks; each thread takes some of them, always downwards.
//
// VERDICT clean
#include "cue.h"

static pthread_mutex_t house = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t room = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t drawer = PTHREAD_MUTEX_INITIALIZER;

static void All(void) {
  pthread_mutex_lock(&house);
  pthread_mutex_lock(&room);
  pthread_mutex_lock(&drawer);
  pthread_mutex_unlock(&drawer);
  pthread_mutex_unlock(&room);
  pthread_mutex_unlock(&house);
}

static void RoomAndDrawer(void) {
  pthread_mutex_lock(&room);
  pthread_mutex_lock(&drawer);
  pthread_mutex_unlock(&drawer);
  pthread_mutex_unlock(&room);
}

static void HouseAndDrawer(void) {
  pthread_mutex_lock(&house);
  pthread_mutex_lock(&drawer);
  pthread_mutex_unlock(&drawer);
  pthread_mutex_lock(&room);
  pthread_mutex_unlock(&room);
  pthread_mutex_unlock(&house);
}

int main(void) {
  IN_TURN(All, RoomAndDrawer, HouseAndDrawer);
  return 0;
}
