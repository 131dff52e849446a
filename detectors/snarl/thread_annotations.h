// SPDX-License-Identifier: Apache-2.0
//
// Clang's thread-safety annotations under Snarl's prefix, empty elsewhere. With -Wthread-safety clang proves at compile
// time that SNARL_GUARDED_BY data is touched only under its lock; what it cannot follow, the watchdog sees at run time.
// Meaning of each: clang's "Thread Safety Analysis" page, under the same word.
#pragma once

#if defined(__clang__)
#define SNARL_ANNOTATION(x) __attribute__((x))
#else
#define SNARL_ANNOTATION(x)
#endif

#define SNARL_CAPABILITY(x) SNARL_ANNOTATION(capability(x))
#define SNARL_SCOPED_CAPABILITY SNARL_ANNOTATION(scoped_lockable)
#define SNARL_GUARDED_BY(x) SNARL_ANNOTATION(guarded_by(x))
#define SNARL_PT_GUARDED_BY(x) SNARL_ANNOTATION(pt_guarded_by(x))
#define SNARL_ACQUIRED_BEFORE(...) SNARL_ANNOTATION(acquired_before(__VA_ARGS__))
#define SNARL_ACQUIRED_AFTER(...) SNARL_ANNOTATION(acquired_after(__VA_ARGS__))
#define SNARL_REQUIRES(...) SNARL_ANNOTATION(requires_capability(__VA_ARGS__))
#define SNARL_REQUIRES_SHARED(...) SNARL_ANNOTATION(requires_shared_capability(__VA_ARGS__))
#define SNARL_ACQUIRE(...) SNARL_ANNOTATION(acquire_capability(__VA_ARGS__))
#define SNARL_ACQUIRE_SHARED(...) SNARL_ANNOTATION(acquire_shared_capability(__VA_ARGS__))
#define SNARL_RELEASE(...) SNARL_ANNOTATION(release_capability(__VA_ARGS__))
#define SNARL_RELEASE_SHARED(...) SNARL_ANNOTATION(release_shared_capability(__VA_ARGS__))
#define SNARL_TRY_ACQUIRE(...) SNARL_ANNOTATION(try_acquire_capability(__VA_ARGS__))
#define SNARL_TRY_ACQUIRE_SHARED(...) SNARL_ANNOTATION(try_acquire_shared_capability(__VA_ARGS__))
#define SNARL_EXCLUDES(...) SNARL_ANNOTATION(locks_excluded(__VA_ARGS__))
#define SNARL_ASSERT_CAPABILITY(x) SNARL_ANNOTATION(assert_capability(x))
#define SNARL_ASSERT_SHARED_CAPABILITY(x) SNARL_ANNOTATION(assert_shared_capability(x))
#define SNARL_RETURN_CAPABILITY(x) SNARL_ANNOTATION(lock_returned(x))
#define SNARL_NO_THREAD_SAFETY_ANALYSIS SNARL_ANNOTATION(no_thread_safety_analysis)
