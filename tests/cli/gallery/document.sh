# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
#
# For the fake demos of this gallery: writes the findings document where the judge looks for it, as the library would.
#
#   document '{"watcher": "tsan", "kind": "data-race", …}'     one finding, or several with commas between; '' for none
#   at apples.cc 21                                            a stack whose first frame of the demo is there
document() {
  path=$(printf '%s' "$SNARL_OPTIONS" | sed -n "s/.*json='\([^']*\)'.*/\1/p")
  printf '{"schema": "snarl-findings/1", "process": {"pid": %d}, "findings": [%s], "dismissed": [], "stats": {}}\n' \
    "$$" "$1" > "$path"
}

at() {
  printf '[{"function": "std::lock_guard<std::mutex>::lock_guard", "file": "/usr/include/c++/std_mutex.h", "line": 9},'
  printf ' {"function": "Buy()", "file": "/somewhere/else/%s", "line": %d}]' "$1" "$2"
}

race() {
  printf '{"watcher": "tsan", "kind": "data-race", "certainty": "certain", "summary": "two threads, one sum",'
  printf ' "witness": [{"thread": 1, "what": "write", "second": %s}, {"thread": 2, "what": "read", "second": %s}]}' \
    "$(at "$1" "$2")" "$(at "$1" "$3")"
}

deadlock() {
  printf '{"watcher": "snarl", "kind": "deadlock", "certainty": "certain", "summary": "they wait for each other",'
  printf ' "threads": [{"id": 1, "now": %s}, {"id": 2, "now": %s}]}' "$(at "$1" "$2")" "$(at "$1" "$3")"
}
