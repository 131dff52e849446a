// SPDX-License-Identifier: Apache-2.0
//
// The Greeter: a thread class of one's own, started before it was finished.
//
// Python's way to a thread with a memory is to inherit: class GreeterThread(threading.Thread), put the guest's name
// into the object, override run(). There is one rule, and the lesson writes it over the constructor: always call the
// parent's __init__ first. Notice what the parent's constructor does *not* do: it does not start the thread. start()
// comes later.
//
// Carry this over to C++ and it is tempting to save the start(): let the base class's constructor start the thread,
// so that no one forgets it. But while the base is being constructed, the object *is* a base. A GreeterThread it
// becomes only afterwards, when its own constructor writes the pointer to its table of virtual functions over the
// base's. The thread that was started in between calls Run() through that very pointer. Comes it early, it finds the
// base's Run(), or in a base with nothing but a pure virtual one, the end of the program. Comes it late, it may greet
// with a name that is not there yet. One thread reads the pointer, the other writes it, no order: a data race on
// something not even visible in the source. ThreadSanitizer has a title of its own for it, "data race on vptr".
//
//   unsafe  the base's constructor starts the thread; Bob and Charlie are met by the base's Run()
//   safe    the thread is started by Start(), on a finished object, as Python does it
//
// LESSON: Creating a Thread Class
// VERDICT unsafe tsan: data-race
// VERDICT unsafe snarl: misses data-race -- there is no lock here, only a half-made object
// VERDICT safe tsan: clean
// VERDICT safe snarl: clean
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "demos/stage/stage.h"
#include "snarl/watchdog.h"

namespace unsafe {

class Thread {
 public:
  explicit Thread(const std::string& name);
  virtual ~Thread() = default;
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  virtual void Run() { stage::Tell("Hello, ...? (A plain Thread has nobody to greet.)"); }
  void Join() { thread_.join(); }

 private:
  stage::Cue ran_{"the new thread runs"};
  std::thread thread_;
};

Thread::Thread(const std::string& name) {
  thread_ = std::thread([this, name] {
    snarl::SetThreadName(name);
    Run();  // <- data-race
    ran_.Give();
  });
  ran_.Await();  // the thread was quick today
}

class GreeterThread : public Thread {
 public:
  explicit GreeterThread(const char* person);
  void Run() override {
    stage::Tell("Hello, %s!", person_);
    greeted_ = true;
  }
  [[nodiscard]] bool greeted() const { return greeted_; }

 private:
  const char* person_;
  bool greeted_ = false;
};

GreeterThread::GreeterThread(const char* person) : Thread("greeter"), person_(person) {}  // <- data-race

void Play() {
  const auto bob = std::make_unique<GreeterThread>("Bob");
  const auto charlie = std::make_unique<GreeterThread>("Charlie");
  bob->Join();
  charlie->Join();
  stage::Show(!bob->greeted() && !charlie->greeted(),
              "Bob and Charlie have not been greeted: they were still being made.");
}

}  // namespace unsafe

namespace safe {

class Thread {
 public:
  Thread() = default;
  virtual ~Thread() = default;
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  virtual void Run() = 0;
  // REQUIRES: the object is whole, so never in a constructor.
  void Start(const std::string& name) {
    thread_ = std::thread([this, name] {
      snarl::SetThreadName(name);
      Run();
    });
  }
  void Join() { thread_.join(); }

 private:
  std::thread thread_;
};

class GreeterThread : public Thread {
 public:
  explicit GreeterThread(const char* person) : person_(person) {}
  void Run() override {
    stage::Tell("Hello, %s!", person_);
    greeted_ = true;
  }
  [[nodiscard]] bool greeted() const { return greeted_; }

 private:
  const char* person_;
  bool greeted_ = false;
};

void Play() {
  GreeterThread bob("Bob");
  GreeterThread charlie("Charlie");
  bob.Start("greeter of Bob");
  charlie.Start("greeter of Charlie");
  bob.Join();
  charlie.Join();
  stage::Show(bob.greeted() && charlie.greeted(), "Bob and Charlie have been greeted.");
}

}  // namespace safe

int main() { VARIANT::Play(); }
