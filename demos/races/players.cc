// SPDX-License-Identifier: Apache-2.0
//
// The players: three of them race for points, and the scores are read out while they still run.
//
// Bunny, Turtle and Fox each go five times and find one to three points each time. Every player writes on a line of
// his own of the scoreboard, so no player disturbs another: nothing is lost, no lock seems to be needed. Then main
// comes to read out the final scores, and does not wait for the end. It reads while the players write.
//
// Two things go wrong. The scores are not final: whoever has been read out still collects. And it is a data race,
// even though every line has one writer only. One reader is enough; "only one thread writes it" is no excuse, unless
// everybody else is ordered after the writing.
//
// A lock per player makes each line whole: whoever reads it gets a score that this player really had. It does not
// make it final, though: a lock says "not at the same time", it does not say "afterwards". For "afterwards" there is
// join(). The lesson has both, and needs both: the locks for whoever wants to look during the game, the join for the
// result.
//
//   unsafe  main reads the scoreboard during the game, without a lock: scores that are neither safe nor final
//   safe    a lock in every player for the look at half time; the final scores only after everyone has been joined
//
// LESSON: Fun Exercise!
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the scoreboard has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <array>
#include <cstddef>
#include <random>
#include <vector>

#include "demos/stage/stage.h"
#include "snarl/absl_mutex.h"

namespace {

constexpr std::array<const char*, 3> kNames = {"Bunny", "Turtle", "Fox"};
constexpr int kRounds = 5;

// One to three points, the same ones in every run.
class Luck {
 public:
  explicit Luck(std::size_t player) : random_(static_cast<unsigned>(player) + 1) {}
  int Find() { return 1 + static_cast<int>(random_() % 3); }

 private:
  std::minstd_rand random_;
};

int Total(std::size_t player) {
  Luck luck(player);
  int total = 0;
  for (int round = 0; round < kRounds; ++round) total += luck.Find();
  return total;
}

}  // namespace

namespace unsafe {

struct alignas(64) Line {
  int points = 0;
};

void CollectPoints(std::size_t player, Line& line, stage::Cue& played_three, const stage::Cue& read_out) {
  Luck luck(player);
  int total = 0;
  for (int round = 0; round < kRounds; ++round) {
    if (round == 3) {
      played_three.Give();
      read_out.Await();
    }
    const int found = luck.Find();
    total += found;
    line.points = total;  // <- data-race
    stage::Tell("%s found %d points! Total: %d", kNames[player], found, total);
  }
}

void Play() {
  std::vector<Line> scoreboard(kNames.size());
  std::array<stage::Cue, kNames.size()> played_three;
  stage::Cue read_out("the scores are read out");
  stage::Cast cast;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    cast.Enter(kNames[i], [&, i] { CollectPoints(i, scoreboard[i], played_three[i], read_out); });
  }
  for (const stage::Cue& cue : played_three) cue.Await();
  stage::Tell("Game Over! Final scores:");
  bool final = false;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const int points = scoreboard[i].points;  // <- data-race
    stage::Tell("%s: %d points (will be %d)", kNames[i], points, Total(i));
    if (points == Total(i)) final = true;
  }
  read_out.Give();
  cast.Leave();
  stage::Show(!final, "Nobody's score was final: the game was still on.");
}

}  // namespace unsafe

namespace safe {

class Player {
 public:
  void Score(int found) {
    const snarl::MutexLock hold(mutex_);
    points_ += found;
  }
  int points() {
    const snarl::MutexLock hold(mutex_);
    return points_;
  }

 private:
  snarl::Mutex mutex_{"player"};
  int points_ SNARL_GUARDED_BY(mutex_) = 0;
};

void CollectPoints(std::size_t i, Player& player, stage::Cue& played_three, const stage::Cue& read_out) {
  Luck luck(i);
  for (int round = 0; round < kRounds; ++round) {
    if (round == 3) {
      played_three.Give();
      read_out.Await();
    }
    const int found = luck.Find();
    player.Score(found);
    stage::Tell("%s found %d points! Total: %d", kNames[i], found, player.points());
  }
}

void Play() {
  std::array<Player, kNames.size()> players;
  std::array<stage::Cue, kNames.size()> played_three;
  stage::Cue read_out("the scores are read out");
  stage::Cast cast;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    cast.Enter(kNames[i], [&, i] { CollectPoints(i, players[i], played_three[i], read_out); });
  }
  for (const stage::Cue& cue : played_three) cue.Await();
  stage::Tell("Half time:");
  for (std::size_t i = 0; i < kNames.size(); ++i) stage::Tell("%s: %d points", kNames[i], players[i].points());
  read_out.Give();
  cast.Leave();
  stage::Tell("Game Over! Final scores:");
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const int points = players[i].points();
    stage::Show(points == Total(i), "%s: %d points", kNames[i], points);
  }
}

}  // namespace safe

int main() { VARIANT::Play(); }
