// Counts work in the states of a budget: what takes as long as a state costs as much, so that a
// search that does little but compare ends too.
#ifndef DEPUTY_ENGINE_PROVE_METER_H_
#define DEPUTY_ENGINE_PROVE_METER_H_

#include <algorithm>
#include <cstdint>

namespace deputy {

class Meter {
 public:
  explicit Meter(uint64_t& budget) : budget_(budget) {}

  // Where TakeWork() said that there is one.
  void TakeState() { budget_ -= std::min<uint64_t>(budget_, 1); }
  // Of steps that touch a word of memory each. False when the budget is spent.
  bool TakeWork(uint64_t steps) {
    steps_ += steps;
    const uint64_t states = steps_ / kStepsOfState;
    steps_ %= kStepsOfState;
    budget_ -= std::min(budget_, states);
    return budget_ > 0;
  }

 private:
  static constexpr uint64_t kStepsOfState = 4096;

  uint64_t& budget_;
  uint64_t steps_ = 0;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_METER_H_
