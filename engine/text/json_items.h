// A large JSON document read without a tree of all of it: the objects of a list are handed on as
// they close.
#ifndef DEPUTY_ENGINE_TEXT_JSON_ITEMS_H_
#define DEPUTY_ENGINE_TEXT_JSON_ITEMS_H_

#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_value.h"

namespace deputy {

// Asked of each object that is an item of a list, where the list is the document itself (`list` is
// empty then) or a member of it of that name. True: `item` was taken and will be missing in the
// tree. False: it was left as it is.
using JsonItemTaker = absl::FunctionRef<bool(absl::string_view list, JsonValue& item)>;

// As ReadJson(). Whatever was taken has been in vain when nothing is returned: what comes behind an
// item may still make the document one that is refused. Of a document that is known to be refused
// no more items are offered.
std::optional<JsonValue> ReadJsonItems(absl::string_view text, const JsonLimits& limits,
                                       Diagnostics& diagnostics, JsonItemTaker take);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_JSON_ITEMS_H_
