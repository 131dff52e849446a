// SPDX-License-Identifier: Apache-2.0
//
// What was read out of a log, as a table that a person can check: the golden files beside the samples.
#pragma once

#include <string>

#include "logs/collected.h"

namespace snarl::logs {

// One paragraph for each finding, then the complaints. Of a path only the base name; neither pid nor address.
[[nodiscard]] std::string Told(const Collected& got);

}  // namespace snarl::logs
