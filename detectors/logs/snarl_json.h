// SPDX-License-Identifier: Apache-2.0
//
// Snarl's own findings documents.
//
// Thread safety: no state.
#pragma once

#include <string>
#include <string_view>

#include "logs/input.h"
#include "logs/sink.h"

namespace snarl::logs {

// Whether the text begins as JSON does.
[[nodiscard]] bool LooksLikeJson(std::string_view head);

// The whole of `input`; `file` is what complaints call it.
void ReadSnarlJson(Input& input, const std::string& file, Sink& sink);

}  // namespace snarl::logs
