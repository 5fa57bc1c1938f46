// A diagnostic for a terminal: `file:line:column: error: message [rule-id]`, the line of the file,
// a caret, the notes.
#ifndef DEPUTY_SIMULATOR_REPORT_DIAGNOSTIC_TEXT_H_
#define DEPUTY_SIMULATOR_REPORT_DIAGNOSTIC_TEXT_H_

#include <string>

#include "engine/text/diagnostic.h"
#include "engine/text/source.h"
#include "simulator/report/style.h"

namespace deputy {

Ink InkOf(Severity severity);

// All of them, each with a line end behind it, and a line that counts what was kept back where
// there was too much.
std::string FormatDiagnostics(const Source& source, const Diagnostics& diagnostics,
                              const Style& style);

// The same for what is told of one document in several parts: `places` is of its text, and goes
// over it once when the parts come in order.
std::string FormatDiagnostics(const Source& source, PositionFinder& places,
                              const Diagnostics& diagnostics, const Style& style);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_DIAGNOSTIC_TEXT_H_
