#include "model/cross_watch.hpp"

#include <algorithm>
#include <limits>

#include "model/base/math.hpp"
#include "model/cross_standing.hpp"

namespace stampede {
namespace {

constexpr double always = -std::numeric_limits<double>::infinity();
constexpr double never = std::numeric_limits<double>::infinity();
/// Of all that is summed: more than its rounding.
constexpr double rounding = 1e-9;

double weighed_price(World const& world, InstitutionId venue, AssetId asset, AssetId settle)
{
    return (1 - world.haircut(venue, asset)) * collateral_price(world, venue, asset, settle);
}

/// E of an account.
double exposure(World const& world, CrossAccount const& cross, double collateral)
{
    double const call_at = std::max(1.0, cross.call_at);
    double sum = collateral;
    for (CrossPlace const& place : cross.positions) {
        PerpMarket const& market = world.perps[place.market.index()];
        Units const size = market.positions.position(place.row).size;
        sum += (1 + call_at) * notional(size, market.contract(), market.mark_price());
    }
    return sum;
}

/// A price was `before` and is `now`: if that is more, it is the largest move.
void widen(double& largest, double before, double now)
{
    if (before == now)
        return;
    double const move = before > 0 && now > 0 ? log(now / before) : never;
    largest = std::max(largest, move < 0 ? -move : move);
}

}  // namespace

bool measures_concentration(World const& world)
{
    return world.clock.step % std::max<std::int64_t>(1, world.clock.steps_in(Duration{3600})) == 0;
}

void CrossWatch::grow(World& world)
{
    travelled_.resize(world.institution_count(), 0);
    marks_.resize(world.perps.size(), 0);
    funding_.resize(world.perps.size(), 0);
    for (std::size_t i = wakes_at_.size(); i < world.crosses.size(); ++i) {
        CrossAccount const& cross = world.crosses[i];
        InstitutionId const venue = world.ledger.institution(cross.money);
        AssetId const settle = world.ledger.asset(cross.money);
        wakes_at_.push_back(always);
        venue_.push_back(venue);
        world.ledger.watch(cross.money);
        for (Collateral const& one : cross.collateral) {
            AssetId const asset = world.ledger.asset(one.account);
            world.ledger.watch(one.account);
            if (std::none_of(prices_.begin(), prices_.end(), [&](CollateralPrice const& price) {
                    return price.venue == venue && price.asset == asset && price.settle == settle;
                }))
                prices_.push_back({venue, asset, settle});
        }
    }
}

void CrossWatch::wake_all(InstitutionId venue)
{
    for (std::size_t i = 0; i < wakes_at_.size(); ++i)
        if (venue_[i] == venue)
            wakes_at_[i] = always;
}

void CrossWatch::follow(World& world)
{
    if (world.crosses.empty())
        return;
    grow(world);
    take_in_changes(world);
    std::vector<double> largest(world.institution_count(), 0);  // move in this step, per institution
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        PerpMarket const& market = world.perps[i];
        double const mark = market.mark_price().value();
        widen(largest[market.venue.index()], marks_[i], mark);
        marks_[i] = mark;
        std::int64_t const funding = market.positions.funding_index();
        if (funding != funding_[i] || (measures_concentration(world) && market.positions.terms().add_on > 0))
            wake_all(market.venue);
        funding_[i] = funding;
    }
    for (CollateralPrice& price : prices_) {
        double const now = weighed_price(world, price.venue, price.asset, price.settle);
        widen(largest[price.venue.index()], price.last, now);
        price.last = now;
    }
    for (std::size_t i = 0; i < largest.size(); ++i)
        if (largest[i] == never)
            wake_all(InstitutionId::of(i));
        else
            travelled_[i] += largest[i];
}

void CrossWatch::take_in_changes(World& world)
{
    for (PerpMarket& market : world.perps)
        market.positions.take_changed([&](CrossId id) { wakes_at_[id.index()] = always; });
    world.ledger.take_changed([&](AccountId account) { wakes_at_[world.cross_behind.at(account).index()] = always; });
}

void CrossWatch::measured(World const& world, CrossId id, CrossStanding const& standing)
{
    CrossAccount const& cross = world.crosses[id.index()];
    double& wakes_at = wakes_at_[id.index()];
    wakes_at = always;
    if (world.is_of_institution(cross.money) || cross.called >= 0 || world.ledger.borrowed(cross.loan).value() > 0)
        return;
    double const moving = exposure(world, cross, standing.collateral);
    if (moving == 0) {
        wakes_at = never;
        return;
    }
    double const whole = moving + (standing.equity < 0 ? -standing.equity : standing.equity);
    double const spare = spare_of(cross, standing) - rounding * whole;
    double const travelled = travelled_[venue_[id.index()].index()];
    if (spare > 0)
        wakes_at = travelled + log(1 + spare / moving) - rounding * (1 + travelled);
}

}  // namespace stampede
