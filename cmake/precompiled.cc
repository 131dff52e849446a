// SPDX-License-Identifier: Apache-2.0
//
// Empty: CMake precompiles headers for a target, and this target has nothing else to do.
