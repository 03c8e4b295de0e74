// Two hundred random worlds: nothing appears, nothing vanishes, nobody falls below zero, and order does not matter.

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/engine/random_world.hpp"
#include "tests/support/column_store.hpp"
#include "tests/support/property.hpp"
#include "tests/support/worlds.hpp"

using namespace stampede;
using namespace stampede::testing;

namespace {

constexpr int worlds = 200;

/// In how many worlds each kind of event happened.
using Counters = std::array<int, event_kind_count>;

void count_kinds(Events const& events, Counters& counters)
{
    std::array<bool, event_kind_count> seen{};
    for (std::size_t event = 0; event < events.size(); ++event)
        seen.at(static_cast<std::size_t>(events.kind(event))) = true;
    for (std::size_t kind = 0; kind < seen.size(); ++kind)
        counters.at(kind) += seen.at(kind) ? 1 : 0;
}

/// What must hold at the end of every step besides the audits.
void check_step(View& world)
{
    Ledger const& ledger = world.ledger;
    for (std::size_t i = 0; i < ledger.accounts(); ++i)
        RC_ASSERT(ledger.balance(AccountId::of(i)).value() >= 0);
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        double const price = world.price(AssetId::of(i)).value();
        RC_ASSERT(std::isfinite(price));
        RC_ASSERT(price > 0);
    }
    for (Market const& market : world.markets)
        RC_ASSERT(std::isfinite(market.mid) && market.mid > 0);
    for (std::size_t venue = 0; venue < world.queues.size(); ++venue)
        for (WithdrawalQueue const& queue : world.queues[venue]) {
            RC_ASSERT(queue.total().value() >= 0);
            RC_ASSERT(queue.overdue() <= queue.total());
        }
}

/// Losses of every class are the sum of its channels and of what it had less what it has.
void check_losses(View& world)
{
    WealthBook const& wealth = world.ledger.wealth();
    for (std::size_t i = 0; i < wealth.classes().size(); ++i) {
        ClassId const owner = ClassId::of(i);
        MicroUsd sum{0};
        for (std::size_t channel = 0; channel < channel_count; ++channel)
            sum += wealth.loss(owner, static_cast<Channel>(channel));
        RC_ASSERT(sum == wealth.loss(owner));
        RC_ASSERT(wealth.loss(owner) == wealth.initial(owner) + wealth.inflow(owner) - wealth.wealth(owner));
    }
}

/// Nothing but the root is without a cause, and causes come before what they cause.
void check_causes(Events const& events)
{
    std::vector<double> weight(events.size(), 0.0);
    for (std::size_t link = 0; link < events.link_child().size(); ++link) {
        RC_ASSERT(events.link_parent()[link] < events.link_child()[link]);
        weight[events.link_child()[link].index()] += static_cast<double>(events.link_weight()[link]);
    }
    for (std::size_t event = 1; event < events.size(); ++event)
        RC_ASSERT(std::abs(weight[event] - 1) < 1e-5);
}

}  // namespace

TEST_CASE("two hundred random worlds keep every balance and every cause", "[engine][property]")
{
    Counters counters{};
    int next = 0;
    for_all(
        "random worlds",
        [&] {
            auto const number = static_cast<std::uint64_t>(next++);
            std::string const text = random_world(number);
            RC_LOG() << "world " << number << ": " << experiment_text(text) << "\n";
            auto const run = world_of(text, {number});
            RC_ASSERT(run->world().clock.steps >= 200);
            while (!run->done()) {
                run->step();
                check_step(run->world());
            }
            check_losses(run->world());
            check_causes(run->world().events);
            count_kinds(run->world().events, counters);
        },
        worlds);
    for (std::size_t kind = 0; kind < counters.size(); ++kind) {
        CAPTURE(name_of(static_cast<EventKind>(kind)), counters[kind]);
        CHECK(counters[kind] >= 20);
    }
}

TEST_CASE("audits of what was touched and audits of everything agree", "[engine][property]")
{
    for (std::uint64_t number : {3, 11}) {
        auto const run = world_of(random_world(number), {number});
        while (!run->done()) {
            run->step();  // audits what was touched in every phase
            REQUIRE_NOTHROW(run->world().ledger.audit_all());
        }
    }
}
