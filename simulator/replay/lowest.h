// A map with a bound: of all keys that ever came it keeps the lowest, each with all that came for
// it; what came for the others is handed on. What is kept depends on what came and not on the
// order in which it came, so that maps filled apart and joined are the map filled at once.
#ifndef DEPUTY_SIMULATOR_REPLAY_LOWEST_H_
#define DEPUTY_SIMULATOR_REPLAY_LOWEST_H_

#include <cstddef>
#include <iterator>
#include <map>
#include <utility>

namespace deputy {

// `Value` has `void Add(const Value&)`, which may not care for order.
template <class Key, class Value>
class Lowest {
 public:
  explicit Lowest(size_t limit) : limit_(limit) {}

  // The value that is kept for the key, or null. `hand_on(key, value)` is given what is not, either
  // this or one that was kept till now.
  template <class HandOn>
  Value* Add(const Key& key, const Value& value, const HandOn& hand_on) {
    if (const auto known = kept_.find(key); known != kept_.end()) {
      known->second.Add(value);
      return &known->second;
    }
    if (kept_.size() >= limit_ && (limit_ == 0 || kept_.rbegin()->first < key)) {
      overflowed_ = true;
      hand_on(key, value);
      return nullptr;
    }
    Value* added = &kept_.emplace(key, value).first->second;
    if (kept_.size() <= limit_) return added;
    overflowed_ = true;
    const auto last = std::prev(kept_.end());
    hand_on(last->first, last->second);
    kept_.erase(last);
    return added;
  }

  template <class HandOn>
  void AddAll(const Lowest& other, const HandOn& hand_on) {
    for (const auto& [key, value] : other.kept_) Add(key, value, hand_on);
    overflowed_ = overflowed_ || other.overflowed_;
  }

  const std::map<Key, Value>& kept() const { return kept_; }
  // Whether something was handed on: there were more keys than are kept.
  bool overflowed() const { return overflowed_; }
  void set_overflowed() { overflowed_ = true; }

 private:
  size_t limit_;
  std::map<Key, Value> kept_;
  bool overflowed_ = false;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_LOWEST_H_
