#include "engine/decide/program_builder.h"

#include <cstring>
#include <type_traits>

namespace deputy {
namespace {

// Bytes are compared, so none may be padding.
static_assert(std::has_unique_object_representations_v<CompiledStatement>);
static_assert(std::has_unique_object_representations_v<CompiledPrincipal>);
static_assert(std::has_unique_object_representations_v<CompiledAction>);
static_assert(std::has_unique_object_representations_v<CompiledClause>);
static_assert(std::has_unique_object_representations_v<Operand>);
static_assert(std::has_unique_object_representations_v<PatternPart>);
static_assert(std::has_unique_object_representations_v<QuickTest>);

// Where the sections lie in the block.
struct Sections {
  uint32_t statements = 0;
  uint32_t principals = 0;
  uint32_t actions = 0;
  uint32_t clauses = 0;
  uint32_t operands = 0;
  uint32_t parts = 0;
  uint32_t tests = 0;
  uint32_t index = 0;
  uint32_t text = 0;
};

template <class T>
uint32_t Behind(uint32_t offset, const std::vector<T>& elements) {
  return offset + static_cast<uint32_t>(elements.size() * sizeof(T));
}

// From an index to a byte offset.
template <class T>
void Move(Section& section, uint32_t offset) {
  section.begin = section.size == 0 ? 0 : offset + section.begin * uint32_t{sizeof(T)};
}

template <class T>
void Lay(const std::vector<T>& elements, std::byte* to) {
  if (!elements.empty()) std::memcpy(to, elements.data(), elements.size() * sizeof(T));
}

}  // namespace

Program ProgramBuilder::Build() && {
  Program::Header header;
  static_assert(std::has_unique_object_representations_v<Program::Header>);
  Sections at;
  at.statements = sizeof(Program::Header);
  at.principals = Behind(at.statements, statements);
  at.actions = Behind(at.principals, principals);
  at.clauses = Behind(at.actions, actions);
  at.operands = Behind(at.clauses, clauses);
  at.parts = Behind(at.operands, operands);
  at.tests = Behind(at.parts, parts);
  at.index = Behind(at.tests, tests);
  at.text = Behind(at.index, index);
  header.statement_count = static_cast<uint32_t>(statements.size());
  header.version = version;
  if (statement_index != kNotIndexed)
    header.statement_index = at.index + statement_index * uint32_t{sizeof(uint32_t)};
  for (CompiledStatement& statement : statements) {
    Move<char>(statement.sid, at.text);
    Move<CompiledPrincipal>(statement.principals, at.principals);
    Move<CompiledAction>(statement.actions, at.actions);
    Move<Operand>(statement.resources, at.operands);
    Move<CompiledClause>(statement.clauses, at.clauses);
    Move<QuickTest>(statement.tests, at.tests);
  }
  for (CompiledAction& action : actions) Move<char>(action.pattern, at.text);
  for (CompiledClause& clause : clauses) {
    Move<Operand>(clause.operands, at.operands);
    if (clause.index != kNotIndexed)
      clause.index = at.index + clause.index * uint32_t{sizeof(uint32_t)};
  }
  for (Operand& operand : operands) {
    Move<PatternPart>(operand.parts, at.parts);
    Move<char>(operand.text, at.text);
  }
  for (PatternPart& part : parts) Move<char>(part.text, at.text);
  for (QuickTest& test : tests) {
    if (test.kind != QuickTestKind::kCall) Move<char>(test.text, at.text);
  }

  Program program;
  program.size_ = at.text + static_cast<uint32_t>(text.size());
  program.memory_ = std::make_unique<std::byte[]>(program.size_);
  std::byte* memory = program.memory_.get();
  std::memcpy(memory, &header, sizeof(header));
  Lay(statements, memory + at.statements);
  Lay(principals, memory + at.principals);
  Lay(actions, memory + at.actions);
  Lay(clauses, memory + at.clauses);
  Lay(operands, memory + at.operands);
  Lay(parts, memory + at.parts);
  Lay(tests, memory + at.tests);
  Lay(index, memory + at.index);
  std::memcpy(memory + at.text, text.data(), text.size());
  return program;
}

}  // namespace deputy
