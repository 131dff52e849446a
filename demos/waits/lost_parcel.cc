// SPDX-License-Identifier: Apache-2.0
//
// A parcel is promised, the courier loses the slip, and the promise lies in a drawer for ever.
//
// std::promise and std::future are two ends of one delivery: one thread promises a value, another waits for it. And they are
// built with care: if the promise is destroyed without a value, who waits gets an exception, "broken promise". So an order that
// gets lost cannot hang anybody... unless the promise lives on. Here the office keeps all open orders in a list, for statistics.
// The courier throws the slip away; the promise lies in the list, well kept, and the customer waits.
//
// It is the memory leak among the hangs: what is reachable is not lost, so nobody cleans up, and what is not cleaned up is never
// told. Queues, maps of "requests in flight" and callbacks that are stored and never called all keep promises that way.
//
//   unsafe  the office keeps the promise, and the courier has only a number.
//   safe    the courier takes the promise itself out of the list, and nobody else has it. When he gives up, it dies with his
//           errand, and the customer is told.
//
// VERDICT unsafe tsan: misses deadlock -- nobody holds a lock, and a thread that sleeps makes no access
// VERDICT unsafe run: deadlock
// VERDICT unsafe attach: misses deadlock -- a future waits at a bare futex, and from outside it is not known who may wake it
// VERDICT unsafe helgrind: misses deadlock -- nobody holds a lock
// VERDICT unsafe drd: misses deadlock -- nobody holds a lock
// VERDICT safe tsan: clean
// VERDICT safe run: clean
// VERDICT safe attach: clean
// VERDICT safe helgrind: clean
// VERDICT safe drd: clean
#include <future>
#include <map>
#include <string>
#include <utility>

#include "demos/stage/stage.h"

namespace unsafe {

// Keeps what has been ordered and not delivered yet.
class Office {
 public:
  std::future<std::string> Order(int number) { return open_[number].get_future(); }

  void Deliver(int number, bool loses_the_slip) {
    if (loses_the_slip) {
      stage::Tell("The courier has lost the slip of order %d, and goes home.", number);
      return;
    }
    open_[number].set_value("a book");
    open_.erase(number);
  }

 private:
  std::map<int, std::promise<std::string>> open_;
};

void Receive(std::future<std::string>& parcel) {
  stage::Tell("The customer waits for the parcel.");
  const std::string what = parcel.get();  // <- deadlock
  stage::Show(false, "The customer got %s.", what.c_str());
}

}  // namespace unsafe

namespace safe {

// Hands the promise on, and keeps nothing.
class Office {
 public:
  std::future<std::string> Order(int number) { return open_[number].get_future(); }

  void Deliver(int number, bool loses_the_slip) {
    std::promise<std::string> parcel = std::move(open_.at(number));
    open_.erase(number);
    if (loses_the_slip) {
      stage::Tell("The courier has lost the slip of order %d, and goes home.", number);
      return;
    }
    parcel.set_value("a book");
  }

 private:
  std::map<int, std::promise<std::string>> open_;
};

void Receive(std::future<std::string>& parcel) {
  stage::Tell("The customer waits for the parcel.");
  try {
    const std::string what = parcel.get();
    stage::Show(false, "The customer got %s.", what.c_str());
  } catch (const std::future_error& broken) {
    stage::Tell("The customer is told that nothing will come (%s), and orders again.", broken.what());
  }
}

}  // namespace safe

int main() {
  VARIANT::Office office;
  std::future<std::string> parcel = office.Order(7);
  stage::Cast cast;
  cast.Enter("courier", [&] { office.Deliver(7, true); });
  cast.Enter("customer", [&] { VARIANT::Receive(parcel); });
}
