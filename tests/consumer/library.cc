// SPDX-License-Identifier: Apache-2.0
//
// Something a stranger had before.
int Answer();
int Answer() { return 42; }
