#pragma once
// Ctrl-C: the first asks a run to stop in good order, the second ends it at once.

#include <atomic>
#include <stdexcept>
#include <thread>

namespace stampede {

/// Thrown by a command that was asked to stop and has tidied up; exit code 130.
class Interrupted : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Takes SIGINT and SIGTERM over while it lives. Make it before any other thread, so that all of them leave the signal
/// to it.
class InterruptWatch {
  public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(InterruptWatch const&) = delete;
    InterruptWatch& operator=(InterruptWatch const&) = delete;

    [[nodiscard]] bool requested() const { return requested_.load(std::memory_order_relaxed); }

  private:
    void wait();

    std::atomic<bool> requested_ = false, over_ = false;
    std::thread waiter_;
};

}  // namespace stampede
