// SPDX-License-Identifier: Apache-2.0
//
// Where libsnarl_preload.so is: beside the command in a build tree, in the library folders of the same prefix where both
// are installed, or where somebody says.
#pragma once

#include <string>
#include <vector>

namespace snarl::cli {

// Where it may be for a command at `executable`, in the order in which it is looked for.
[[nodiscard]] std::vector<std::string> PreloadPlaces(const std::string& executable);

// Its absolute path. `named`: --preload, else $SNARL_PRELOAD; empty: look in `places`. Throws Fault where it is not
// there, naming all of them, or where LD_PRELOAD cannot hold its path.
[[nodiscard]] std::string FindPreload(const std::string& named, const std::vector<std::string>& places);

// The path of this program, links followed.
[[nodiscard]] std::string ThisExecutable();

}  // namespace snarl::cli
