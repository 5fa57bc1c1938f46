#include "simulator/intake/markdown.h"

#include <md4c.h>

#include <functional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "simulator/intake/out_of_memory.h"

namespace deputy {
namespace {

constexpr size_t kMostBytes = size_t{16} << 20;

// Gathers the blocks while md4c goes through the page. Text comes as pieces of the page itself;
// line ends and tabs that it spells anew come from elsewhere and have no width.
class Gatherer {
 public:
  Gatherer(absl::string_view page, std::vector<FencedBlock>& blocks)
      : page_(page), blocks_(blocks) {}

  static int Enter(MD_BLOCKTYPE type, void* detail, void* self) {
    if (type == MD_BLOCK_CODE)
      static_cast<Gatherer*>(self)->Begin(*static_cast<MD_BLOCK_CODE_DETAIL*>(detail));
    return 0;
  }
  static int Leave(MD_BLOCKTYPE type, void*, void* self) {
    if (type == MD_BLOCK_CODE) static_cast<Gatherer*>(self)->End();
    return 0;
  }
  static int Span(MD_SPANTYPE, void*, void*) { return 0; }
  static int Text(MD_TEXTTYPE, const MD_CHAR* text, MD_SIZE size, void* self) {
    static_cast<Gatherer*>(self)->Add({text, size});
    return 0;
  }

 private:
  void Begin(const MD_BLOCK_CODE_DETAIL& detail) {
    inside_ = detail.fence_char != 0;
    language_ = absl::AsciiStrToLower(
        absl::string_view(detail.lang.text == nullptr ? "" : detail.lang.text, detail.lang.size));
    text_.clear();
    places_.clear();
  }

  void Add(absl::string_view piece) {
    if (!inside_) return;
    const std::less<const char*> before;
    const bool of_page =
        !before(piece.data(), page_.data()) && before(piece.data(), page_.data() + page_.size());
    if (of_page) at_ = static_cast<uint32_t>(piece.data() - page_.data());
    for (size_t i = 0; i < piece.size(); ++i) {
      places_.push_back({at_, of_page ? at_ + 1 : at_});
      if (of_page) ++at_;
    }
    text_.append(piece.data(), piece.size());
  }

  void End() {
    if (inside_)
      blocks_.push_back({language_, {std::move(text_), OffsetMap(std::move(places_), at_)}});
    inside_ = false;
    text_ = {};
    places_ = {};
  }

  const absl::string_view page_;
  std::vector<FencedBlock>& blocks_;
  bool inside_ = false;
  std::string language_;
  std::string text_;
  std::vector<TextRange> places_;
  uint32_t at_ = 0;
};

}  // namespace

std::vector<FencedBlock> ReadFencedBlocks(absl::string_view page, Diagnostics& diagnostics) {
  std::vector<FencedBlock> blocks;
  if (page.size() > kMostBytes) {
    diagnostics.Error(
        "too-large", {},
        absl::StrCat("a Markdown page of ", page.size(), " bytes; the limit is ", kMostBytes));
    return blocks;
  }
  Gatherer gatherer(page, blocks);
  MD_PARSER parser = {};
  parser.flags = MD_FLAG_NOHTMLSPANS;
  parser.enter_block = Gatherer::Enter;
  parser.leave_block = Gatherer::Leave;
  parser.enter_span = Gatherer::Span;
  parser.leave_span = Gatherer::Span;
  parser.text = Gatherer::Text;
  absl::string_view text = page;
  absl::ConsumePrefix(&text, "\xEF\xBB\xBF");
  if (md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &gatherer) != 0)
    RunOutOfMemory();  // nothing else stops it
  return blocks;
}

}  // namespace deputy
