// Cuts a stream of bytes into the records of a trail: the objects of `{"Records": […]}`, of the
// `{"Events": […]}` of LookupEvents, of a JSON array, of JSON Lines, or of several of these one
// behind the other. Looks at brackets and strings only; whether a record is JSON is asked when it
// is read.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html
#ifndef DEPUTY_SIMULATOR_REPLAY_RECORD_SPLITTER_H_
#define DEPUTY_SIMULATOR_REPLAY_RECORD_SPLITTER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputy {

// What some programs put before UTF-8. Files that were joined have it between documents too.
inline constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

// A longer record is refused, so that memory is bounded; CloudTrail's own limit is 256 kB.
inline constexpr size_t kMostRecordBytes = size_t{4} << 20;

// A record, or with a message what is none.
struct RecordSpan {
  size_t begin = 0;  // in the block
  size_t end = 0;
  const char* problem = nullptr;
};

class RecordSplitter {
 public:
  // Adds the records that end in the block and what is wrong between them, in order. Returns how
  // many bytes are done with: the others have to come again at the start of the next block, with
  // more behind them. `last`: there is no next block, and all are done with.
  size_t Split(absl::string_view block, bool last, std::vector<RecordSpan>& spans);

 private:
  enum class Place : uint8_t {
    kTop,      // between documents
    kList,     // in an array of records
    kWrapper,  // in the object around a list, behind it
    kLine,     // in what is no record, up to the end of the line
  };

  // Each goes on from `at` and returns where it stopped: behind what it did, or at the end of the
  // block when more has to come.
  size_t Between(absl::string_view block, size_t at, bool last, std::vector<RecordSpan>& spans);
  bool Wrapper(absl::string_view block, size_t& at);
  bool Record(absl::string_view block, size_t& at, std::vector<RecordSpan>& spans);
  bool Walk(absl::string_view block, size_t& at);
  bool IsNextRecord(absl::string_view block, size_t newline) const;

  Place place_ = Place::kTop;
  bool last_ = false;       // the block at hand is
  bool wrapped_ = false;    // the array stands in an object
  bool in_record_ = false;  // whose end has not come
  bool too_long_ = false;   // and has been told
  // Of the record, or of what is behind a list in an object:
  size_t walked_ = 0;  // bytes from its start
  int64_t depth_ = 0;
  bool in_string_ = false;
  bool broken_ = false;  // a line end in a string, or a record begins inside of it
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_RECORD_SPLITTER_H_
