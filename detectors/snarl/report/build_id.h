// SPDX-License-Identifier: Apache-2.0
//
// Which build of a file is loaded: its linker's build id, out of memory. The file of that name may be another by now.
//
// Thread safety: any thread; takes the loader's lock, as Modules does.
#pragma once

#include <cstdint>
#include <string>

namespace snarl::report {

// In hex digits; empty where `address` lies in no module, or in one without.
[[nodiscard]] std::string BuildIdAt(std::uintptr_t address);

}  // namespace snarl::report
