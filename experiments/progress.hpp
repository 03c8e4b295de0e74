#pragma once
// How far a long task is: a bar on a terminal, JSON lines in a log, nothing otherwise.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

#include "experiments/console.hpp"

namespace stampede {

/// Reports at most ten times a second (bar) or once a second (log). May be told from several threads.
class Progress {
  public:
    Progress(Console& console, std::string task, std::int64_t total);
    ~Progress();
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    /// `done` of the total are done.
    void at(std::int64_t done);
    /// One more is done.
    void advance();

  private:
    using Watch = std::chrono::steady_clock;

    void report();

    Console& console_;
    std::string task_;
    std::int64_t total_, done_ = 0;
    Watch::time_point begin_, next_;
    std::mutex mutex_;
};

/// "celsius_2022  [######------]  42 %  12 s left", for a terminal line.
[[nodiscard]] std::string bar_text(std::string const& task, std::int64_t done, std::int64_t total, double seconds);

}  // namespace stampede
