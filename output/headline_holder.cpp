// Outcomes of those who hold: classes, channels of their losses, people by size, requests by generation.

#include "model/losses.hpp"
#include "output/headline.hpp"

namespace stampede {

namespace {

double usd(MicroUsd value)
{
    return static_cast<double>(value.value()) * 1e-6;
}

double channel_loss(RunEnd const& run, std::size_t channel)
{
    WealthBook const& wealth = run.world.ledger.wealth();
    MicroUsd sum{0};
    for (std::size_t i = 0; i < wealth.classes().size(); ++i)
        if (ClassId::of(i) != Ledger::class_of(World::outside))
            sum += wealth.loss(ClassId::of(i), static_cast<Channel>(channel));
    return usd(sum);
}

/// Of what a class held on sides that were closed by force.
double deleveraged_share(RunEnd const& run, std::size_t entry)
{
    double closed = 0, held = 0;
    for (PerpWatch::Exposed const& one : run.perps.exposed()) {
        AccountId const account = run.world.perps[one.market].positions.account(PositionId::of(one.row));
        if (run.world.ledger.owner_class(account) != ClassId::of(entry))
            continue;
        closed += one.closed_usd;
        held += one.held_usd;
    }
    return share_of(closed, held);
}

HeadlineGroup class_headlines()
{
    return {
        "/summary/class",
        "class",
        "outcomes of classes of holders, one row per run",
        {
            {"initial_usd", "USD", "wealth at the start",
             [](RunEnd const& run, std::size_t i) { return usd(run.world.ledger.wealth().initial(ClassId::of(i))); }},
            {"loss_usd", "USD", "initial wealth + net inflow - final wealth; a gain is negative",
             [](RunEnd const& run, std::size_t i) { return usd(run.world.ledger.wealth().loss(ClassId::of(i))); },
             Worse::more},
            {"loss_share", "1", "loss / wealth at the start; missing unless that is above 0",
             [](RunEnd const& run, std::size_t i) {
                 WealthBook const& wealth = run.world.ledger.wealth();
                 return share_of(usd(wealth.loss(ClassId::of(i))), usd(wealth.initial(ClassId::of(i))));
             },
             Worse::more},
            {"deleveraged_share", "1",
             "positions closed by force / positions on that side before it first happened; missing without",
             deleveraged_share, Worse::more},
        },
        [](View& seen) { return seen.ledger.wealth().classes().size(); }};
}

HeadlineGroup channel_headlines()
{
    return {"/summary/channel",
            "channel",
            "losses by channel, one row per run",
            {{"loss_usd", "USD", "of all classes but the outside; a gain is negative", channel_loss, Worse::more}},
            [](View&) { return channel_count; }};
}

HeadlineGroup size_headlines()
{
    return {
        "/summary/size",
        "size",
        "who left first: people by what their claims were worth at the start, one row per run",
        {
            {"people", "1", "people with claims at the start",
             [](RunEnd const& run, std::size_t i) { return run.births.people(i); }},
            {"claims_start_usd", "USD", "their claims at the start",
             [](RunEnd const& run, std::size_t i) { return run.births.claims_usd(i); }},
            {"asked_share_72h", "1",
             "people whose first request came within 72 h of the first news about the institution, or of the first "
             "shock if there is none / people",
             [](RunEnd const& run, std::size_t i) { return share_of(run.events.asked_early[i], run.births.people(i)); },
             Worse::more},
            {"asked_share", "1", "people who asked / people",
             [](RunEnd const& run, std::size_t i) { return share_of(run.events.asked[i], run.births.people(i)); },
             Worse::more},
        },
        [](View&) { return Births::sizes.size(); }};
}

HeadlineGroup generation_headlines()
{
    return {"/summary/generation",
            "generation",
            "requests by generation: 1 = no request among the causes, 2 = set off by one of generation 1, ...",
            {{"requests", "1", "requests of the generation, as expected when each parent is drawn by its weight",
              [](RunEnd const& run, std::size_t i) { return run.events.generations[i]; }}},
            [](View&) { return generation_count; }};
}

}  // namespace

std::vector<HeadlineGroup> holder_headlines()
{
    return {class_headlines(), channel_headlines(), size_headlines(), generation_headlines()};
}

}  // namespace stampede
