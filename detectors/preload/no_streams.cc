// SPDX-License-Identifier: Apache-2.0
//
// The start of libstdc++'s streams, which nothing in this library uses. Abseil's headers name <iostream>, so more than a
// hundred of its sources and ours begin by calling for it, and with it would come every locale: half of the library's
// code, in memory and at work at the start of every watched program. Whoever uses a stream here gets a second definition
// of these from the linker (std::cout and its like lie beside them), or a failure of the test preload.no_streams.
#include <ios>

namespace std {

ios_base::Init::Init() {}
ios_base::Init::~Init() {}

}  // namespace std
