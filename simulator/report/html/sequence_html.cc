#include "simulator/report/html/sequence_html.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "simulator/report/html/text_lines.h"

namespace deputy {
namespace {

// All in the SVG's own units, which are about a pixel each.
constexpr int kLane = 168;   // from lifeline to lifeline
constexpr int kMargin = 90;  // left of the first and right of the last
constexpr int kHead = 148;   // width of a box with a name
constexpr int kLine = 16;    // height of a line of text
constexpr int kColumn = 7;   // width of a character of the 11.5 unit monospaced text, rounded up
constexpr int kGap = 18;     // between messages
constexpr int kSign = 26;    // the stop sign
constexpr size_t kHeadColumns = (kHead - 8) / kColumn;

absl::string_view ClassOf(Tone tone) {
  static constexpr absl::string_view kClasses[] = {"plain", "good", "bad", "warn", "absent"};
  return kClasses[static_cast<size_t>(tone)];
}

View TextView(int x, int y, absl::string_view text, absl::string_view look) {
  View view;
  view.Number("x", x).Number("y", y).Text("text", text).Text("look", look);
  return view;
}

int MiddleOf(size_t lane) { return kMargin + static_cast<int>(lane) * kLane; }

class Drawing {
 public:
  explicit Drawing(const Sequence& sequence) : sequence_(sequence) {}

  void Draw(View& view) {
    std::vector<View> heads = Heads();
    y_ = head_height_ + 30;
    for (const SequenceMessage& message : sequence_.messages) Message(message);
    Losses();
    view.Number("width", Width())
        .Number("height", y_ + 4)
        .List("lanes", heads)
        .List("messages", messages_)
        .List("texts", texts_)
        .List("boxes", boxes_)
        .List("signs", signs_);
  }

 private:
  int Width() const { return 2 * kMargin + kLane * (static_cast<int>(sequence_.lanes.size()) - 1); }

  // Boxes of equal height, as high as the longest name needs.
  std::vector<View> Heads() {
    size_t lines = 1;
    for (const SequenceLane& lane : sequence_.lanes)
      lines = std::max(lines, BreakLines(lane.name, kHeadColumns, 4).size());
    head_height_ = (static_cast<int>(lines) + 1) * kLine + 14;
    std::vector<View> heads;
    for (size_t i = 0; i < sequence_.lanes.size(); ++i) {
      const SequenceLane& lane = sequence_.lanes[i];
      std::vector<View> texts;
      int y = 20;
      texts.push_back(TextView(MiddleOf(i), y, BreakLines(lane.kind, kHeadColumns, 1)[0], "kind"));
      for (const std::string& line : BreakLines(lane.name, kHeadColumns, 4))
        texts.push_back(TextView(MiddleOf(i), y += kLine, line, "name"));
      View head;
      head.Text("id", lane.id)
          .Number("x", MiddleOf(i) - kHead / 2)
          .Number("middle", MiddleOf(i))
          .Number("width", kHead)
          .Number("height", head_height_)
          .Flag("reached", lane.reached)
          .Flag("stopped", lane.id == sequence_.stopped_at)
          .List("texts", texts);
      heads.push_back(std::move(head));
    }
    return heads;
  }

  void Message(const SequenceMessage& message) {
    const int from = MiddleOf(message.from);
    const int to = MiddleOf(message.to);
    const int left = std::min(from, to) + 10;
    // Words may run over the lanes to the right of the arrow, never out of the picture.
    const int room = std::max(std::abs(to - from) - 24, std::min(2 * kLane, Width() - left) - 24);
    const size_t columns = static_cast<size_t>(room / kColumn);
    for (const std::string& line : BreakLines(message.what, columns, 3)) Write(left, line, "what");
    for (const ToneText& carried : message.carrying) {
      for (const std::string& line : BreakLines(carried.text, columns, 4))
        Write(left, line, carried.tone == Tone::kPlain ? "carried" : ClassOf(carried.tone));
    }
    y_ += 6;  // below the descenders
    View arrow;
    arrow.Number("from", from)
        .Number("to", to > from ? to - 2 : to + 2)
        .Number("y", y_)
        .Flag("stopped", message.stopped)
        .Flag("handed", message.checks.empty());
    messages_.push_back(std::move(arrow));
    y_ += 8;
    if (!message.checks.empty()) Checks(message, to);
    y_ += kGap;
  }

  void Checks(const SequenceMessage& message, int middle) {
    std::vector<std::pair<std::string, Tone>> lines;
    Tone worst = Tone::kGood;
    const size_t columns = kHeadColumns - (message.stopped ? kSign / kColumn + 1 : 0);
    for (const ToneText& check : message.checks) {
      for (std::string& line : BreakLines(check.text, columns, 3))
        lines.emplace_back(std::move(line), check.tone);
      if (check.tone != Tone::kGood && worst != Tone::kBad) worst = check.tone;
    }
    const int height = static_cast<int>(lines.size()) * kLine + 10;
    View box;
    box.Number("x", middle - kHead / 2)
        .Number("y", y_)
        .Number("width", kHead)
        .Number("height", height)
        .Text("look", ClassOf(worst));
    boxes_.push_back(std::move(box));
    int y = y_ + 3;
    for (const auto& [line, tone] : lines)
      texts_.push_back(TextView(middle - kHead / 2 + 8, y += kLine - 1, line, ClassOf(tone)));
    if (message.stopped) Sign("stop", middle + kHead / 2 - kSign / 2 - 4, y_ + height / 2);
    y_ += height;
    if (message.stopped) {
      texts_.push_back(TextView(middle - kHead / 2, y_ += kLine, "STOPPED HERE", "bad strong"));
    }
  }

  void Losses() {
    if (sequence_.lost.empty() || sequence_.messages.empty()) return;
    const int right = MiddleOf(sequence_.lanes.size() - 1) + kHead / 2;
    const int left = std::max(kMargin - kHead / 2, right - 420);
    const int top = y_;
    y_ += 4;
    const size_t columns = static_cast<size_t>((right - left - kSign - 24) / kColumn);
    Write(left + kSign + 14, "LOST", "bad strong");
    for (const std::string& lost : sequence_.lost) {
      for (const std::string& line : BreakLines(lost, columns, 3))
        Write(left + kSign + 14, line, "bad");
    }
    y_ += 8;
    View box;
    box.Number("x", left).Number("y", top).Number("width", right - left).Number("height", y_ - top);
    box.Text("look", "bad");
    boxes_.push_back(std::move(box));
    Sign("loss", left + kSign / 2 + 6, (top + y_) / 2);
  }

  void Sign(absl::string_view name, int x, int y) {
    View sign;
    sign.Text("name", name).Number("x", x - kSign / 2).Number("y", y - kSign / 2);
    sign.Number("size", kSign);
    signs_.push_back(std::move(sign));
  }

  void Write(int x, absl::string_view line, absl::string_view look) {
    texts_.push_back(TextView(x, y_ += kLine, line, look));
  }

  const Sequence& sequence_;
  int y_ = 0;
  int head_height_ = 0;
  std::vector<View> messages_, texts_, boxes_, signs_;
};

}  // namespace

Html SequenceHtml(const Sequence& sequence, absl::string_view id, absl::string_view title,
                  absl::string_view description) {
  if (sequence.lanes.empty()) return {};
  View view;
  view.Text("id", id).Text("title", title).Text("description", description);
  Drawing(sequence).Draw(view);
  return RenderHtml("sequence", view);
}

}  // namespace deputy
