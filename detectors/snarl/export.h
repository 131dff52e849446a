// SPDX-License-Identifier: Apache-2.0
//
// SNARL_EXPORT marks what the library shows to those who link it; everything else in it, Abseil included, is hidden.
#pragma once

#if defined(__GNUC__)
#define SNARL_EXPORT __attribute__((visibility("default")))
#else
#define SNARL_EXPORT
#endif
