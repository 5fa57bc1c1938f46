#include "engine/prove/encoder.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "engine/iam/action.h"
#include "engine/iam/context_key.h"
#include "engine/iam/wildcard.h"
#include "engine/policy/policy_variable.h"
#include "engine/prove/principal_match.h"

namespace deputy {
namespace {

Variables VariablesOf(PolicyVersion version) {
  return version == PolicyVersion::k2012 ? Variables::kExpand : Variables::kPlainText;
}

ValueTemplate TemplateOf(absl::string_view value, Wildcards wildcards, PolicyVersion version) {
  return std::get<ValueTemplate>(ParseTemplate(value, wildcards, VariablesOf(version)));
}

bool TakesVariables(const ConditionClause& clause) {
  return InfoOf(clause.op.base).takes_variables;
}

class Encoder {
 public:
  Encoder(const Sheet& sheet, const Bits& rows, const Case& the_case, Bound bound,
          const std::map<std::string, std::string>& known)
      : sheet_(sheet), rows_(rows), case_(the_case), bound_(bound), known_(known) {
    for (const Variable& variable : case_.variables) result_.variables.push_back({&variable, {}});
  }

  EncodedCase Run() {
    result_.possible = Bits(sheet_.rows.size());
    rows_.ForEach([&](size_t row) {
      if (AddRow(row)) result_.possible.Set(row);
    });
    for (EncodedVariable& variable : result_.variables) {
      std::erase_if(variable.columns,
                    [&](const Column& column) { return !result_.possible.Get(column.row); });
    }
    return std::move(result_);
  }

 private:
  // False when something that is fixed does not hold.
  bool AddRow(size_t row) {
    const Statement& statement = *sheet_.rows[row].statement;
    const std::vector<std::string>& resource = case_.keys.at(kResourceKey).values;
    if (!NamesCaller(statement, case_.principal, resource.empty() ? "" : resource[0])) return false;
    row_ = row;
    bool holds = AddPatterns(statement.action, kActionKey);
    if (statement.resource) holds = AddPatterns(*statement.resource, kResourceKey) && holds;
    for (const ConditionClause& clause : statement.conditions) holds = AddClause(clause) && holds;
    return holds;
  }

  bool AddPatterns(const PatternElement& element, const char* key) {
    const KeyRule& rule = case_.keys.at(key);
    Criterion test;
    test.negated = element.negated;
    for (const PolicyString& pattern : element.patterns) {
      if (pattern.text == "*") {
        test = {Criterion::Kind::kConstant, element.negated, !element.negated, {}, {}, {}, {}, {}};
        break;
      }
      if (key == absl::string_view(kActionKey)) {
        AddLanguage(PatternLanguage(EncodePattern(FoldAction(pattern.text))), rule.part, test);
      } else {
        AddTemplate(pattern.text, Wildcards::kPattern, OperandType::kArn, Comparison::kEquals,
                    rule.part, test);
      }
    }
    return Add(rule, {0, false, false, {std::move(test)}});
  }

  bool AddClause(const ConditionClause& clause) {
    const OperatorInfo& info = InfoOf(clause.op.base);
    const KeyRule& rule = case_.keys.at(FoldKey(clause.key));
    Criterion test;
    test.negated = info.negated;
    test.comparison = info.comparison;
    test.part = rule.part;
    Column column;
    column.for_all = clause.op.set == SetOperator::kForAllValues;
    column.when_absent = clause.op.if_exists || column.for_all ||
                         (clause.op.set == SetOperator::kNone && info.negated);  // 4.3, 4.8
    if (info.operand == OperandType::kPresence) {
      column.for_all = false;
      test.kind = Criterion::Kind::kConstant;
      test.constant = HasOperand(clause, "false");
      column.when_absent = HasOperand(clause, "true");
    } else {
      for (const PolicyString& value : clause.values) AddOperand(info, value.text, rule, test);
    }
    column.tests.push_back(std::move(test));
    return Add(rule, std::move(column));
  }

  static bool HasOperand(const ConditionClause& clause, absl::string_view text) {
    return std::any_of(clause.values.begin(), clause.values.end(), [&](const PolicyString& value) {
      return absl::EqualsIgnoreCase(value.text, text);
    });
  }

  void AddOperand(const OperatorInfo& info, absl::string_view value, const KeyRule& rule,
                  Criterion& test) {
    switch (info.operand) {
      case OperandType::kNumeric:
        if (info.comparison == Comparison::kEquals && rule.variable &&
            (rule.part != Part::kWhole || !case_.variables[*rule.variable].guards.empty())) {
          // The key has a form of its own: what is equal to a number is text like any other.
          for (const Language& language : NumberLanguages(*ParseDecimal(value)))
            AddLanguage(language, rule.part, test);
          return;
        }
        test.kind = Criterion::Kind::kNumber;
        test.numbers.push_back(*ParseDecimal(value));
        return;
      case OperandType::kDate:
        test.kind = Criterion::Kind::kTime;
        test.times.push_back(*ParseTimestamp(value));
        return;
      case OperandType::kIpAddress:
        test.kind = Criterion::Kind::kAddress;
        test.blocks.push_back(*ParseCidr(value));
        return;
      case OperandType::kBool:
        return AddLanguage(IgnoreCaseLanguage(value), rule.part, test);
      case OperandType::kBinary:  // base64 that is read is the only text for its bytes
        return AddLanguage(LiteralLanguage(value), rule.part, test);
      default:
        return AddTemplate(value,
                           info.comparison == Comparison::kLike || info.operand == OperandType::kArn
                               ? Wildcards::kPattern
                               : Wildcards::kPlainText,
                           info.operand, info.comparison, rule.part, test);
    }
  }

