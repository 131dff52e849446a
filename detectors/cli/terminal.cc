// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace snarl::cli {
namespace {

bool IsSet(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

const char* Code(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kBold:
      return "\033[1m";
    case Style::kDim:
      return "\033[2m";
    case Style::kBad:
      return "\033[1;31m";
    case Style::kGood:
      return "\033[32m";
    case Style::kMark:
      return "\033[33m";
  }
  return "";
}

}  // namespace

bool HasColour(std::FILE* stream) {
  if (IsSet("NO_COLOR")) return false;
  if (IsSet("CLICOLOR_FORCE") && std::strcmp(std::getenv("CLICOLOR_FORCE"), "0") != 0) return true;
  if (const char* const terminal = std::getenv("TERM"); terminal != nullptr && std::strcmp(terminal, "dumb") == 0) {
    return false;
  }
  return isatty(fileno(stream)) != 0;
}

std::string Paint(Style style, std::string_view text, bool colour) {
  if (!colour || style == Style::kPlain || text.empty()) return std::string(text);
  return Code(style) + std::string(text) + "\033[0m";
}

int Width(std::FILE* stream, int otherwise) {
  winsize size{};
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* const columns = std::getenv("COLUMNS");
  const int asked = columns == nullptr ? 0 : std::atoi(columns);
  return asked > 0 ? asked : otherwise;
}

}  // namespace snarl::cli
