// SPDX-License-Identifier: Apache-2.0
//
// Whether a text holds a part: Catch2's own matchers for it have other names in version 3 than in version 2.
#pragma once

#include <string_view>

inline bool Holds(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }
