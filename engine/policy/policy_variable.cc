#include "engine/policy/policy_variable.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/iam/wildcard.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

constexpr absl::string_view kNested = "a policy variable inside another is not allowed";

// The grammar, `at` behind the `${`:
//   variable = ( "*" | "?" | "$" | key [ blanks "," blanks "'" text "'" blanks ] ) "}"
class TemplateReader {
 public:
  TemplateReader(absl::string_view value, Wildcards wildcards)
      : value_(value), wildcards_(wildcards) {}

  std::variant<ValueTemplate, MalformedVariable> Read() {
    size_t at = 0;
    while (at < value_.size()) {
      const size_t open = value_.find("${", at);
      AddText(value_.substr(at, open == absl::string_view::npos ? open : open - at));
      if (open == absl::string_view::npos) break;
      at = open + 2;
      if (!ReadVariable(&at)) return MalformedVariable{open, std::move(error_)};
    }
    FlushLiteral();
    return std::move(result_);
  }

 private:
  void AddText(absl::string_view text) {
    absl::StrAppend(&literal_,
                    wildcards_ == Wildcards::kPattern ? EncodePattern(text) : std::string(text));
  }

  void FlushLiteral() {
    if (literal_.empty() && !result_.pieces.empty()) return;
    result_.pieces.push_back({std::exchange(literal_, {}), {}, {}});
  }

  bool Fail(absl::string_view message) {
    error_ = std::string(message);
    return false;
  }

  void SkipBlanks(size_t* at) const {
    while (*at < value_.size() && value_[*at] == ' ') ++*at;
  }

  bool ReadVariable(size_t* at) {
    const size_t end = value_.find_first_of(",}", *at);
    if (end == absl::string_view::npos) return Fail("policy variable without a closing `}`");
    absl::string_view name = value_.substr(*at, end - *at);
    if (name.find("${") != absl::string_view::npos) return Fail(kNested);
    if (value_[end] == '}' && (name == "*" || name == "?" || name == "$")) {
      literal_.append(name.data(), name.size());  // the character itself, never a wildcard
      *at = end + 1;
      return true;
    }
    TemplatePiece piece;
    *at = end;
    if (value_[end] == ',') {
      name = absl::StripTrailingAsciiWhitespace(name);
      if (!ReadDefault(at, &piece.default_value)) return false;
    }
    // A quote where a comma was forgotten, or the beginning of another variable.
    const bool broken = name.find_first_of("'{$") != absl::string_view::npos;
    if (broken || !IsContextKeyName(name)) {
      return Fail(name.empty() ? "empty policy variable"
                               : absl::StrCat("policy variable ", Quote(name),
                                              " does not name a context key"));
    }
    ++*at;  // the closing brace
    piece.key = std::string(name);
    if (!literal_.empty()) FlushLiteral();
    result_.pieces.push_back(std::move(piece));
    return true;
  }

  // From the comma to the closing brace.
  bool ReadDefault(size_t* at, std::optional<std::string>* default_value) {
    ++*at;
    SkipBlanks(at);
    if (*at >= value_.size() || value_[*at] != '\'')
      return Fail("the default of a policy variable stands in single quotes");
    const size_t begin = *at + 1;
    const size_t end = value_.find('\'', begin);
    if (end == absl::string_view::npos)
      return Fail("the default of a policy variable has no closing quote");
    *default_value = std::string(value_.substr(begin, end - begin));
    if (absl::StrContains(**default_value, "${")) return Fail(kNested);
    *at = end + 1;
    SkipBlanks(at);
    if (*at >= value_.size() || value_[*at] != '}')
      return Fail("policy variable without a closing `}`");
    return true;
  }

  absl::string_view value_;
  Wildcards wildcards_;
  ValueTemplate result_;
  std::string literal_;
  std::string error_;
};

}  // namespace

bool ValueTemplate::IsLiteral() const { return pieces.size() == 1 && pieces[0].key.empty(); }

std::string ValueTemplate::Literal() const { return pieces[0].text; }

std::variant<ValueTemplate, MalformedVariable> ParseTemplate(absl::string_view value,
                                                             Wildcards wildcards,
                                                             Variables variables) {
  if (variables == Variables::kExpand) return TemplateReader(value, wildcards).Read();
  ValueTemplate plain;
  plain.pieces.push_back(
      {wildcards == Wildcards::kPattern ? EncodePattern(value) : std::string(value), {}, {}});
  return plain;
}

}  // namespace deputy
