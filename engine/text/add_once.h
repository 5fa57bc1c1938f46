// For lists that are shown: in the order in which things were found, each once.
#ifndef DEPUTY_ENGINE_TEXT_ADD_ONCE_H_
#define DEPUTY_ENGINE_TEXT_ADD_ONCE_H_

#include <algorithm>
#include <utility>
#include <vector>

namespace deputy {

// Appends `item` unless an equal one is there. Looks at all of them.
template <class T>
void AddOnce(T item, std::vector<T>& all) {
  if (std::find(all.begin(), all.end(), item) == all.end()) all.push_back(std::move(item));
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_ADD_ONCE_H_
