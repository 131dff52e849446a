// SPDX-License-Identifier: Apache-2.0
//
// The locks are members of two objects of different classes, each requested some calls below the other, through
// virtual functions.
//
// VERDICT lock-order-inversion
#include <mutex>

#include "in_turn.h"

namespace {

struct Part {
  virtual ~Part() = default;
  virtual void Touch(Part* next) = 0;
};

class Engine : public Part {
 public:
  void Touch(Part* next) override {
    const std::lock_guard hold(mu_);  // <- lock-order-inversion
    if (next != nullptr) next->Touch(nullptr);
  }

 private:
  std::mutex mu_;
};

class Gearbox : public Part {
 public:
  void Touch(Part* next) override {
    const std::lock_guard hold(mu_);  // <- lock-order-inversion
    if (next != nullptr) next->Touch(nullptr);
  }

 private:
  std::recursive_mutex mu_;
};

}  // namespace

int main() {
  Engine engine;
  Gearbox gearbox;
  InTurn([&] { engine.Touch(&gearbox); }, [&] { gearbox.Touch(&engine); });
  return 0;
}
