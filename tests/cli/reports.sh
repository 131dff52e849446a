# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154
#
# For the tests of the verbs that read reports: findings documents to read, and the words of a test. Sourced; $snarl is the
# command and $here a folder of the test's own.

failures=0 cases=0

fail() {
  failures=$((failures + 1))
  printf 'FAILED: %s\n  %s\n--- standard output\n%s\n--- standard error\n%s\n' \
    "$what" "$1" "$(head -c 3000 "$here/out")" "$(head -c 3000 "$here/err")"
}

# run STATUS WORD…: runs snarl with the words, and remembers its status and both its outputs.
run() {
  local wanted=$1 status=0
  shift
  what="snarl $*"
  cases=$((cases + 1))
  "$snarl" "$@" >"$here/out" 2>"$here/err" || status=$?
  [ "$status" -eq "$wanted" ] || fail "expected status $wanted, it was $status"
}

says() { grep -qF -- "$1" "$here/out" || fail "expected on standard output: $1"; }
warns() { grep -qF -- "$1" "$here/err" || fail "expected on standard error: $1"; }
silent() { [ ! -s "$here/$1" ] || fail "expected nothing on '$1'"; }
lines() { [ "$(wc -l <"$here/out")" -eq "$1" ] || fail "expected $1 lines on standard output"; }

# Wrong use: status 2, nothing on standard output, and exactly one line, which says this.
misused() {
  local line=$1
  shift
  run 2 "$@"
  silent out
  [ "$(wc -l <"$here/err")" -eq 1 ] || fail "expected one line on standard error"
  warns "$line"
}

# document FINDINGS: a findings document on standard output; no findings for ''.
document() {
  printf '{"schema": "snarl-findings/1", "process": {"pid": 1}, "findings": [%s], "dismissed": [], "stats": {}}\n' "$1"
}

# race FINGERPRINT LINE, deadlock FINGERPRINT LINE: a finding, at that line of bank.cc.
race() {
  printf '{"watcher": "tsan", "kind": "data-race", "certainty": "certain", "fingerprint": "%s", "count": 1,' "$1"
  printf ' "summary": "two threads access the same memory and at least one writes: 4 bytes of the global '\''balance'\''",'
  printf ' "witness": [{"thread": 1, "what": "write", "second": [{"function": "Withdraw(int)", "file": "src/bank.cc", "line": %d}]},' "$2"
  printf ' {"thread": 2, "what": "read", "second": [{"function": "Audit()", "file": "src/bank.cc", "line": 7}]}]}'
}
deadlock() {
  printf '{"watcher": "snarl", "kind": "deadlock", "certainty": "certain", "fingerprint": "%s",' "$1"
  printf ' "summary": "2 threads wait for each other and can never go on",'
  printf ' "locks": [{"id": 1, "name": "accounts"}, {"id": 2, "name": "audit"}], "witness": ['
  printf '{"thread": 1, "held": 1, "wanted": 2, "second": [{"function": "Transfer", "file": "src/bank.cc", "line": %d}]},' "$2"
  printf '{"thread": 2, "held": 2, "wanted": 1, "second": [{"function": "Report", "file": "src/bank.cc", "line": 9}]}]}'
}

done_with() {
  [ "$failures" -eq 0 ] || echo "$failures failures in $cases runs"
  [ "$failures" -eq 0 ] || exit 1
}
