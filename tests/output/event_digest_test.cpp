// Generations of requests from weighted causes.

#include "output/event_digest.hpp"

#include <catch2/catch.hpp>

using namespace stampede;

namespace {

EventId request(Events& events, Cause const& cause)
{
    return events.add(EventKind::withdrawal_asked, {}, cause);
}

}  // namespace

TEST_CASE("generations follow the weights of the causes", "[output][outcomes]")
{
    // second was set off by first; third half by first, half by nothing; the refusal of second set off fourth.
    Events events;
    EventId const first = request(events, Cause::calm());
    EventId const second = request(events, Cause{first});
    std::array const half{Cause::Part{first, 1}, Cause::Part{calm_root, 1}};
    static_cast<void>(request(events, Cause{half}));
    EventId const refused = events.add(EventKind::withdrawal_refused, {}, Cause{second});
    static_cast<void>(request(events, Cause{refused}));

    auto const sizes = generations_of(EventKind::withdrawal_asked, events);
    CHECK(sizes[0] == 1.5);
    CHECK(sizes[1] == 1.5);
    CHECK(sizes[2] == 1);
    CHECK(sizes[3] == 0);
}

TEST_CASE("the last generation holds all later ones", "[output][outcomes]")
{
    Events events;
    EventId latest = request(events, Cause::calm());
    for (std::size_t i = 1; i < generation_count + 5; ++i)
        latest = request(events, Cause{latest});
    auto const sizes = generations_of(EventKind::withdrawal_asked, events);
    CHECK(sizes.front() == 1);
    CHECK(sizes[generation_count - 2] == 1);
    CHECK(sizes.back() == 6);
}

TEST_CASE("news and other happenings are no request", "[output][outcomes]")
{
    Events events;
    EventId const news = events.add(EventKind::news, {}, Cause::calm());
    static_cast<void>(request(events, Cause{news}));
    CHECK(generations_of(EventKind::withdrawal_asked, events)[0] == 1);
    CHECK(generations_of(EventKind::withdrawal_asked, Events{})[0] == 0);
}
