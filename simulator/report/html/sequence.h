// A step as a sequence diagram: who takes part, who asks whom for what, what each check said, and
// where it stopped. The model; sequence_html.h draws it.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_SEQUENCE_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_SEQUENCE_H_

#include <string>
#include <vector>

#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

struct SequenceLane {
  std::string id;    // "actor", "deputy", "passrole-check", "sts", "role:<id>", "resource:<id>"
  std::string kind;  // above the name: "attacker", "role", …
  std::string name;
  bool reached = false;
};

enum class Tone { kPlain, kGood, kBad, kWarn, kAbsent };

struct ToneText {
  std::string text;
  Tone tone = Tone::kPlain;
};

// An arrow from lane to lane, and what the one at its end said of it.
struct SequenceMessage {
  size_t from = 0;
  size_t to = 0;
  std::string what;                // "sts:AssumeRole"
  std::vector<ToneText> carrying;  // context keys that tell, and those that are not there
  std::vector<ToneText> checks;    // a layer each
  bool stopped = false;            // it goes no further
};

struct Sequence {
  std::vector<SequenceLane> lanes;  // also those that were never reached
  std::vector<SequenceMessage> messages;
  std::vector<std::string> lost;  // by an attack that got in
  std::string stopped_at;         // id of the lane; empty when nothing stopped it
};

// The way in one sentence, for those who do not see the picture: "attacker mallory, AWS STS:
// stopped there" or "…: nothing stops it".
std::string DescribeSequence(const Sequence& sequence);

// Of a step that was decided (of a refused document there is nothing to draw).
Sequence SequenceOf(const Scenario& scenario, const ScenarioResult& result, size_t variant,
                    size_t step);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_SEQUENCE_H_
