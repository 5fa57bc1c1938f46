// What plant.py puts into the sources of a mutated build: whether the mutant of this number is the
// one at work. Constants are computed without mutants.
#ifndef DEPUTY_TESTS_MUTATION_MUTANT_H_
#define DEPUTY_TESTS_MUTATION_MUTANT_H_

#include <type_traits>

namespace deputy {

extern int mutant_at_work;  // $DEPUTY_MUTANT
extern unsigned char*
    mutants_reached;  // a byte for each; the file $DEPUTY_MUTANTS_REACHED where one is named

constexpr bool Mutant(int number) {
  if (std::is_constant_evaluated()) return false;
  mutants_reached[number] = 1;
  return number == mutant_at_work;
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_MUTATION_MUTANT_H_
