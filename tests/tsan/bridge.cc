// SPDX-License-Identifier: Apache-2.0
//
// ThreadSanitizer's reports as findings, end to end: each scene provokes one report, reads the findings of its own process
// and compares kind, places and names with what it knows of itself. The twin of each provokes none. Says "as declared" on
// standard error, since ThreadSanitizer decides the exit status of a program that it has reported.
#include <pthread.h>

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include "snarl/watchdog.h"

namespace {

struct Expected {
  std::string kind;
  std::set<std::string> steps;  // "what line"
  std::string thread;           // some thread's name
};

int Line(const nlohmann::json& stack) {
  for (const auto& frame : stack) {
    if (frame.at("file") == __FILE__) return frame.at("line").get<int>();
  }
  return 0;
}

bool Says(const char* what, const std::string& expected, const std::string& came) {
  if (expected == came) return true;
  std::fprintf(stderr, "%s: expected '%s', came '%s'\n", what, expected.c_str(), came.c_str());
  return false;
}

std::string Joined(const std::set<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + ", ";
  return text;
}

bool AsDeclared(const Expected& expected) {
  const auto findings = nlohmann::json::parse(snarl::FindingsJson()).at("findings");
  if (!Says("findings", "1", std::to_string(findings.size()))) return false;
  const auto& finding = findings.at(0);
  std::set<std::string> steps;
  for (const auto& step : finding.at("witness")) {
    steps.insert(step.at("what").get<std::string>() + " " + std::to_string(Line(step.at("second"))));
  }
  std::set<std::string> threads;
  for (const auto& thread : finding.at("threads")) threads.insert(thread.at("name").get<std::string>());
  const bool named = expected.thread.empty() || threads.count(expected.thread) == 1;
  if (!named) Says("threads", expected.thread, Joined(threads));
  return Says("kind", expected.kind, finding.at("kind").get<std::string>()) &&
         Says("watcher", "tsan", finding.at("watcher").get<std::string>()) &&
         Says("steps", Joined(expected.steps), Joined(steps)) && named;
}

std::string At(const char* what, int line) { return std::string(what) + " " + std::to_string(line); }

// Not main's own, so that both threads of a race have a name and a line.
template <class Play>
std::thread Named(const char* name, Play play) {
  return std::thread([name, play] {
    pthread_setname_np(pthread_self(), name);
    play();
  });
}

int apples = 0;  // printed, or the compiler would leave the writes out

Expected Race(bool guarded) {
  std::mutex mu;
  int first = 0;
  int second = 0;
  std::thread mother = Named("mother", [&] {
    if (guarded) mu.lock();
    first = __LINE__ + 1;
    apples = 1;
    if (guarded) mu.unlock();
  });
  std::thread father = Named("father", [&] {
    if (guarded) mu.lock();
    second = __LINE__ + 1;
    apples = 2;
    if (guarded) mu.unlock();
  });
  mother.join();
  father.join();
  std::printf("%d apples\n", apples);
  return {"data-race", {At("write", first), At("write", second)}, "mother"};
}

Expected Inversion(bool guarded) {
  std::mutex file;
  std::mutex cloud;
  int first = 0;
  int second = 0;
  Named("save", [&] {
    const std::lock_guard hold_file(file);
    first = __LINE__ + 1;
    const std::lock_guard hold_cloud(cloud);
  }).join();
  Named("sync", [&] {
    std::mutex& one = guarded ? file : cloud;
    std::mutex& other = guarded ? cloud : file;
    const std::lock_guard hold_one(one);
    second = __LINE__ + 1;
    const std::lock_guard hold_other(other);
  }).join();
  return {"lock-order-inversion", {At("requests", first), At("requests", second)}, "sync"};
}

Expected Unlock(bool guarded) {
  pthread_mutex_t mu = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mu);
  pthread_mutex_unlock(&mu);
  if (guarded) pthread_mutex_lock(&mu);
  const int line = __LINE__ + 1;
  pthread_mutex_unlock(&mu);
  return {"unlock-unlocked", {At("call", line)}, ""};
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view scene = argc > 1 ? argv[1] : "";
  const bool guarded = argc > 2 && std::string_view(argv[2]) == "guarded";
  Expected expected;
  if (scene == "race") {
    expected = Race(guarded);
  } else if (scene == "inversion") {
    expected = Inversion(guarded);
  } else if (scene == "unlock") {
    expected = Unlock(guarded);
  } else {
    std::fputs("usage: bridge race|inversion|unlock [guarded]\n", stderr);
    return 2;
  }
  if (guarded) return snarl::FindingCount() == 0 ? 0 : 3;
  if (AsDeclared(expected)) std::fputs("as declared\n", stderr);
  return 0;
}
