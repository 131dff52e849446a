// SPDX-License-Identifier: Apache-2.0
#include "demos/stage/stage.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdarg>
#include <cstdio>
#include <string>
#include <utility>

#include "demos/stage/company.h"

namespace stage {

namespace {

// Generous: the deadline only ends a demo that is broken, and a loaded machine must not look like one.
constexpr std::chrono::seconds kPatience(30);
constexpr std::chrono::microseconds kPollInterval(200);

// Straight to the descriptor: stdio would take a lock that two players share.
[[gnu::format(printf, 1, 0)]] void WriteLine(const char* format, std::va_list arguments) {
  std::array<char, 512> line;
  const int length = std::vsnprintf(line.data(), line.size() - 1, format, arguments);
  if (length < 0) return;
  const std::size_t used = std::min(static_cast<std::size_t>(length), line.size() - 2);
  line[used] = '\n';
  if (write(STDOUT_FILENO, line.data(), used + 1) < 0) return;
}

}  // namespace

void MissCue(const char* what) {
  Tell("This demo did not play as written: %s.", what);
  End(kMissedCue);
}

bool Poll(const std::function<bool()>& done) {
  const auto give_up = std::chrono::steady_clock::now() + kPatience;
  while (!done()) {
    if (std::chrono::steady_clock::now() > give_up) return false;
    std::this_thread::sleep_for(kPollInterval);
  }
  return true;
}

void Cue::Await() const {
  if (!Poll([this] { return given(); })) MissCue(name_);
}

Cast& Cast::Enter(const std::string& name, std::function<void()> part) {
  auto player = std::make_unique<Player>();
  Player& self = *player;
  player->thread = std::thread([name, part = std::move(part), &self] {
    NameThread(name);
    part();
    self.done.store(true, std::memory_order_relaxed);
  });
  players_.push_back(std::move(player));
  return *this;
}

void Cast::Leave() {
  const auto all_done = [this] {
    for (const auto& player : players_) {
      if (!player->done.load(std::memory_order_relaxed)) return false;
    }
    return true;
  };
  if (!AwaitEnd(all_done)) {
    Tell("... and there they would wait for ever. The demo ends here.");
    // Whoever has ended is joined all the same: ThreadSanitizer would call it a leaked thread.
    for (const auto& player : players_) {
      if (player->done.load(std::memory_order_relaxed)) player->thread.join();
    }
    End(0);
  }
  for (const auto& player : players_) player->thread.join();
  players_.clear();
}

void PlayInTurn(const std::string& first_name, std::function<void()> first, const std::string& second_name,
                std::function<void()> second) {
  Cue both_started("both threads started");
  Cue first_done("the first thread's part");
  Cast cast;
  cast.Enter(first_name, [&, first = std::move(first)] {
    both_started.Await();
    first();
    first_done.Give();
  });
  cast.Enter(second_name, [&, second = std::move(second)] {
    both_started.Give();
    first_done.Await();
    second();
  });
  cast.Leave();
}

void Tell(const char* format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  WriteLine(format, arguments);
  va_end(arguments);
}

void Show(bool happened, const char* format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  WriteLine(format, arguments);
  va_end(arguments);
  if (!happened) MissCue("the line above was not to be");
}

}  // namespace stage
