// SPDX-License-Identifier: Apache-2.0
//
// The reports of concurrency tools, out of whatever file holds them, as findings: Snarl's own documents, ThreadSanitizer,
// Helgrind, DRD, Abseil, AddressSanitizer; also inside of ctest's logs and of JUnit XML. The format is told by the content and
// never by the name. docs/reading-reports.md says what is read and what is not.
//
//   class Printer : public logs::Sink { … };
//   Printer printer;
//   logs::Read("build/Testing", printer);
//
// Any bytes are fine. A log without a report gives nothing; what looks like a report and cannot be read, and a file that
// cannot be opened, is a complaint, and reading goes on behind it.
//
// Thread safety: no state; one call per thread at a time and sink. Cost: linear in the input. Memory is bounded, by some MiB
// for text and XML of any size; a JSON document is held as a whole, and refused beyond 256 MiB.
#pragma once

#include <string>
#include <string_view>

#include "logs/sink.h"

namespace snarl::logs {

// A file; "-" is standard input.
void ReadFile(const std::string& path, Sink& sink);

// What is in memory already; `name` is what it is called in complaints.
void ReadBytes(std::string_view bytes, const std::string& name, Sink& sink);

// Every regular file below the folder, in the order of their paths. Symbolic links are not followed.
void ReadTree(const std::string& folder, Sink& sink);

// Whichever of the two `path` is.
void Read(const std::string& path, Sink& sink);

}  // namespace snarl::logs
