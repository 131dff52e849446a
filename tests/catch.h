// SPDX-License-Identifier: Apache-2.0
//
// Catch2 under either of its names: version 3 has many headers, version 2 has one.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
