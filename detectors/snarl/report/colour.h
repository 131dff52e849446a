// SPDX-License-Identifier: Apache-2.0
//
// Whether a text is coloured.
//
// Thread safety: reads the environment, as getenv() does.
#pragma once

#include <string_view>

namespace snarl::report {

// Whether to colour what goes to `fd`: `choice` is the option color; auto looks at the terminal, NO_COLOR,
// CLICOLOR_FORCE.
[[nodiscard]] bool WantsColour(std::string_view choice, int fd);

}  // namespace snarl::report
