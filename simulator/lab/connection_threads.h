// A thread a connection, up to a number. When they are all taken, the one that has been sending its
// request the longest is given up for the newest: a crowd of slow clients can hold every thread,
// but none of them for long, while an honest one needs it for a moment.
#ifndef DEPUTY_SIMULATOR_LAB_CONNECTION_THREADS_H_
#define DEPUTY_SIMULATOR_LAB_CONNECTION_THREADS_H_

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <mutex>

namespace deputy {

// The connections of which a request is awaited, oldest first. Thread-safe.
class WaitingConnections {
 public:
  class Entry {  // one of them, while it lives
   public:
    Entry(WaitingConnections& all, socket_t socket);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

   private:
    WaitingConnections& all_;
    std::list<socket_t>::iterator at_;
  };

  // Ends the reading of the oldest; its thread sees the end of the connection.
  void GiveUpOldest();
  void GiveUpAll();

 private:
  std::mutex mutex_;
  std::list<socket_t> sockets_;
};

class ConnectionThreads final : public httplib::TaskQueue {
 public:
  ConnectionThreads(size_t most, WaitingConnections& waiting) : most_(most), waiting_(waiting) {}
  ~ConnectionThreads() override { shutdown(); }

  void enqueue(std::function<void()> connection) override;
  void shutdown() override;  // waits for all of them

 private:
  const size_t most_;
  WaitingConnections& waiting_;
  std::mutex mutex_;
  std::condition_variable ended_;
  size_t running_ = 0;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_CONNECTION_THREADS_H_
