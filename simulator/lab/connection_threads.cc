#include "simulator/lab/connection_threads.h"

#include <sys/socket.h>

#include <chrono>
#include <system_error>
#include <thread>
#include <utility>

namespace deputy {

WaitingConnections::Entry::Entry(WaitingConnections& all, socket_t socket) : all_(all) {
  const std::lock_guard<std::mutex> lock(all_.mutex_);
  at_ = all_.sockets_.insert(all_.sockets_.end(), socket);
}

WaitingConnections::Entry::~Entry() {
  const std::lock_guard<std::mutex> lock(all_.mutex_);
  all_.sockets_.erase(at_);
}

// One that was given up goes to the end, so that the next call meets another.
void WaitingConnections::GiveUpOldest() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (sockets_.empty()) return;
  ::shutdown(sockets_.front(), SHUT_RD);
  sockets_.splice(sockets_.end(), sockets_, sockets_.begin());
}

void WaitingConnections::GiveUpAll() {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const socket_t socket : sockets_) ::shutdown(socket, SHUT_RDWR);
}

void ConnectionThreads::enqueue(std::function<void()> connection) {
  std::unique_lock<std::mutex> lock(mutex_);
  while (running_ >= most_) {  // meanwhile newer ones wait in the kernel's queue
    lock.unlock();
    waiting_.GiveUpOldest();
    lock.lock();
    ended_.wait_for(lock, std::chrono::milliseconds(20), [&] { return running_ < most_; });
  }
  ++running_;
  lock.unlock();
  // The count is lowered under the lock and nothing of this is touched behind it.
  const auto run = [this, connection = std::move(connection)] {
    connection();
    const std::lock_guard<std::mutex> ending(mutex_);
    --running_;
    ended_.notify_all();
  };
  try {
    std::thread(run).detach();
  } catch (const std::system_error&) {  // no more threads to be had: here, then
    run();
  }
}

void ConnectionThreads::shutdown() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (running_ > 0) {
    lock.unlock();
    waiting_.GiveUpAll();
    lock.lock();
    ended_.wait_for(lock, std::chrono::milliseconds(20), [&] { return running_ == 0; });
  }
}

}  // namespace deputy
