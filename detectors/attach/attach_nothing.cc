// SPDX-License-Identifier: Apache-2.0
//
// In place of all others where the build found no libdw, or is for another machine than x86-64.
#include "attach/attach.h"

namespace snarl::attach {

Answer Ask(const Question&) {
  throw Refused("this build has no snarl attach: it found no libdw (Debian: libdw-dev), or is not for x86-64");
}

}  // namespace snarl::attach
