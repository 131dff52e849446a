// SPDX-License-Identifier: Apache-2.0
//
// What syscall() gives back, and leaves in errno: with up to six arguments, wrong ones, in a constructor, a signal handler, and
// children by fork and vfork.
#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int word;
static volatile sig_atomic_t handled;
static long early;

__attribute__((constructor)) static void Early(void) { early = syscall(SYS_getpid); }

static void Say(const char* what, long result) { printf("%s: %ld, %s\n", what, result, strerror(errno)); }

static void Handle(int signal) {
  if (syscall(SYS_futex, &word, FUTEX_WAKE, 1) == 0 && syscall(SYS_gettid) == getpid()) handled = signal;
}

static long Futex(int operation, int value, const struct timespec* until, uint32_t mask) {
  return syscall(SYS_futex, &word, operation, value, until, NULL, mask);
}

int main(void) {
  const struct timespec soon = {0, 1000000};
  const struct timespec never = {0, -1};
  struct timespec past = {1, 0};
  printf("constructor: %d\n", early == getpid());
  errno = ENOTTY;
  Say("nothing wrong", syscall(SYS_getpid) - getpid());
  Say("no such call", syscall(100000));
  Say("close", syscall(SYS_close, -1));

  char name[] = "/tmp/syscallsXXXXXX";
  const int file = mkstemp(name);
  unlink(name);
  const long page = sysconf(_SC_PAGESIZE);
  if (file < 0 || ftruncate(file, 2 * page) != 0 || pwrite(file, "six", 4, page) != 4) return 70;
  const char* const mapped = (const char*)syscall(SYS_mmap, NULL, page, PROT_READ, MAP_SHARED, file, page);
  printf("six arguments: %s\n", mapped == MAP_FAILED ? "none" : mapped);

  Say("wait, other value", Futex(FUTEX_WAIT, 1, NULL, 0));
  Say("wait, limit", Futex(FUTEX_WAIT_PRIVATE, 0, &soon, 0));
  Say("wait, wrong limit", Futex(FUTEX_WAIT, 0, &never, 0));
  Say("wait, past", Futex(FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, &past, FUTEX_BITSET_MATCH_ANY));
  Say("wait, no bit", Futex(FUTEX_WAIT_BITSET_PRIVATE, 0, &soon, 0));
  Say("wait, nowhere", syscall(SYS_futex, 8, FUTEX_WAIT, 0, NULL));
  Say("wait, odd", syscall(SYS_futex, (char*)&word + 1, FUTEX_WAIT, 0, NULL));
  Say("wake, nobody", Futex(FUTEX_WAKE_PRIVATE, 1, NULL, 0));
  Say("wake, nowhere", syscall(SYS_futex, 8, FUTEX_WAKE, 1));
  Say("unlock", Futex(FUTEX_UNLOCK_PI, 0, NULL, 0));
  Say("no such operation", Futex(99, 0, NULL, 0));

  signal(SIGUSR1, Handle);
  syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGUSR1);
  printf("handler: %d\n", handled == SIGUSR1);

  fflush(stdout);
  int status = 0;
  pid_t child = fork();
  if (child == 0) _exit(Futex(FUTEX_WAIT, 0, &soon, 0) == -1 && errno == ETIMEDOUT ? 5 : 6);
  waitpid(child, &status, 0);
  printf("fork: %d\n", WEXITSTATUS(status));
  fflush(stdout);
  child = vfork();
  if (child == 0) {
    syscall(SYS_close, -1);
    syscall(SYS_exit, 7);
  }
  waitpid(child, &status, 0);
  printf("vfork: %d\n", WEXITSTATUS(status));
  return 0;
}
