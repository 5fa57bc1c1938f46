// A policy compiled: context keys, principals and actions are numbers, patterns are cut into the
// tests they come to. One block of memory without pointers: data, not code. The fast path, the
// explanation and the prover read the same Program; equal policies compile to equal bytes.
#ifndef DEPUTY_ENGINE_DECIDE_PROGRAM_H_
#define DEPUTY_ENGINE_DECIDE_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/decide/vocabulary.h"
#include "engine/iam/condition_operator.h"
#include "engine/policy/policy.h"

namespace deputy {

// Elements that stand one behind the other: `begin` is a byte offset in the program, so that to go
// there is one addition. (In a ProgramBuilder it still is the index of the first.)
struct Section {
  uint32_t begin = 0;
  uint32_t size = 0;
};

inline constexpr uint32_t kNotIndexed = 0xffffffff;

// How a statement names the caller; rule 6.5 turns on it. Flags: a statement may do so in several
// ways.
enum PrincipalMatch : uint8_t {
  kNoMatch = 0,
  kByAccount = 1,   // by its account
  kByEveryone = 2,  // by `*`, or by a NotPrincipal that leaves it out
  kByName = 4,      // by its role, service or provider; or the policy is attached to the caller
  kByItself = 8,    // by the user, role session or federated user itself
};

// A word by which a caller may be known (principal_words.h). An entry of the policy makes one or
// two.
struct CompiledPrincipal {
  WordId word = kNobody;
  WordId written = kNoWord;         // the entry as the policy has it
  uint32_t entry = 0;               // its index in the policy
  PrincipalMatch match = kNoMatch;  // how it names the caller
  PrincipalEntryKind kind = PrincipalEntryKind::kEveryone;
  PrincipalKind principal = PrincipalKind::kAnonymous;  // of a kPrincipal
  uint8_t caller_word = 0;                              // which of the CallerWords it may equal
};

struct CompiledAction {
  WordId word = kNoWord;  // folded; kNoWord where there are wildcards
  WordId written = kNoWord;
  Section pattern;  // encoded and folded, where there is no word
};

enum class PartKind : uint8_t {
  kStart,     // what begins at that component begins with the text
  kRest,      // what begins at that component is the text
  kPattern,   // the component matches the encoded pattern
  kLiteral,   // of a template: encoded text that stands as it is
  kVariable,  // of a template: the value of a key, or the text where it has a default
};

// A test of a pattern, or a piece of a template. Text without components is one component.
struct PatternPart {
  PartKind kind = PartKind::kStart;
  uint8_t component = 0;
  bool multivalued = false;  // a variable of such a key counts as absent (5.2)
  bool has_default = false;
  KeySlot slot = kNoSlot;
  Section text;
};

enum class OperandKind : uint8_t {
  kNever,     // matches nothing: an ARN pattern with too few components
  kText,      // bytes; compared as the clause says
  kPattern,   // all its parts hold of the text
  kArn,       // all its parts hold of an ARN
  kTemplate,  // has variables: expanded for each request (part 5)
  kParsed,    // a number, time, block of addresses, binary: read again from the text
  kTrue,      // Bool and Null
  kFalse,
};

struct Operand {
  OperandKind kind = OperandKind::kNever;
  uint8_t zero[3] = {};
  Section parts;
  Section text;  // as the policy writes it
};

struct CompiledClause {
  KeySlot slot = kNoSlot;
  ConditionOperator op;
  OperandType type = OperandType::kString;
  Comparison comparison = Comparison::kEquals;
  bool negated = false;
  uint16_t zero = 0;
  Section operands;              // in the order of the policy's values
  uint32_t index = kNotIndexed;  // where there are many: value_index.h
};

// A statement about one principal and one action is a row of tests, in the order in which they are
// asked (quick_tests.h).
enum class QuickTestKind : uint8_t {
  kCall,    // the caller's word of that number is this word, and the action another
  kStart,   // the key has one value; from that component on it begins with the text
  kRest,    // … and it is the text from there on
  kClause,  // whatever else the clause asks
};

struct QuickTest {
  QuickTestKind kind = QuickTestKind::kCall;
  uint8_t at = 0;  // the number of the caller's word, or the component (BoundValue)
  PrincipalMatch match = kNoMatch;
  uint8_t clause = 0;  // that it is from; asked itself where the key has not one value
  uint32_t id = 0;     // the caller's word, or the key's slot; of a kClause no slot
  Section text;        // of a kCall its `begin` is the word of the action, and there is no text
};

struct CompiledStatement {
  Effect effect = Effect::kAllow;
  bool has_principal = false;
  bool principal_negated = false;
  bool action_negated = false;
  bool has_resource = false;
  bool resource_negated = false;
  uint16_t zero = 0;
  Section sid;
  Section principals;
  Section actions;
  Section resources;  // operands; `*` is a kPattern without parts
  Section clauses;
  Section tests;  // none where it is about more
};

class Program {
 public:
  Program() = default;  // no statements

