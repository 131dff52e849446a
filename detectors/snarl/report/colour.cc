// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/colour.h"

#include <unistd.h>

#include <cstdlib>

namespace snarl::report {

bool WantsColour(std::string_view choice, int fd) {
  if (choice == "always") return true;
  if (choice == "never") return false;
  const auto set = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (set("NO_COLOR")) return false;
  const char* force = std::getenv("CLICOLOR_FORCE");
  if (force != nullptr && *force != '\0' && std::string_view(force) != "0") return true;
  const char* terminal = std::getenv("TERM");
  return isatty(fd) == 1 && (terminal == nullptr || std::string_view(terminal) != "dumb");
}

}  // namespace snarl::report
