// SPDX-License-Identifier: Apache-2.0
//
// Two polite robots meet in a narrow corridor and make way for each other, for ever.
//
// R2D2 and C3PO come from opposite ends and both walk on the left. Each sees the other in its way and politely moves to the
// other side. Both do so in the same moment, so now both walk on the right, and each sees the other in its way... You know
// it from the pavement. Nobody is stuck, nobody waits, everybody is as helpful as can be, and nobody passes.
//
// That is a livelock. In a deadlock the threads *wait* for each other and the processor is idle; here they keep *acting* on
// each other and the processor is busy, with nothing to show for it. From outside such a program looks hard at work. There
// is no lock to look at and, with atomic positions, no data race either. To know a livelock one must know what would count
// as progress, so each robot carries a snarl::Progress with the name of what they compete for: Tick() says "I got through",
// Retry() says "somebody was in the way, I shall try again". Many retries of two and no tick of either is the finding.
//
//   unsafe  both move whenever both stand on the same side. In the lesson each is tired of dancing after 5 moves and goes
//           home. These are robots; they take a breath and begin again.
//   safe    the lesson's cure, randomness: each throws a coin and moves, or waits patiently. It is enough that the coins
//           differ once. (They have fixed seeds here, so that you see the same play every time: they move together, wait
//           together, and then one of them waits while the other moves.) Computers that talk on one cable at the same
//           time do just that, and so do two people, without a coin, after the second dance.
//
// LESSON: Livelocks (Robot and SmartRobot)
// VERDICT unsafe tsan: misses livelock -- the positions are atomic, so there is no data race, and no lock either
// VERDICT unsafe snarl: livelock
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <atomic>
#include <cstddef>
#include <random>

#include "demos/stage/rhythm.h"
#include "demos/stage/stage.h"
#include "snarl/probe.h"

namespace {

enum class Side { kLeft, kRight };

Side Opposite(Side side) { return side == Side::kLeft ? Side::kRight : Side::kLeft; }

struct Robot {
  const std::size_t number;
  const char* const name;
  std::minstd_rand coin;
  std::atomic<Side> side{Side::kLeft};
};

constexpr int kPatience = 5;

}  // namespace

namespace unsafe {

void TryToPass(Robot& robot, const Robot& other, stage::Rhythm& rhythm) {
  snarl::Progress progress("corridor");
  for (int moves = 0; robot.side == other.side; ++moves) {
    if (moves < kPatience) stage::Tell("%s sees %s, moves to opposite side", robot.name, other.name);
    if (moves == kPatience) stage::Tell("%s is tired of dancing! But there it is again: %s.", robot.name, other.name);
    if (!rhythm.Beat(robot.number)) return;
    robot.side = Opposite(robot.side);
    if (!rhythm.Beat(robot.number)) return;
    progress.Retry();  // <- livelock
  }
  progress.Tick();
  stage::Show(false, "%s passed, and should not have.", robot.name);
}

constexpr const char* kEnd = "The robots are stuck in an infinite dance!";

}  // namespace unsafe

namespace safe {

void TryToPass(Robot& robot, const Robot& other, stage::Rhythm& rhythm) {
  snarl::Progress progress("corridor");
  int moves = 0;
  for (; robot.side == other.side && moves < kPatience; ++moves) {
    if (!rhythm.Beat(robot.number)) return;
    if (robot.coin() % 2 == 0) {
      stage::Tell("%s waits patiently", robot.name);
    } else {
      stage::Tell("%s moves to opposite side", robot.name);
      robot.side = Opposite(robot.side);
    }
    if (!rhythm.Beat(robot.number)) return;
    progress.Retry();
  }
  progress.Tick();
  stage::Show(moves < kPatience, moves < kPatience ? "%s passed successfully!" : "%s will try again later", robot.name);
}

constexpr const char* kEnd = "The robots figured it out!";

}  // namespace safe

int main() {
  stage::Options("livelock_ms=200:hang_probe_ms=50");
  Robot r2d2{0, "R2D2", std::minstd_rand(1), {}};
  Robot c3po{1, "C3PO", std::minstd_rand(3), {}};
  stage::Rhythm rhythm("livelock");
  stage::Cast cast;
  cast.Enter(r2d2.name, [&] { VARIANT::TryToPass(r2d2, c3po, rhythm); });
  cast.Enter(c3po.name, [&] { VARIANT::TryToPass(c3po, r2d2, rhythm); });
  cast.Leave();
  stage::Tell("%s", VARIANT::kEnd);
}
