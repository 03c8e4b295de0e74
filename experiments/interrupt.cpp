#include "experiments/interrupt.hpp"

#include <pthread.h>
#include <signal.h>  // NOLINT: sigwait is POSIX, not in <csignal>

#include <cstdlib>

namespace stampede {

namespace {

sigset_t stop_signals()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    return set;
}

}  // namespace

InterruptWatch::InterruptWatch()
{
    sigset_t const set = stop_signals();
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    waiter_ = std::thread{[this] { wait(); }};
}

InterruptWatch::~InterruptWatch()
{
    over_ = true;
    pthread_kill(waiter_.native_handle(), SIGTERM);  // wakes the waiter, which is the only one to take it
    waiter_.join();
    sigset_t const set = stop_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void InterruptWatch::wait()
{
    constexpr int interrupted = 130;
    sigset_t const set = stop_signals();
    int received = 0;
    while (sigwait(&set, &received) == 0 && !over_)
        if (requested_.exchange(true))
            std::_Exit(interrupted);
}

}  // namespace stampede
