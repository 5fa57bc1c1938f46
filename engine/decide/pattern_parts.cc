#include "engine/decide/pattern_parts.h"

#include "engine/iam/arn.h"
#include "engine/iam/wildcard.h"

namespace deputy {
namespace {

class Cutter {
 public:
  Cutter(absl::string_view encoded, Section written, ProgramBuilder& builder)
      : encoded_(encoded), written_(written), builder_(builder), first_(builder.parts.size()) {}

  // The parts of one component. `is_last`: nothing stands behind it.
  void Add(absl::string_view text, uint8_t component, bool is_last) {
    const size_t wildcard = text.find_first_of(kWildcards);
    if (wildcard == absl::string_view::npos) {
      Extend(text, component);
      if (is_last) End(PartKind::kRest);
    } else if (text.size() == 1 && text[0] == kAnyRun) {
      End(PartKind::kStart);
    } else if (is_last && text[wildcard] == kAnyRun && wildcard + 1 == text.size()) {
      Extend(text.substr(0, wildcard), component);
      End(PartKind::kStart);
    } else {
      End(PartKind::kStart);
      AddPart(PartKind::kPattern, component, builder_.AddText(text));
    }
  }

  // The colon behind a component belongs to the run, if there is one.
  void AddColon() {
    if (in_run_) run_ = {run_.data(), run_.size() + 1};
  }

  Section parts() const { return Since(first_, builder_.parts); }

 private:
  void Extend(absl::string_view text, uint8_t component) {
    if (!in_run_) {
      run_ = text.substr(0, 0);
      run_component_ = component;
      in_run_ = true;
    }
    run_ = {run_.data(), run_.size() + text.size()};
  }

  void End(PartKind kind) {
    if (!in_run_) return;
    in_run_ = false;
    AddPart(kind, run_component_, Place(run_));
  }

  // Where the bytes of a run stand already: as the policy writes it, unless something was unescaped
  // before them.
  Section Place(absl::string_view run) {
    if (encoded_.size() != written_.size) return builder_.AddText(run);
    return {written_.begin + static_cast<uint32_t>(run.data() - encoded_.data()),
            static_cast<uint32_t>(run.size())};
  }

  void AddPart(PartKind kind, uint8_t component, Section text) {
    builder_.parts.push_back({kind, component, false, false, kNoSlot, text});
  }

  absl::string_view encoded_;
  Section written_;
  ProgramBuilder& builder_;
  size_t first_;
  absl::string_view run_;
  uint8_t run_component_ = 0;
  bool in_run_ = false;
};

}  // namespace

Operand CutPattern(absl::string_view encoded, OperandType type, Operand operand,
                   ProgramBuilder& builder) {
  Cutter cutter(encoded, operand.text, builder);
  if (type != OperandType::kArn) {
    // Without a wildcard it is the text itself, unless that was written with escapes.
    const bool is_text = encoded == builder.Text(operand.text);
    operand.kind = is_text ? OperandKind::kText : OperandKind::kPattern;
    if (is_text) return operand;
    cutter.Add(encoded, 0, true);
  } else {
    const std::optional<Arn> cut = SplitArn(encoded);
    operand.kind = cut ? OperandKind::kArn : OperandKind::kNever;
    if (!cut) return operand;
    for (uint8_t i = 0; i < kArnComponents; ++i) {
      if (i > 0) cutter.AddColon();
      cutter.Add(cut->components[i], i, i + 1 == kArnComponents);
    }
  }
  operand.parts = cutter.parts();
  return operand;
}

}  // namespace deputy