  // A text operand, its policy variables put in (part 5).
  void AddTemplate(absl::string_view value, Wildcards wildcards, OperandType type,
                   Comparison comparison, Part part, Criterion& test) {
    std::string text;
    bool open = false;
    for (const TemplatePiece& piece :
         TemplateOf(value, wildcards, sheet_.rows[row_].version).pieces) {
      if (piece.key.empty()) {
        text += piece.text;
      } else if (!Expand(piece, text, open)) {
        return;  // it matches nothing (5.2)
      }
    }
    if (open) {
      // A match is welcome where the row is wanted and the test is not negated, or neither.
      const bool welcome = sheet_.Unwanted().Get(row_) == test.negated;
      if (welcome != (bound_ == Bound::kOver)) return;
    }
    if (comparison == Comparison::kEqualsIgnoreCase) {
      Language language = PatternLanguage(text);
      for (Item& item : language) {
        if (item.star) continue;  // of an open variable
        item.set = IgnoreCaseLanguage(FromCodePoints({item.set[0].low}))[0].set;
      }
      AddLanguage(language, part, test);
    } else if (type == OperandType::kArn && !open) {
      if (const auto language = ArnLanguage(text)) AddLanguage(*language, part, test);
    } else {  // an open one may bring colons, so that the components are not known
      AddLanguage(PatternLanguage(text), part, test);
    }
  }

  // False when the variable has no value and no default.
  bool Expand(const TemplatePiece& piece, std::string& text, bool& open) {
    const std::string key = FoldKey(piece.key);
    const ContextKeyInfo* info = FindContextKey(key);
    const KeyRule& rule = case_.keys.at(key);
    const auto known = known_.find(key);
    if (info == nullptr || info->cardinality == Cardinality::kSingle) {
      if (known != known_.end()) {
        text += known->second;
        return true;
      }
      if (!rule.variable && rule.values.size() == 1) {
        text += rule.values[0];
        return true;
      }
      if (rule.variable) {
        open = true;
        if (std::find(result_.open_keys.begin(), result_.open_keys.end(), key) ==
            result_.open_keys.end())
          result_.open_keys.push_back(key);
        text.push_back(kAnyRun);
        return true;
      }
    }
    text += piece.default_value.value_or("");
    return piece.default_value.has_value();
  }

  static void AddLanguage(const Language& language, Part part, Criterion& test) {
    for (Language& at_part : AtPart(language, part)) test.languages.push_back(std::move(at_part));
  }

  bool Add(const KeyRule& rule, Column column) {
    if (!rule.variable) {
      const Criterion& test = column.tests[0];
      const auto passes = [&](const std::string& value) { return Passes(test, value); };
      if (rule.values.empty()) return column.when_absent;
      return column.for_all ? std::all_of(rule.values.begin(), rule.values.end(), passes)
                            : std::any_of(rule.values.begin(), rule.values.end(), passes);
    }
    column.row = row_;
    EncodedVariable& target = result_.variables[*rule.variable];
    const bool one = !target.variable->multivalued;
    for (Column& other : target.columns) {
      // Of one value all tests of a row are one test; of several those that all have to pass.
      if (other.row != row_ || !(one || (other.for_all && column.for_all))) continue;
      other.tests.push_back(std::move(column.tests[0]));
      other.when_absent = other.when_absent && column.when_absent;
      return true;
    }
    target.columns.push_back(std::move(column));
    return true;
  }

  const Sheet& sheet_;
  const Bits& rows_;
  const Case& case_;
  Bound bound_;
  const std::map<std::string, std::string>& known_;
  size_t row_ = 0;
  EncodedCase result_;
};

}  // namespace

EncodedCase Encode(const Sheet& sheet, const Bits& rows, const Case& the_case, Bound bound,
                   const std::map<std::string, std::string>& known) {
  return Encoder(sheet, rows, the_case, bound, known).Run();
}

std::vector<Language> AtPart(const Language& language, Part part) {
  if (part == Part::kWhole) return {language};
  if (part == Part::kUserName) return AtUserName(language);
  const std::optional<Language> at_account = AtAccount(language);
  return at_account ? std::vector<Language>{*at_account} : std::vector<Language>();
}

std::map<std::string, std::string> KeysOf(const Sheet& sheet) {
  std::map<std::string, std::string> keys;
  const auto add_variables = [&](absl::string_view value, PolicyVersion version) {
    for (const TemplatePiece& piece : TemplateOf(value, Wildcards::kPlainText, version).pieces) {
      if (!piece.key.empty()) keys.emplace(FoldKey(piece.key), piece.key);
    }
  };
  for (const Sheet::Row& row : sheet.rows) {
    if (row.statement->resource) {
      for (const PolicyString& resource : row.statement->resource->patterns)
        add_variables(resource.text, row.version);
    }
    for (const ConditionClause& clause : row.statement->conditions) {
      keys.emplace(FoldKey(clause.key), clause.key);
      if (!TakesVariables(clause)) continue;
      for (const PolicyString& value : clause.values) add_variables(value.text, row.version);
    }
  }
  for (auto& [folded, spelled] : keys) {  // AWS's own spelling, where it is known
    const ContextKeyInfo* info = FindContextKey(folded);
    if (info != nullptr && !absl::EndsWith(info->name, "/")) spelled = std::string(info->name);
  }
  return keys;
}

}  // namespace deputy
