// libyaml's events with byte offsets instead of characters; the only file that uses libyaml.
#ifndef DEPUTY_SIMULATOR_INTAKE_YAML_EVENTS_H_
#define DEPUTY_SIMULATOR_INTAKE_YAML_EVENTS_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/source.h"

namespace deputy {

enum class YamlEventKind {
  kScalar,
  kAlias,
  kOpenSequence,
  kOpenMapping,
  kClose,
  kDocumentEnd,
  kEnd
};

struct YamlEvent {
  YamlEventKind kind = YamlEventKind::kEnd;
  TextRange range;     // of an opening: from its anchor or tag to behind its bracket, if it has one
  uint32_t begin = 0;  // where the node itself begins, behind anchor and tag
  TextRange tag_range;  // empty when there is no tag
  std::string tag;
  std::string anchor;  // of an alias: what it names
  std::string text;    // of a scalar
  bool plain = false;  // a scalar without quotes and tag
  bool flow = false;   // `{}` or `[]`
};

class YamlEvents {
 public:
  explicit YamlEvents(absl::string_view text);  // refers to `text`, which is valid UTF-8
  ~YamlEvents();

  // The next event, or nothing when the text is no YAML; `diagnostics` says why.
  std::optional<YamlEvent> Next(Diagnostics& diagnostics);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_YAML_EVENTS_H_
