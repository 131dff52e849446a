// SPDX-License-Identifier: Apache-2.0
//
// Reports in the midst of what logs have besides: a table of texts, and what comes out of each.
#include <string>
#include <string_view>

#include "catch.h"
#include "logs/collected.h"
#include "logs/told.h"

namespace snarl::logs {
namespace {

constexpr std::string_view kRace =
    "==================\n"
    "WARNING: ThreadSanitizer: data race (pid=7)\n"
    "  Write of size 4 at 0x7b04 by thread T1 (mutexes: write M3, read M5):\n"
    "    #0 bank::Pay(int) /src/bank.cc:12:3 (bank+0x10) (BuildId: 00ff)\n"
    "    #1 main::$_0::operator()() const /src/main.cc:20 (bank+0x20)\n"
    "\n"
    "  Previous atomic read of size 4 at 0x7b04 by main thread:\n"
    "    #0 bank::Look() /src/bank.cc:30 (bank+0x30)\n"
    "\n"
    "  Location is global 'total' of size 4 at 0x7b04 (bank+0x99)\n"
    "\n"
    "  Thread T1 'clerk' (tid=8, running) created by main thread at:\n"
    "    #0 pthread_create <null> (bank+0x40)\n"
    "    #1 main /src/main.cc:19 (bank+0x50)\n"
    "\n"
    "SUMMARY: ThreadSanitizer: data race /src/bank.cc:12:3 in bank::Pay(int)\n"
    "==================\n";

Collected Got(std::string_view text) { return Collected(text); }

// `text` with `before` put before each of its lines, and `between` after each.
std::string EachLine(std::string_view text, std::string_view before, std::string_view between = "") {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n') + 1;
    out.append(before).append(text.substr(0, end)).append(between);
    text.remove_prefix(end);
  }
  return out;
}

// What is told but for where it stood.
std::string Findings(const std::string& text) {
  Collected got = Got(text);
  for (auto& taken : got.taken) taken.origin.line = 0;
  return Told(got);
}

TEST_CASE("a race has its accesses, threads, locks and place") {
  const Collected got = Got(kRace);
  CHECK(got.complaints.empty());
  REQUIRE(got.taken.size() == 1);
  const auto& [finding, origin] = got.taken[0];
  CHECK(origin.line == 2);
  CHECK(origin.pid == 7);
  CHECK(finding.summary == "two threads access the same memory and at least one writes: 4 bytes of the global 'total'");
  REQUIRE(finding.threads.size() == 2);
  CHECK(finding.threads[0].name == "clerk");
  CHECK(finding.threads[0].os_id == 8);
  CHECK(finding.threads[0].created.size() == 2);
  REQUIRE(finding.threads[0].holds.size() == 2);
  CHECK(finding.threads[0].holds[0].lock == 4);
  CHECK(finding.threads[0].holds[1].shared);
  REQUIRE(finding.witness.size() == 2);
  CHECK(finding.witness[1].what == "atomic read");
  const report::Frame& frame = finding.witness[0].second[0];
  CHECK(frame.function == "bank::Pay(int)");
  CHECK(frame.file == "/src/bank.cc");
  CHECK(frame.line == 12);
  CHECK(frame.module == "bank");
  CHECK(frame.offset == 0x10);
}

TEST_CASE("what stands around the lines changes nothing") {
  const std::string plain = Findings(std::string(kRace));
  const struct {
    const char* what;
    std::string text;
  } kCases[] = {
      {"carriage returns", EachLine(kRace, "", "") + "\r\n"},
      {"colours", EachLine(kRace, "\x1b[1m\x1b[31m")},
      {"colours, as ctest puts them into XML", EachLine(kRace, "[NON-XML-CHAR-0x1B][1m")},
      {"a time stamp", EachLine(kRace, "2024-05-01T12:00:00.1234567Z ")},
      {"a time stamp in brackets", EachLine(kRace, "[12:00:00] ")},
      {"output between", EachLine(kRace, "", "request 7 done\n")},
      {"indented output between", EachLine(kRace, "", "  * request 7 done\n")},
      {"a prefix of a container", EachLine(kRace, "web_1  | ", "db_1   | ready\n")},
      {"a byte order mark", "\xef\xbb\xbf\n" + std::string(kRace)},
      {"zeros", std::string(3, '\0') + "\n" + std::string(kRace)},
      {"no newline at the end", std::string(kRace.substr(0, kRace.size() - 1))},
  };
  for (const auto& [what, text] : kCases) {
    INFO(what);
    CHECK(Findings(text) == plain);
  }
}

TEST_CASE("outputs of tests that ran at once are kept apart") {
  std::string text = "    Start 3: pays\n    Start 4: looks\n";
  const std::string one = EachLine(kRace, "3: ");
  const std::string two = EachLine(kRace, "4: ");
  for (std::size_t a = 0, b = 0; a < one.size();) {
    const std::size_t ends[] = {one.find('\n', a) + 1, two.find('\n', b) + 1};
    text += one.substr(a, ends[0] - a) + two.substr(b, ends[1] - b);
    a = ends[0];
    b = ends[1];
  }
  const Collected got = Got(text);
  CHECK(got.complaints.empty());
  REQUIRE(got.taken.size() == 2);
  CHECK(got.taken[0].origin.test == "pays");
  CHECK(got.taken[1].origin.test == "looks");
  CHECK(got.taken[0].finding.fingerprint == got.taken[1].finding.fingerprint);
}

TEST_CASE("a report that is cut off is read as far as it goes, and said to be cut off") {
  const std::string half(kRace.substr(0, kRace.find("  Previous")));
  for (const std::string& text : {half, half + std::string(kRace)}) {
    const Collected got = Got(text);
    REQUIRE(got.taken.size() == (text.size() == half.size() ? 1 : 2));
    CHECK(got.taken[0].finding.witness.size() == 1);
    REQUIRE(got.complaints.size() == 1);
    CHECK(got.complaints[0] == "a.log:2: a report of ThreadSanitizer that is cut off");
  }
  const Collected got = Got(kRace.substr(0, kRace.find("  Write")));
  CHECK(got.taken.empty());
  CHECK(got.complaints.size() == 1);
}

TEST_CASE("an error of Valgrind's that is cut off is said to be, but with -q its end cannot be told") {
  const std::string error =
      "==7== ----------------------------------------------------------------\n"
      "==7== \n"
      "==7== Thread #1: Attempt to re-lock a non-recursive lock I already hold\n"
      "==7==    at 0x48: pthread_mutex_lock (in /usr/libexec/valgrind/vgpreload_helgrind-amd64-linux.so)\n"
      "==7==    by 0x49: Pay() (bank.cc:12)\n";
  const Collected quiet = Got(error);
  CHECK(quiet.complaints.empty());
  REQUIRE(quiet.taken.size() == 1);
  CHECK(quiet.taken[0].finding.kind == report::Kind::kSelfDeadlock);
  const Collected cut = Got("==7== Helgrind, a thread error detector\n" + error);
  CHECK(cut.taken.size() == 1);
  REQUIRE(cut.complaints.size() == 1);
  CHECK(cut.complaints[0] == "a.log:2: an error of Valgrind's that is cut off");
}

TEST_CASE("any beginning of any report gives a complaint or what stood before it, never a wrong kind") {
  for (std::size_t size = 0; size < kRace.size(); ++size) {
    const Collected got = Got(kRace.substr(0, size));
    for (const auto& taken : got.taken) CHECK(taken.finding.kind == report::Kind::kDataRace);
    const bool begun = size >= kRace.find("data race");
    const bool ended = size >= kRace.find("SUMMARY") + std::string_view("SUMMARY: ThreadSanitizer").size();
    CHECK(got.complaints.size() == (begun && !ended ? 1 : 0));
  }
}

TEST_CASE("what looks like a report and is none gives a complaint, with its line") {
  const struct {
    std::string text;
    const char* complaint;
  } kCases[] = {
      {"\nFATAL: ThreadSanitizer: unexpected memory mapping 0x1-0x2\n",
       "a.log:2: ThreadSanitizer gave up: FATAL: ThreadSanitizer: unexpected memory mapping 0x1-0x2"},
      {"==9==ERROR: AddressSanitizer: stack-buffer-overflow on address 0x1\nSUMMARY: AddressSanitizer: x\n",
       "a.log:1: AddressSanitizer: stack-buffer-overflow: not a report about threads"},
      {"==9== Memcheck, a memory error detector\n==9== ERROR SUMMARY: 2 errors from 1 contexts (suppressed: 0)\n",
       "a.log:2: Valgrind, whose errors are not of threads, counts 1 errors, and 0 were read"},
      {"SNARL: deadlock (certain): two wait\nSNARL: 1 finding: 1 deadlock\n",
       "a.log:1: Snarl's text is not read back (1 report): json=PATH in SNARL_OPTIONS writes it as data"},
      {"{\"schema\": 1", "a.log:1: it ends in the middle, after 12 bytes (truncated)"},
      {"{}", "a.log:1: no findings document: it has no \"schema\""},
      {"<?xml version=\"1.0\"?><html></html>", "a.log:1: XML that is no report: <html>"},
      {std::string("\x7f"
                   "ELF\0\0\0",
                   7),
       "a.log:1: this is not text, and no report is in it"},
      {"<testsuite><testcase name=\"t\"><system-out>x", "a.log:1: XML that ends here: it is cut off"},
  };
  for (const auto& [text, complaint] : kCases) {
    const Collected got = Got(text);
    INFO(complaint);
    CHECK(got.taken.empty());
    REQUIRE(got.complaints.size() == 1);
    CHECK(got.complaints[0] == complaint);
  }
}

TEST_CASE("numbers that no tool writes are numbers still") {
  for (const std::string number : {"18446744073709551615", "99999999999999999999999"}) {
    const Collected got =
        Got("WARNING: ThreadSanitizer: thread leak (pid=" + number + ")\n  Thread T" + number + " (tid=" + number +
            ", finished) created by main thread at:\n    #0 main /src/main.cc:" + number + " (bank+0x1)\n\n  And " +
            number + " more similar thread leaks.\n\nSUMMARY: ThreadSanitizer: x\n");
    REQUIRE(got.taken.size() == 1);
    CHECK(got.taken[0].finding.count != 0);
    REQUIRE(got.taken[0].finding.threads.size() == 1);
    CHECK(got.taken[0].finding.threads[0].id != 0);
  }
}

TEST_CASE("what is no report gives nothing") {
  const char* const valgrind =
      "==7== Helgrind, a thread error detector\n==7== ERROR SUMMARY: 0 errors from 0 contexts\n";
  for (const char* text : {"", "\n", "all is well\n", valgrind, "ThreadSanitizer: reported 0 warnings\n", "[1, 2]\n"}) {
    INFO(text);
    const Collected got = Got(text);
    CHECK(got.taken.empty());
    CHECK(got.complaints.empty());
  }
}

TEST_CASE("a line of megabytes is said, and what stands behind it is read") {
  const Collected got = Got(std::string(3 << 20, 'x') + "\n" + std::string(kRace));
  CHECK(got.taken.size() == 1);
  REQUIRE(got.complaints.size() == 1);
  CHECK(got.complaints[0] == "a.log:1: a line of 3145728 bytes, of which the first 64 KiB are read");
}

TEST_CASE("text in JUnit files is read with its test's name and line, escapes and broken characters included") {
  std::string escaped;
  for (const char c : EachLine(kRace, "\x1b[1m")) escaped += c == '<' ? "&lt;" : std::string(1, c);
  const std::string plain = EachLine(kRace, "");
  const Collected got =
      Got("<?xml version=\"1.0\"?>\n<testsuites>\n<testsuite name=\"s\"><testcase name=\"pays\">\n"
          "<system-out><![CDATA[" +
          plain + "]]></system-out>\n</testcase></testsuite></testsuites>\n");
  CHECK(got.complaints.empty());
  REQUIRE(got.taken.size() == 1);
  CHECK(got.taken[0].origin.test == "pays");
  CHECK(got.taken[0].origin.line == 5);
  const Collected odd =
      Got("<testsuite name=\"s\"><system-out>\x1b[1m\xff\x01\n" + escaped + "</system-out></testsuite>");
  CHECK(odd.complaints.empty());
  REQUIRE(odd.taken.size() == 1);
  CHECK(odd.taken[0].origin.test == "s");
  CHECK(odd.taken[0].finding.fingerprint == got.taken[0].finding.fingerprint);
}

TEST_CASE("process, addresses, thread numbers, lines and compiler's columns are no part of a fingerprint") {
  const std::string print = Got(kRace).taken[0].finding.fingerprint;
  std::string other(kRace);
  const auto replace = [&other](std::string_view from, std::string_view to) {
    for (std::size_t at = other.find(from); at != std::string::npos; at = other.find(from, at + to.size())) {
      other.replace(at, from.size(), to);
    }
  };
  replace("pid=7", "pid=99");
  replace("0x7b04", "0x7fff");
  replace("T1", "T12");
  replace("tid=8", "tid=5");
  replace("bank.cc:12:3", "bank.cc:14");
  replace("/src/", "/elsewhere/of/another/");
  replace("+0x", "+0x9");
  replace("main::$_0::operator()() const", "main::{lambda()#1}::operator()() const");
  CHECK(Got(other).taken[0].finding.fingerprint == print);
  replace("bank::Pay(int)", "bank::Refund(int)");
  CHECK(Got(other).taken[0].finding.fingerprint != print);
}

}  // namespace
}  // namespace snarl::logs