  absl::Span<const CompiledStatement> statements() const;
  absl::Span<const CompiledPrincipal> PrincipalsOf(const CompiledStatement& statement) const;
  absl::Span<const CompiledAction> ActionsOf(const CompiledStatement& statement) const;
  absl::Span<const Operand> ResourcesOf(const CompiledStatement& statement) const;
  absl::Span<const CompiledClause> ClausesOf(const CompiledStatement& statement) const;
  absl::Span<const Operand> OperandsOf(const CompiledClause& clause) const;
  absl::Span<const PatternPart> PartsOf(const Operand& operand) const;

  absl::Span<const QuickTest> TestsOf(const CompiledStatement& statement) const;
  absl::string_view Text(Section text) const;
  // Words of an index (value_index.h, statement_index.h).
  const uint32_t* Index(uint32_t begin) const;
  uint32_t statement_index() const;  // kNotIndexed where there are few statements
  PolicyVersion version() const;

  // A kText, kPattern or kArn as wildcard.h encodes patterns.
  std::string Encoded(const Operand& operand) const;

  size_t bytes() const { return size_; }  // of memory kept
  absl::string_view memory() const;       // two programs of one Vocabulary are equal when this is

  // The program as text, a line an instruction; for tests and the curious.
  std::string Dump(const Vocabulary& vocabulary) const;

 private:
  friend class ProgramBuilder;
  template <class T>
  absl::Span<const T> Array(Section section) const {
    return {reinterpret_cast<const T*>(memory_.get() + section.begin), section.size};
  }
  struct Header;
  const Header& header() const { return *reinterpret_cast<const Header*>(memory_.get()); }

  std::unique_ptr<std::byte[]> memory_;
  uint32_t size_ = 0;
};

// The statements stand right behind it.
struct Program::Header {
  uint32_t statement_count = 0;
  uint32_t statement_index = kNotIndexed;
  PolicyVersion version = PolicyVersion::k2008;
  uint8_t zero[3] = {};
};

inline absl::Span<const CompiledStatement> Program::statements() const {
  if (memory_ == nullptr) return {};
  return Array<CompiledStatement>({sizeof(Header), header().statement_count});
}
inline absl::Span<const CompiledPrincipal> Program::PrincipalsOf(
    const CompiledStatement& statement) const {
  return Array<CompiledPrincipal>(statement.principals);
}
inline absl::Span<const CompiledAction> Program::ActionsOf(
    const CompiledStatement& statement) const {
  return Array<CompiledAction>(statement.actions);
}
inline absl::Span<const Operand> Program::ResourcesOf(const CompiledStatement& statement) const {
  return Array<Operand>(statement.resources);
}
inline absl::Span<const CompiledClause> Program::ClausesOf(
    const CompiledStatement& statement) const {
  return Array<CompiledClause>(statement.clauses);
}
inline absl::Span<const Operand> Program::OperandsOf(const CompiledClause& clause) const {
  return Array<Operand>(clause.operands);
}
inline absl::Span<const PatternPart> Program::PartsOf(const Operand& operand) const {
  return Array<PatternPart>(operand.parts);
}
inline absl::Span<const QuickTest> Program::TestsOf(const CompiledStatement& statement) const {
  return Array<QuickTest>(statement.tests);
}
inline absl::string_view Program::Text(Section text) const {
  return {reinterpret_cast<const char*>(memory_.get()) + text.begin, text.size};
}
inline uint32_t Program::statement_index() const { return header().statement_index; }
inline const uint32_t* Program::Index(uint32_t begin) const {
  return reinterpret_cast<const uint32_t*>(memory_.get() + begin);
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_PROGRAM_H_
