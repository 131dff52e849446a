// SPDX-License-Identifier: Apache-2.0
//
// Names of functions: from the linker's spelling to C++, and from C++ to the part that stays the same over compilers.
//
// Thread safety: no state. Cost: one pass over the name; Demangle allocates.
#pragma once

#include <string>
#include <string_view>

namespace snarl::report {

// "_ZN4bank8WithdrawEi.part.0" -> "bank::Withdraw(int)"; what is no mangled name comes back unchanged.
[[nodiscard]] std::string Demangle(const char* symbol);

// The qualified name alone: no return type, template arguments, parameters, const, [abi:…] or (anonymous namespace).
// "void std::__invoke_impl<void, F>(std::__invoke_other, F&&)" -> "std::__invoke_impl".
[[nodiscard]] std::string QualifiedName(std::string_view function);

// The last part of the qualified name, without scopes, which is all that some compilers tell of an inlined function; and a
// lambda's call operator counts as its enclosing function:
// "bank::Run()::{lambda()#1}::operator()() const", "bank::Run()::'lambda'()::operator()() const" (LLVM's demangler) and
// "bank::Run()::$_0::operator()() const" -> "Run".
[[nodiscard]] std::string PlainName(std::string_view function);

}  // namespace snarl::report
