// The lab without its web server: what each address answers.
//
//   GET  /, /lab.css, …                        the page
//   GET  /api/scenarios, /api/scenarios/ID     catalogue_answer.h
//   POST /api/decide, /api/prove               a question (question.h), answered (answers.h)
//   POST /api/open                             a file's text, taken apart
//
// Immutable once it is filled, then thread-safe. docs/lab.md is its page.
#ifndef DEPUTY_SIMULATOR_LAB_LAB_H_
#define DEPUTY_SIMULATOR_LAB_LAB_H_

#include <string>
#include <vector>

#include "simulator/lab/answers.h"
#include "simulator/lab/catalogue_answer.h"
#include "simulator/lab/http_message.h"
#include "simulator/lab/shelf.h"

namespace deputy {

class Lab {
 public:
  explicit Lab(Shelf shelf, std::vector<LabPart> course = {});

  // Total: a broken policy or request is part of the answer, anything else that is wrong a refusal
  // with {"error": "…"}.
  HttpAnswer Answer(const HttpCall& call) const;

 private:
  HttpAnswer Get(const std::string& path) const;
  HttpAnswer Post(const HttpCall& call) const;

  Shelf shelf_;
  std::vector<LabPart> course_;
  KnownServices services_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_LAB_H_
