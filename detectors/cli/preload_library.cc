// SPDX-License-Identifier: Apache-2.0
#include "cli/preload_library.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "cli/fault.h"

namespace snarl::cli {
namespace {

constexpr const char* kName = "libsnarl_preload.so";

std::string Joined(const std::vector<std::string>& places) {
  std::string text;
  for (const std::string& place : places) text += (text.empty() ? "" : ", ") + place;
  return text;
}

std::string Found(const std::vector<std::string>& places) {
  for (const std::string& place : places) {
    std::error_code none;
    const std::filesystem::path path = std::filesystem::canonical(place, none);
    if (!none && std::filesystem::is_regular_file(path, none)) return path;
  }
  return "";
}

}  // namespace

std::vector<std::string> PreloadPlaces(const std::string& executable) {
  const std::filesystem::path folder = std::filesystem::path(executable).parent_path();
  const std::filesystem::path prefix = folder.parent_path();
  std::vector<std::string> places = {folder / kName, prefix / "lib/snarl" / kName};
  const auto add = [&](const std::filesystem::path& place) {
    if (std::ranges::find(places, place.string()) == places.end()) places.push_back(place);
  };
  if (*SNARL_MULTIARCH != '\0') add(prefix / "lib" / SNARL_MULTIARCH / "snarl" / kName);
  add(prefix / SNARL_LIBDIR / "snarl" / kName);
  add(std::filesystem::path(SNARL_FULL_LIBDIR) / "snarl" / kName);
  return places;
}

std::string FindPreload(const std::string& named, const std::vector<std::string>& places) {
  std::string path = Found(named.empty() ? places : std::vector<std::string>{named});
  if (path.empty() && !named.empty()) throw Fault("the library to preload is not there: " + named);
  if (path.empty()) {
    throw Fault(std::string(kName) + " is not there; looked for " + Joined(places) +
                " (--preload or SNARL_PRELOAD names it elsewhere)");
  }
  if (path.find_first_of(" :") != path.npos) {
    throw Fault(path + ": LD_PRELOAD takes a blank or a colon for the end of a name; put the library elsewhere");
  }
  return path;
}

std::string ThisExecutable() {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::read_symlink("/proc/self/exe", error);
  if (error) throw Fault("/proc/self/exe: " + error.message());
  return path;
}

}  // namespace snarl::cli
