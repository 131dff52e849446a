// SPDX-License-Identifier: Apache-2.0
#include "cli/names.h"

#include <sys/resource.h>

#include <cstdio>
#include <iostream>
#include <string>

#include "snarl/report/name_request.h"
#include "symbols/answer.h"

namespace snarl::cli {

int Names() {
  // Debug information may be wrong in ways that take for ever, or all memory.
  const rlimit seconds{5, 5};
  setrlimit(RLIMIT_CPU, &seconds);
  const rlimit bytes{rlim_t{4} << 30, rlim_t{4} << 30};
  setrlimit(RLIMIT_AS, &bytes);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);

  report::NameRequests requests;
  report::NameRequest request;
  symbols::Answerer answerer;
  long number = 0;
  for (std::string line; std::getline(std::cin, line);) {
    ++number;
    const auto took = requests.Take(line, request);
    if (took == report::NameRequests::Took::kRefused) {
      (void)std::fprintf(stderr, "snarl names: line %ld of the standard input is no request\n", number);
      return 2;
    }
    if (took != report::NameRequests::Took::kRequest) continue;
    std::printf("%s\n", answerer.Name(request, requests.modules()).c_str());
    std::fflush(stdout);
  }
  return 0;
}

}  // namespace snarl::cli
