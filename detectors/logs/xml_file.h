// SPDX-License-Identifier: Apache-2.0
//
// A file of XML: its outermost element says whose it is.
//
// Thread safety: no state.
#pragma once

#include <string>
#include <string_view>

#include "logs/input.h"
#include "logs/sink.h"

namespace snarl::logs {

// Whether the text begins as an XML document does.
[[nodiscard]] bool LooksLikeXml(std::string_view head);

// The whole of `input`; `file` is what complaints call it.
void ReadXml(Input& input, const std::string& file, Sink& sink);

}  // namespace snarl::logs
