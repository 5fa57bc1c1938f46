// How far a long run is, on a terminal only: done, rate, time left. One line, drawn over itself.
#ifndef DEPUTY_SIMULATOR_CLI_PROGRESS_H_
#define DEPUTY_SIMULATOR_CLI_PROGRESS_H_

#include <chrono>
#include <cstdint>

namespace deputy {

class Progress {
 public:
  // `total_bytes` of the input, or -1 where it is not known. Silent unless standard error is a
  // terminal.
  explicit Progress(int64_t total_bytes, const char* what = "decided");
  ~Progress();  // wipes the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(int64_t bytes, int64_t lines);

 private:
  using Clock = std::chrono::steady_clock;

  int64_t total_bytes_;
  const char* what_;  // is counted
  bool terminal_;
  bool drawn_ = false;
  Clock::time_point start_;
  Clock::time_point last_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_PROGRESS_H_
