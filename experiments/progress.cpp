#include "experiments/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace stampede {

Progress::Progress(Console& console, std::string task, std::int64_t total)
    : console_{console}, task_{std::move(task)}, total_{total}, begin_{Watch::now()}, next_{begin_}
{
}

Progress::~Progress()
{
    if (console_.shows_bar())
        console_.draw_bar("");
}

void Progress::at(std::int64_t done)
{
    std::lock_guard const lock{mutex_};
    done_ = done;
    report();
}

void Progress::advance()
{
    std::lock_guard const lock{mutex_};
    ++done_;
    report();
}

void Progress::report()
{
    Watch::time_point const now = Watch::now();
    if (now < next_ && done_ < total_)
        return;
    if (console_.shows_bar()) {
        console_.draw_bar(bar_text(task_, done_, total_, std::chrono::duration<double>(now - begin_).count()));
        next_ = now + std::chrono::milliseconds{100};
    }
    else {
        console_.progress_line(task_, done_, total_);
        next_ = now + std::chrono::seconds{1};
    }
}

std::string bar_text(std::string const& task, std::int64_t done, std::int64_t total, double seconds)
{
    constexpr std::int64_t width = 30;
    double const part = total > 0 ? std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0) : 1.0;
    auto const filled = static_cast<std::size_t>(part * width);
    std::string const bar = std::string(filled, '#') + std::string(width - filled, '-');
    std::string const left = part > 0 && part < 1 ? fmt::format("  {:.0f} s left", seconds * (1 - part) / part) : "";
    return fmt::format("{}  [{}] {:3.0f} %{}", task, bar, 100 * part, left);
}

}  // namespace stampede
