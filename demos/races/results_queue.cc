// SPDX-License-Identifier: Apache-2.0
//
// Results from threads: three squares, put into one queue, and one of them comes out.
//
// A thread has no return value. Whatever it found out, it has to leave somewhere, and the classical place is a queue:
// the workers put in, the main thread takes out. Python's Queue has a lock inside, so the lesson does not have to
// speak of it. A std::queue has none, and neither has the simple one below, which shows what any queue does inside:
// note where the end is, put the value there, move the end on.
//
// Let three workers do this at the same time. All three note that the end is at place 0. All three put their result
// at place 0, the last one stays. All three move the end to 1. The queue is in perfect order and has one result in
// it; 2 squared and 3 squared were never there. A std::vector would be worse off: if it has to grow while two threads
// are in it, each frees the memory that the other is copying from.
//
// Look at the marks: two different things are raced on, the end of the queue and the place for the value.
//
//   unsafe  a queue without a lock: 1 result instead of 3
//   safe    two cures. A queue with its lock inside, where Take() waits until there is something. And no queue at all:
//           a promise for each worker and a future for whoever wants the answer, which is made for exactly one result
//
// LESSON: Getting Results from Threads
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- the queue has no lock, and the watchdog watches locks
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <array>
#include <cstddef>
#include <future>
#include <queue>
#include <string>

#include "demos/stage/stage.h"
#include "snarl/absl_mutex.h"

namespace {

struct Result {
  int number;
  int square;
};

constexpr std::array<int, 3> kNumbers = {2, 3, 4};

std::string WorkerName(int number) { return "square of " + std::to_string(number); }

}  // namespace

namespace unsafe {

struct Queue {
  // Far enough apart that ThreadSanitizer, which remembers four accesses per eight bytes, forgets none.
  alignas(64) std::size_t end = 0;
  alignas(64) std::array<const Result*, kNumbers.size()> places{};
};

void Put(Queue& queue, const Result& result, auto meanwhile) {
  const std::size_t end = queue.end;  // <- data-race
  meanwhile();
  queue.places[end] = &result;  // <- data-race
  queue.end = end + 1;          // <- data-race
}

void Play() {
  Queue queue;
  std::array<Result, kNumbers.size()> results{};
  std::array<stage::Cue, kNumbers.size()> looked;
  std::array<stage::Cue, kNumbers.size()> put;
  stage::Cast cast;
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    cast.Enter(WorkerName(kNumbers[i]), [&, i] {
      results[i] = {kNumbers[i], kNumbers[i] * kNumbers[i]};
      if (i > 0) looked[i - 1].Await();
      Put(queue, results[i], [&] {
        looked[i].Give();
        looked.back().Await();
        if (i > 0) put[i - 1].Await();
      });
      put[i].Give();
    });
  }
  cast.Leave();
  for (std::size_t place = 0; place < queue.end; ++place) {
    stage::Tell("%d squared is %d", queue.places[place]->number, queue.places[place]->square);
  }
  stage::Show(queue.end == 1, "%zu result came out of the queue (should be 3).", queue.end);
}

}  // namespace unsafe

namespace safe {

class Queue {
 public:
  void Put(Result result) {
    const snarl::MutexLock hold(mutex_);
    results_.push(result);
  }
  // Waits until there is something to take.
  Result Take() {
    const snarl::MutexLock hold(mutex_);
    mutex_.Await(absl::Condition(this, &Queue::HasSome));
    const Result result = results_.front();
    results_.pop();
    return result;
  }

 private:
  bool HasSome() const SNARL_REQUIRES(mutex_) { return !results_.empty(); }

  mutable snarl::Mutex mutex_{"results"};
  std::queue<Result> results_ SNARL_GUARDED_BY(mutex_);
};

void Play() {
  Queue queue;
  std::array<std::promise<int>, kNumbers.size()> promises;
  stage::Cast cast;
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    cast.Enter(WorkerName(kNumbers[i]), [&queue, &promise = promises[i], number = kNumbers[i]] {
      queue.Put({number, number * number});
      promise.set_value(number * number);
    });
  }
  int sum = 0;
  for (std::size_t taken = 0; taken < kNumbers.size(); ++taken) {
    const Result result = queue.Take();
    stage::Tell("From the queue, in the order of arrival: %d squared is %d", result.number, result.square);
    sum += result.square;
  }
  for (std::size_t i = 0; i < kNumbers.size(); ++i) {
    const int square = promises[i].get_future().get();
    stage::Tell("From its future, in the order of asking: %d squared is %d", kNumbers[i], square);
    sum -= square;
  }
  cast.Leave();
  stage::Show(sum == 0, "3 results came out, both ways.");
}

}  // namespace safe

int main() { VARIANT::Play(); }
