// SPDX-License-Identifier: Apache-2.0
//
// A program to be run: does what its words say. Compiled by the scripts of tests/cli in many ways (static, stripped, with
// a sanitizer, …).
//
//   args WORD…     prints each word on a line of its own, argv[0] first
//   pid            prints its process id
//   copy           copies standard input to standard output
//   status N       ends with status N
//   signal N       sends itself the signal N
//   exec PATH WORD…
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

int main(int argc, char** argv) {
  const auto says = [&](const char* word) { return argc > 1 && std::strcmp(argv[1], word) == 0; };
  if (says("args")) {
    std::puts(argv[0]);
    for (int i = 2; i < argc; ++i) std::puts(argv[i]);
  }
  if (says("pid")) std::printf("%d\n", static_cast<int>(getpid()));
  if (says("copy")) {
    for (int c = std::getchar(); c != EOF; c = std::getchar()) std::putchar(c);
  }
  if (argc < 3) return 0;
  if (says("status")) return std::atoi(argv[2]);
  if (says("signal")) std::raise(std::atoi(argv[2]));
  if (says("exec")) {
    execv(argv[2], argv + 2);
    return 70;
  }
  return 0;
}
