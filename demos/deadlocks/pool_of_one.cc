// SPDX-License-Identifier: Apache-2.0
//
// A pool that waits for itself: the only worker waits for a task that only it could do.
//
// A publisher has a pool of threads and hands everything to it. "Print the book" is a task; it hands "set the chapter" to the
// same pool, and waits for the result. With many workers that goes well, since somebody else is free. With one it cannot: the
// worker sits in the first task, waiting, and the second one stands in the queue behind it. With four workers it takes four
// books at once, which is a matter of time, and then all four wait, in a pool that has nobody left.
//
// There is no lock to blame. The worker waits for a future, and a future does not know who is going to fulfil it. From outside
// the program looks idle: a pool without work looks the same.
//
//   unsafe  a task waits for another task of its own pool.
//   safe    it does not wait: it sets the chapter itself, by an ordinary call. (Or the second task goes on where the first
//           one ends; or it goes to a pool of its own.)
//
// VERDICT unsafe tsan: misses deadlock -- nobody holds a lock, and a thread that sleeps makes no access
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: misses deadlock -- a future waits at a bare futex, and from outside it is not known who may wake it
// VERDICT unsafe helgrind: misses deadlock -- nobody holds a lock
// VERDICT unsafe drd: misses deadlock -- it does not look for deadlocks
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "demos/stage/stage.h"

namespace {

// One worker, which takes the tasks in the order in which they came.
class Pool {
 public:
  Pool() : worker_([this] { Work(); }) {}
  ~Pool() {
    Push(nullptr);
    worker_.join();
  }
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  std::future<int> Submit(std::function<int()> task) {
    auto packaged = std::make_shared<std::packaged_task<int()>>(std::move(task));
    Push([packaged] { (*packaged)(); });
    return packaged->get_future();
  }

 private:
  void Push(std::function<void()> task) {
    std::lock_guard hold(mutex_);
    tasks_.push_back(std::move(task));
    more_.notify_one();
  }
  std::function<void()> Next() {
    std::unique_lock hold(mutex_);
    more_.wait(hold, [this] { return !tasks_.empty(); });
    std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }
  void Work() {
    while (const std::function<void()> task = Next()) task();
  }

  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<std::function<void()>> tasks_;
  std::thread worker_;
};

int SetChapter() {
  stage::Tell("The chapter is set: 12 pages.");
  return 12;
}

}  // namespace

namespace unsafe {

int PrintBook(Pool& pool) {
  stage::Tell("The worker prints the book, and hands on the chapter, to the pool.");
  std::future<int> pages = pool.Submit(SetChapter);
  return pages.get();  // <- deadlock
}

void Publish(Pool& pool) {
  std::future<int> book = pool.Submit([&pool] { return PrintBook(pool); });
  stage::Show(false, "A book of %d pages.", book.get());  // <- deadlock
}

}  // namespace unsafe

namespace safe {

int PrintBook() {
  stage::Tell("The worker prints the book, and sets the chapter itself.");
  return SetChapter();
}

void Publish(Pool& pool) {
  std::future<int> book = pool.Submit(PrintBook);
  const int pages = book.get();
  stage::Show(pages == 12, "A book of %d pages.", pages);
}

}  // namespace safe

int main() {
  Pool pool;
  VARIANT::Publish(pool);
}
