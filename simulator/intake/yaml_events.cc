#include "simulator/intake/yaml_events.h"

#include <yaml.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "simulator/intake/out_of_memory.h"

namespace deputy {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// libyaml counts characters. A stop every so many of them keeps the way to a byte short.
class CharacterIndex {
 public:
  explicit CharacterIndex(absl::string_view text) : text_(text) {
    ascii_ = std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
    size_t characters = 0;
    for (size_t at = 0; !ascii_ && at < text.size(); ++at) {
      if ((text[at] & 0xc0) == 0x80) continue;
      if (characters++ % kStep == 0) stops_.push_back(static_cast<uint32_t>(at));
    }
  }

  uint32_t ByteOf(size_t character) const {
    if (ascii_) return static_cast<uint32_t>(std::min(character, text_.size()));
    if (stops_.empty() || character / kStep >= stops_.size())
      return static_cast<uint32_t>(text_.size());
    size_t at = stops_[character / kStep];
    for (size_t left = character % kStep; left > 0 && at < text_.size(); --left) {
      for (++at; at < text_.size() && (text_[at] & 0xc0) == 0x80;) ++at;
    }
    return static_cast<uint32_t>(at);
  }

 private:
  static constexpr size_t kStep = 64;
  absl::string_view text_;
  bool ascii_ = true;
  std::vector<uint32_t> stops_;
};

std::string TextOf(const yaml_char_t* text) {
  return text == nullptr ? "" : std::string(reinterpret_cast<const char*>(text));
}

}  // namespace

class YamlEvents::Impl {
 public:
  explicit Impl(absl::string_view text)
      : shift_(absl::StartsWith(text, kByteOrderMark) ? kByteOrderMark.size() : 0),
        text_(text.substr(shift_)),
        index_(text_) {
    if (yaml_parser_initialize(&parser_) == 0) RunOutOfMemory();
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text_.data()),
                                 text_.size());
  }
  ~Impl() { yaml_parser_delete(&parser_); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  std::optional<YamlEvent> Next(Diagnostics& diagnostics) {
    while (true) {
      yaml_event_t raw;
      if (yaml_parser_parse(&parser_, &raw) == 0) {
        Explain(diagnostics);
        return std::nullopt;
      }
      std::optional<YamlEvent> event = Translate(raw);
      yaml_event_delete(&raw);
      if (event) return event;
    }
  }

 private:
  std::optional<YamlEvent> Translate(const yaml_event_t& raw) {
    YamlEvent event;
    const uint32_t begin = index_.ByteOf(raw.start_mark.index);
    uint32_t end = std::max(begin, index_.ByteOf(raw.end_mark.index));
    switch (raw.type) {
      case YAML_SCALAR_EVENT:
        event.kind = YamlEventKind::kScalar;
        event.text.assign(reinterpret_cast<const char*>(raw.data.scalar.value),
                          raw.data.scalar.length);
        event.plain =
            raw.data.scalar.plain_implicit != 0 && raw.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        event.tag = TextOf(raw.data.scalar.tag);
        event.anchor = TextOf(raw.data.scalar.anchor);
        break;
      case YAML_ALIAS_EVENT:
        event.kind = YamlEventKind::kAlias;
        event.anchor = TextOf(raw.data.alias.anchor);
        break;
      case YAML_SEQUENCE_START_EVENT:
        event.kind = YamlEventKind::kOpenSequence;
        event.tag = TextOf(raw.data.sequence_start.tag);
        event.anchor = TextOf(raw.data.sequence_start.anchor);
        event.flow = raw.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
        break;
      case YAML_MAPPING_START_EVENT:
        event.kind = YamlEventKind::kOpenMapping;
        event.tag = TextOf(raw.data.mapping_start.tag);
        event.anchor = TextOf(raw.data.mapping_start.anchor);
        event.flow = raw.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
        break;
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        event.kind = YamlEventKind::kClose;
        break;
      case YAML_DOCUMENT_END_EVENT:
        event.kind = YamlEventKind::kDocumentEnd;
        break;
      case YAML_STREAM_END_EVENT:
        event.kind = YamlEventKind::kEnd;
        break;
      default:
        return std::nullopt;
    }
    const uint32_t node = SkipProperties(begin, end, event);
    // A block scalar ends with its last line that is not empty.
    if (event.kind == YamlEventKind::kScalar) {
      while (end > node && absl::ascii_isspace(static_cast<unsigned char>(text_[end - 1]))) --end;
    }
    event.range = Shifted(begin, end);
    event.begin = node + shift_;
    return event;
  }

  TextRange Shifted(uint32_t begin, uint32_t end) const { return {begin + shift_, end + shift_}; }

  // Where the node begins behind `&anchor` and `!tag`, which may stand on lines of their own.
  uint32_t SkipProperties(uint32_t begin, uint32_t end, YamlEvent& event) const {
    if (event.kind == YamlEventKind::kAlias || (event.tag.empty() && event.anchor.empty()))
      return begin;
    uint32_t at = begin;
    int left = (event.tag.empty() ? 0 : 1) + (event.anchor.empty() ? 0 : 1);
    while (at < end) {
      if (absl::ascii_isspace(static_cast<unsigned char>(text_[at]))) {
        ++at;
      } else if (text_[at] == '#') {
        while (at < end && text_[at] != '\n') ++at;
      } else if (left > 0 && (text_[at] == '!' || text_[at] == '&')) {
        const uint32_t word = at;
        while (at < end && !absl::ascii_isspace(static_cast<unsigned char>(text_[at]))) ++at;
        if (text_[word] == '!') event.tag_range = Shifted(word, at);
        --left;
      } else {
        break;
      }
    }
    return at;
  }

  void Explain(Diagnostics& diagnostics) const {
    if (parser_.error == YAML_MEMORY_ERROR) RunOutOfMemory();
    const uint32_t at = parser_.error == YAML_READER_ERROR
                            ? static_cast<uint32_t>(std::min(parser_.problem_offset, text_.size()))
                            : index_.ByteOf(parser_.problem_mark.index);
    const absl::string_view problem =
        parser_.problem == nullptr ? "it cannot be read" : parser_.problem;
    diagnostics.Error(
        "invalid-yaml", Shifted(at, at),
        absl::StrCat("this is no YAML: ", problem, parser_.context == nullptr ? "" : " ",
                     parser_.context == nullptr ? "" : parser_.context));
  }

  const uint32_t shift_;
  const absl::string_view text_;
  const CharacterIndex index_;
  yaml_parser_t parser_;
};

YamlEvents::YamlEvents(absl::string_view text) : impl_(std::make_unique<Impl>(text)) {}
YamlEvents::~YamlEvents() = default;
std::optional<YamlEvent> YamlEvents::Next(Diagnostics& diagnostics) {
  return impl_->Next(diagnostics);
}

}  // namespace deputy
