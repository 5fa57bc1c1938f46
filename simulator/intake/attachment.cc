#include "simulator/intake/attachment.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/text/json_writer.h"

namespace deputy {
namespace {

constexpr absl::string_view kNames[] = {
    "Bucket", "FunctionName",  "Queue",     "Queues",     "SecretId", "TopicArn", "Topics",
    "bucket", "function_name", "queue_url", "secret_arn", "key_id",   "arn"};

}  // namespace

std::string AttachedTo(const JsonValue& fields) {
  std::string text;
  for (const JsonMember& member : fields.members) {
    if (!absl::c_linear_search(kNames, absl::string_view(member.name)) || member.value.is_null())
      continue;
    JsonWriter writer(JsonStyle::kCompact);
    absl::StrAppend(&text, text.empty() ? "" : " ", std::move(writer.Value(member.value)).Take());
  }
  return text;
}

}  // namespace deputy
