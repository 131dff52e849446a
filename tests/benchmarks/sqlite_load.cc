// SPDX-License-Identifier: Apache-2.0
//
// SQLite as a load for scripts/bench: four threads share one serialised connection to a database in memory and look rows up by
// key. Prints "operations|seconds".
//
//   sqlite_load [OPERATIONS]     of each thread; 100,000 where nothing is said
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

constexpr int kThreads = 4;
constexpr int kRows = 1'000;

void Must(bool good, sqlite3* database) {
  if (good) return;
  (void)std::fprintf(stderr, "sqlite_load: %s\n", sqlite3_errmsg(database));
  std::exit(1);
}

void LookUp(sqlite3* database, int first, long operations) {
  sqlite3_stmt* query = nullptr;
  Must(sqlite3_prepare_v2(database, "SELECT value FROM t WHERE key = ?", -1, &query, nullptr) == SQLITE_OK, database);
  for (long i = 0; i < operations; ++i) {
    const int key = static_cast<int>((first + i * 7) % kRows);
    Must(sqlite3_bind_int(query, 1, key) == SQLITE_OK, database);
    Must(sqlite3_step(query) == SQLITE_ROW && sqlite3_column_int(query, 0) == key * 3, database);
    Must(sqlite3_reset(query) == SQLITE_OK, database);
  }
  sqlite3_finalize(query);
}

}  // namespace

int main(int argc, char** argv) {
  const long operations = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 100'000;
  if (operations <= 0) return 2;
  sqlite3* database = nullptr;
  constexpr int kHow = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX;
  Must(sqlite3_open_v2(":memory:", &database, kHow, nullptr) == SQLITE_OK, database);
  Must(sqlite3_exec(database,
                    "CREATE TABLE t(key INTEGER PRIMARY KEY, value INTEGER);"
                    "WITH RECURSIVE n(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM n WHERE k < 999)"
                    "INSERT INTO t SELECT k, k * 3 FROM n",
                    nullptr, nullptr, nullptr) == SQLITE_OK,
       database);

  const auto start = std::chrono::steady_clock::now();
  std::array<std::thread, kThreads> threads;
  for (int i = 0; i < kThreads; ++i)
    threads[static_cast<std::size_t>(i)] = std::thread(LookUp, database, i * 250, operations);
  for (std::thread& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::printf("%ld|%.6f\n", operations * kThreads, took.count());
  sqlite3_close(database);
}
