// SPDX-License-Identifier: Apache-2.0
//
// The system's SQLite, as it comes: two threads, a connection each, one of them for orders and one for the stock. Two lines
// make it hang: each connection writes down in the other's database what it commits. That happens inside of SQLite, with the
// mutex of the own connection in hand; once both commit at the same time, neither comes back.
//
//   ledger hangs|ends|goes_on
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "../truth/cue.h"

static sqlite3* orders;
static sqlite3* stock;
static Cue order_commits;
static Cue stock_commits;
static int rounds = 100;

static void Do(sqlite3* database, const char* statement) {
  if (sqlite3_exec(database, statement, NULL, NULL, NULL) != SQLITE_OK) _exit(70);
}

static int AuditOrder(void* unused) {
  Give(&order_commits);
  Await(&stock_commits);
  Do(stock, "INSERT INTO audit VALUES ('an order')");
  return unused != NULL;
}
static int AuditStock(void* unused) {
  Give(&stock_commits);
  Await(&order_commits);
  Do(orders, "INSERT INTO audit VALUES ('a delivery')");
  return unused != NULL;
}

static void* Order(void* unused) {
  pthread_setname_np(pthread_self(), "orders");
  for (int i = 0; i != rounds; ++i) Do(orders, "INSERT INTO items VALUES ('tea'); DELETE FROM items");
  return unused;
}
static void* Deliver(void* unused) {
  pthread_setname_np(pthread_self(), "stock");
  for (int i = 0; i != rounds; ++i) Do(stock, "INSERT INTO items VALUES ('tea'); DELETE FROM items");
  return unused;
}

static sqlite3* Open(void) {
  sqlite3* database = NULL;
  if (sqlite3_open(":memory:", &database) != SQLITE_OK) _exit(70);
  Do(database, "CREATE TABLE items (name); CREATE TABLE audit (what)");
  return database;
}

int main(int count, char** words) {
  const char* const how = count == 2 ? words[1] : "";
  pthread_t threads[2];
  orders = Open();
  stock = Open();
  if (strcmp(how, "hangs") == 0) {
    sqlite3_commit_hook(orders, AuditOrder, NULL);
    sqlite3_commit_hook(stock, AuditStock, NULL);
  }
  if (strcmp(how, "goes_on") == 0) rounds = -1;
  if (pthread_create(&threads[0], NULL, Order, NULL) != 0 || pthread_create(&threads[1], NULL, Deliver, NULL) != 0)
    return 70;
  pthread_join(threads[0], NULL);
  pthread_join(threads[1], NULL);
  puts("ended");
  return sqlite3_close(orders) != SQLITE_OK || sqlite3_close(stock) != SQLITE_OK;
}
