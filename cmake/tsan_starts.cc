// SPDX-License-Identifier: Apache-2.0
//
// The smallest program that needs ThreadSanitizer's runtime: whether it starts shows whether any other will.
#include <cstdio>

int main() { std::puts("ThreadSanitizer starts"); }
