// SPDX-License-Identifier: Apache-2.0
//
// The thread-local word behind Guest, apart so that the hot path includes nothing else.
#pragma once

namespace snarl::report {

// initial-exec: one load at a fixed offset instead of a call, also inside a shared library.
extern thread_local constinit int guest_depth __attribute__((tls_model("initial-exec"), visibility("hidden")));

}  // namespace snarl::report
