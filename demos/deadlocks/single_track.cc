// SPDX-License-Identifier: Apache-2.0
//
// Two trains on a single track: each holds the token of its own section and waits for that of the other.
//
// Where two stations share one track, a token lies at the entrance of each section, and only the driver who has it may go in.
// One token, one train: a semaphore that starts at 1. A train to the west takes the west section first, then the east one; a
// train to the east does it the other way round. As long as one comes after the other, all is well. On the day when both leave
// at once, each stands in its own section, with the token in hand, and waits for a token that the other will give back only
// after it has passed. Both are within the rules, and neither moves again.
//
// It is the deadlock of two locks in two orders, and yet most tools that know that one are blind here: a semaphore has no
// owner. Nobody writes down who took a token, anybody may put one back, so no tool can know who *has* it. Only who looks at all
// the threads at once sees it: everybody waits, and nobody is left who could give a token back.
//
//   unsafe  each train takes its own section first, then the other.
//   safe    both sections are asked for in one order, west before east, whichever way the train goes. Who has not got the
//           first token holds nothing that another could need.
//
// VERDICT unsafe tsan: misses deadlock -- a semaphore has no owner, and a thread that waits makes no access
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: deadlock
// VERDICT unsafe helgrind: misses deadlock -- it keeps an order of mutexes only
// VERDICT unsafe drd: misses deadlock -- it keeps no order of semaphores, and is silent while threads wait
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <semaphore.h>

#include "demos/stage/stage.h"

namespace {

struct Section {
  sem_t token;
  Section() { sem_init(&token, 0, 1); }
};

struct Railway {
  Section west, east;
  stage::Cue west_taken{"the train in the west section"}, east_taken{"the train in the east section"};
};

}  // namespace

namespace unsafe {

void DriveEast(Railway& railway) {
  sem_wait(&railway.west.token);
  stage::Tell("The express is in the west section, and wants to go on east.");
  railway.west_taken.Give();
  railway.east_taken.Await();
  sem_wait(&railway.east.token);  // <- deadlock
  stage::Show(false, "The express has passed.");
}

void DriveWest(Railway& railway) {
  sem_wait(&railway.east.token);
  stage::Tell("The milk train is in the east section, and wants to go on west.");
  railway.east_taken.Give();
  railway.west_taken.Await();
  sem_wait(&railway.west.token);  // <- deadlock
  stage::Show(false, "The milk train has passed.");
}

}  // namespace unsafe

namespace safe {

void Pass(Railway& railway, const char* train) {
  sem_wait(&railway.west.token);
  sem_wait(&railway.east.token);
  stage::Tell("%s has both tokens, and passes.", train);
  sem_post(&railway.east.token);
  sem_post(&railway.west.token);
}

void DriveEast(Railway& railway) { Pass(railway, "The express"); }
void DriveWest(Railway& railway) { Pass(railway, "The milk train"); }

}  // namespace safe

int main() {
  Railway railway;
  stage::Cast cast;
  cast.Enter("express", [&] { VARIANT::DriveEast(railway); });
  cast.Enter("milk train", [&] { VARIANT::DriveWest(railway); });
}
