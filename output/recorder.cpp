#include "output/recorder.hpp"

#include "model/base/check.hpp"
#include "output/size_series.hpp"
#include "output/tables.hpp"

namespace stampede {

namespace {

std::vector<std::string> generation_names()
{
    std::vector<std::string> names;
    for (std::size_t i = 1; i < generation_count; ++i)
        names.push_back(std::to_string(i));
    names.push_back(std::to_string(generation_count) + " and later");
    return names;
}

/// Names that the axes and lookups of all groups share.
void label_names(Capture& into, View& seen)
{
    std::vector<std::string> institutions, assets, markets, perps, coins, pools, protocols, channels;
    for (std::size_t i = 0; i < seen.institution_count(); ++i)
        institutions.push_back(seen.institutions[i].name);
    for (Asset const& asset : seen.assets)
        assets.push_back(asset.name);
    for (Market const& market : seen.markets)
        markets.push_back(market.name);
    for (PerpMarket const& market : seen.perps)
        perps.push_back(market.name);
    for (CoinState const& coin : seen.coins)
        coins.push_back(seen.assets[coin.coin.index()].name);
    for (std::size_t i = 0; i < channel_count; ++i)
        channels.emplace_back(name_of(static_cast<Channel>(i)));
    for (Pool const& pool : seen.pools)
        pools.push_back(pool.name);
    for (Protocol const& protocol : seen.protocols)
        protocols.push_back(protocol.name);
    into.label("venue", std::vector<std::string>(institutions.begin() + 1, institutions.end()));
    into.label("institution_name", std::move(institutions));
    into.label("asset", assets);
    into.label("asset_name", std::move(assets));
    into.label("market", std::move(markets));
    into.label("perp", std::move(perps));
    into.label("coin", std::move(coins));
    into.label("pool", std::move(pools));
    into.label("protocol", std::move(protocols));
    into.label("class", seen.ledger.wealth().classes());
    into.label("class_name", seen.ledger.wealth().classes());
    into.label("channel", std::move(channels));
    into.label("bps", std::vector<std::int64_t>(depth_bps.begin(), depth_bps.end()));
    into.label("size", std::vector<std::string>(Births::sizes.begin(), Births::sizes.end()));
    into.label("generation", generation_names());
}

}  // namespace

RecordOptions RecordOptions::of(std::vector<std::string> const& names, std::int64_t every)
{
    require(every >= 1, "record: a row can be kept of every step or of every k-th, k at least 1");
    RecordOptions options{false, false, false, false, every};
    for (std::string const& name : names) {
        bool* const chosen = name == "series"    ? &options.series
                             : name == "events"  ? &options.events
                             : name == "network" ? &options.network
                             : name == "agents"  ? &options.agents
                                                 : nullptr;
        require(chosen != nullptr,
                "record: \"" + name + "\" is none of \"series\", \"events\", \"network\", \"agents\"");
        *chosen = true;
    }
    return options;
}

bool Recorder::keeps(Clock const& clock) const
{
    return options_.series && ((clock.step + 1) % options_.every == 0 || clock.step + 1 == clock.steps);
}

void Recorder::at_birth(View& seen)
{
    births_.take(seen);
    venues_.start(seen);
    markets_.start(seen);
    perps_.start(seen);
    coins_.start(seen);
    pools_.start(seen);
    protocols_.start(seen);
    venue_watch_.start(seen);
    market_watch_.start(seen);
    perp_watch_.start(seen);
}

void Recorder::after_step(View& seen, Events const&)
{
    std::vector<VenueReading> venues;
    for (std::size_t i = 0; i < venue_count(seen); ++i)
        venues.push_back(read_venue(seen, venue_at(i)));
    std::vector<MarketReading> markets;
    for (Market const& market : seen.markets)
        markets.push_back(read_market(seen, market));
    venue_watch_.see(seen, venues);
    market_watch_.see(markets);
    perp_watch_.see(seen);
    prices_.add(seen);
    markets_.see(markets);
    perps_.see(seen);
    pools_.see(seen);
    protocols_.see(seen);
    if (!keeps(seen.clock))
        return;
    steps_.push_back(seen.clock.step);
    venues_.add(seen, venues);
    assets_.add(seen);
    markets_.add(markets);
    perps_.add(seen);
    coins_.add(seen);
    pools_.add(seen);
    protocols_.add(seen);
    classes_.add(seen);
}

void Recorder::columns(ColumnVisitor& column)
{
    column("steps", steps_);
    column.group("venues", venues_);
    column.group("assets", assets_);
    column.group("markets", markets_);
    column.group("perps", perps_);
    column.group("coins", coins_);
    if (!pools_.empty())
        column.group("pools", pools_);
    if (!protocols_.empty())
        column.group("protocols", protocols_);
    column.group("classes", classes_);
    column.group("prices", prices_);
    column.group("venue watch", venue_watch_);
    column.group("market watch", market_watch_);
    column.group("perp watch", perp_watch_);
}

void Recorder::capture_series(Capture& into, View& seen) const
{
    if (steps_.empty())
        return;
    std::vector<double> hours;
    for (std::int64_t const step : steps_)
        hours.push_back(end_of(seen.clock, step));
    into.label_steps(steps_, std::move(hours));
    if (venue_count(seen) > 0)
        venues_.capture(into);
    assets_.capture(into, seen, prices_, steps_);
    if (!seen.markets.empty())
        markets_.capture(into);
    if (!seen.perps.empty())
        perps_.capture(into);
    if (!seen.coins.empty())
        coins_.capture(into);
    if (!seen.pools.empty())
        pools_.capture(into);
    if (!seen.protocols.empty())
        protocols_.capture(into);
    classes_.capture(into);
    capture_size_series(into, seen, births_, steps_);
}

void Recorder::capture_summary(Capture& into, View& seen, RunLabel const& label) const
{
    into.column<std::string>("/summary/arm") = {label.arm};
    into.column<std::int64_t>("/summary/replicate") = {label.replicate};
    into.column<std::int8_t>("/summary/finished") = {
        static_cast<std::int8_t>(seen.clock.step >= seen.clock.steps ? 1 : 0)};
    EventDigest const events = digest(seen, births_);
    RunEnd const end{seen, births_, venue_watch_, market_watch_, perp_watch_, prices_, events};
    for (HeadlineGroup const& group : headlines())
        for (Headline const& outcome : group.outcomes)
            for (std::size_t entry = 0; entry < group.entries(seen); ++entry)
                into.column<double>(join(group.path, outcome.name)).push_back(outcome.value(end, entry));
}

void Recorder::capture(Capture& into, Simulation const& run, RunLabel const& label) const
{
    View& seen = run.world();
    into.label("run", std::vector{label.run});
    label_names(into, seen);
    capture_summary(into, seen, label);
    capture_losses(into, seen);
    capture_series(into, seen);
    if (options_.events)
        capture_events(into, seen, label.run);
    if (options_.network)
        capture_network(into, seen, label.run);
    if (options_.agents)
        for (auto const& population : run.populations())
            capture_agents(into, seen, *population, label.run);
}

Contents Recorder::results(Simulation const& run, RunLabel const& label) const
{
    Capture capture{results_schema()};
    this->capture(capture, run, label);
    return std::move(capture).finish();
}

}  // namespace stampede
