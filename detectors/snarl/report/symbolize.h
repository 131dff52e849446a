// SPDX-License-Identifier: Apache-2.0
//
// From program counters to functions, files and lines, inlined frames included, in process: by libbacktrace where the build
// found it, else by dladdr (function and offset only). Nothing is read before the first call.
//
// Thread safety: any thread; serialised inside. Cost: milliseconds at the first call per module, microseconds afterwards.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "snarl/report/finding.h"

namespace snarl::report {

// `pcs`: return addresses, innermost first (one byte is subtracted from each, so that a call at the end of a function is not
// charged to the next one); `exact` where they are addresses of instructions instead. Frames of the watchdog's own code and
// adapters (snarl::record, snarl::mutex, …) are dropped from the top; std:: guards below them stay.
[[nodiscard]] Stack Symbolize(std::span<const void* const> pcs, bool exact = false);

// The same for a list in which the address of an inlined call stands once for each of its frames, as ThreadSanitizer has it.
[[nodiscard]] Stack SymbolizeExpanded(std::span<const void* const> pcs);

// g++ calls an inlined lambda "operator()" and nothing more: gives each the name of the function that made it, where the calls
// that it went through tell. Symbolize() has done so.
void NameLambdas(Stack& stack);

// Drops the watchdog's own frames from the top; a stack of nothing else stays as it is.
void DropOwnFrames(Stack& stack);

// The name of the global object that `address` points into; empty where it is unknown.
[[nodiscard]] std::string SymbolizeData(const void* address);

// The first frame that a reader calls "my code": not snarl::, std::, absl::, a sanitizer's interceptor or a system header.
// Null where there is none.
[[nodiscard]] const Frame* UserFrame(const Stack& stack);

}  // namespace snarl::report
