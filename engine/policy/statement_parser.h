// The statements of one policy, one after the other. Private to the parsers of this room.
#ifndef DEPUTY_ENGINE_POLICY_STATEMENT_PARSER_H_
#define DEPUTY_ENGINE_POLICY_STATEMENT_PARSER_H_

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "engine/policy/policy.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"

namespace deputy {

class StatementParser {
 public:
  StatementParser(PolicyType type, PolicyVersion version, Diagnostics& diagnostics);

  // Reports what IAM would refuse, and then does its best.
  Statement Parse(const JsonValue& object);

 private:
  struct TypeRules;
  static const TypeRules kTypeRules[];

  std::string ReadSid(const JsonMember& member);
  void ReadEffect(const JsonValue& object, Statement& statement);
  void ReadPrincipal(const JsonValue& object, Statement& statement);
  PatternElement ReadActions(const JsonMember& member);
  const JsonMember* ResourceMember(const JsonValue& object);
  PatternElement ReadResources(const JsonMember& member);

  // Silent about an element that is there and misspelt: that was said, at its place.
  void Missing(const JsonValue& object, absl::string_view element,
               absl::string_view rule = "missing-element");
  const JsonMember* OneOf(const JsonValue& object, absl::string_view name,
                          absl::string_view negated, bool required);

  const TypeRules& rules_;
  const PolicyType type_;
  const PolicyVersion version_;
  Diagnostics& diagnostics_;
  std::vector<absl::string_view> misspelt_;  // elements of the statement at hand
  absl::flat_hash_set<std::string> sids_;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_POLICY_STATEMENT_PARSER_H_
