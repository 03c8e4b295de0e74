// Ctrl-C asks a run to stop; it does not kill it.

#include "experiments/interrupt.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>

using namespace stampede;

TEST_CASE("the first signal is a request", "[experiments][interrupt]")
{
    int const signal = GENERATE(SIGINT, SIGTERM);
    InterruptWatch const watch;
    CHECK_FALSE(watch.requested());
    kill(getpid(), signal);
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!watch.requested() && std::chrono::steady_clock::now() < end)
        std::this_thread::yield();
    CHECK(watch.requested());
}

TEST_CASE("a watch that saw nothing leaves nothing behind", "[experiments][interrupt]")
{
    for (int i = 0; i < 20; ++i) {
        InterruptWatch const watch;
        CHECK_FALSE(watch.requested());
    }
}
