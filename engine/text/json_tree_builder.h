// Builds the positioned tree from the tokens of one document, and keeps the limits. Knows nothing
// of who reads the tokens.
#ifndef DEPUTY_ENGINE_TEXT_JSON_TREE_BUILDER_H_
#define DEPUTY_ENGINE_TEXT_JSON_TREE_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_fault.h"
#include "engine/text/json_items.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_value.h"

namespace deputy {

// The tokens must come in an order that the grammar allows. Each call says where its token ends;
// where it begins follows from the end of the token before. False stops the reading, and the reason
// has been reported.
class JsonTreeBuilder {
 public:
  // Items are offered to `take`, where given (json_items.h).
  JsonTreeBuilder(absl::string_view text, size_t start, const JsonLimits& limits,
                  Diagnostics& diagnostics, const JsonItemTaker* take);

  bool Literal(JsonKind kind, size_t end);  // null, booleans, numbers: kept as they are written
  bool String(absl::string_view decoded, size_t end);
  bool Name(absl::string_view decoded, size_t end);
  bool Open(JsonKind kind, size_t at);  // `at`: the bracket
  bool Close(size_t at);

  const JsonPlace& place() const { return place_; }
  bool refused() const { return refused_; }

  // Says which names stand twice. To be called once, when reading has ended in whatever way.
  void ReportDuplicates();

  JsonValue TakeRoot();

 private:
  // An object or a list that has not been closed. Its finished children are the top of members_ or
  // items_.
  struct Container {
    JsonKind kind;
    uint32_t begin;
    size_t first_child;
  };
  struct Duplicate {
    std::string name;
    TextRange range;
    uint32_t first;  // where the same name stood before
  };

  TextRange TokenRange(size_t end) const;
  JsonValue& NextSlot();
  void Finished(size_t end);
  bool IsTaken(JsonValue& value);
  bool Refuse(absl::string_view rule, TextRange range, std::string message);
  bool CheckString(absl::string_view decoded, TextRange range);
  void FindDuplicates(const std::vector<JsonMember>& members);

  const absl::string_view text_;
  const JsonLimits limits_;
  Diagnostics& diagnostics_;
  const JsonItemTaker* const take_;
  JsonPlace place_;
  bool refused_ = false;
  size_t complaints_ = 0;

  // Children are gathered on two stacks and moved into their parent when it closes, so that every
  // list of the tree is allocated once and at its right size.
  JsonValue root_;
  std::vector<JsonValue> items_;
  std::vector<JsonMember> members_;
  std::vector<Container> open_;
  std::vector<Duplicate> duplicates_;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_JSON_TREE_BUILDER_H_
