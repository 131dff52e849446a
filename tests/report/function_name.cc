// SPDX-License-Identifier: Apache-2.0
#include "snarl/report/function_name.h"

#include "catch.h"

namespace snarl::report {
namespace {

TEST_CASE("Function names: only mangled names are demangled", "[function_name]") {
  CHECK(Demangle("_ZN4bank8WithdrawEi") == "bank::Withdraw(int)");
  CHECK(Demangle("_ZN4bank8WithdrawEi.part.0") == "bank::Withdraw(int)");
  CHECK(Demangle("main") == "main");
  CHECK(Demangle("g") == "g");
  CHECK(Demangle("_Zbroken") == "_Zbroken");
}

TEST_CASE("Function names: the qualified name alone", "[function_name]") {
  CHECK(QualifiedName("main") == "main");
  CHECK(QualifiedName("bank::Withdraw(int) const") == "bank::Withdraw");
  CHECK(QualifiedName("(anonymous namespace)::Outer(Cap&)") == "Outer");
  CHECK(QualifiedName("a::(anonymous namespace)::F()") == "a::F");
  CHECK(QualifiedName("void std::__invoke_impl<void, F>(std::__invoke_other, F&&)") == "std::__invoke_impl");
  CHECK(QualifiedName("std::vector<int, std::allocator<int> >::push_back(int&&)") == "std::vector::push_back");
  CHECK(QualifiedName("std::map<int, int>& Box<std::map<int, int> >::Get()") == "Box::Get");
  CHECK(QualifiedName("Text[abi:cxx11]()") == "Text");
  CHECK(QualifiedName("std::ostream& operator<<<char>(std::ostream&, char const*)") == "operator<<");
  CHECK(QualifiedName("Less::operator()(int, int) const") == "Less::operator()");
  CHECK(QualifiedName("Box::operator bool() const") == "Box::operator bool");
  CHECK(QualifiedName("operator new(unsigned long)") == "operator new");
  CHECK(QualifiedName("").empty());
}

TEST_CASE("Function names: a lambda counts as its maker, whichever compiler wrote it", "[function_name]") {
  CHECK(PlainName("main::{lambda()#1}::operator()() const") == "main");
  CHECK(PlainName("main::$_0::operator()() const") == "main");
  CHECK(PlainName("bank::Run(int)::{lambda(int)#2}::operator()(int) const") == "Run");
  CHECK(PlainName("bank::Run(int)::$_12::operator()(int) const") == "Run");
  CHECK(PlainName("bank::Run(int) const::{lambda()#1}::operator()() const") == "Run");
  CHECK(PlainName("main()::{lambda}::operator()") == "main");
  CHECK(PlainName(
            "std::thread bank::Named<bank::Run(int)::$_2>(char const*, bank::Run(int)::$_2)::'lambda'()::operator()() "
            "const") == "Named");
  CHECK(PlainName("bank::Run(int)::'lambda0'(int)::operator()(int) const") == "Run");
  CHECK(PlainName("operator()").empty());
  CHECK(PlainName("(anonymous namespace)::Inner(Cap&)") == PlainName("Inner"));
  CHECK(PlainName("Cash$_box()") == "Cash$_box");
}

}  // namespace
}  // namespace snarl::report
