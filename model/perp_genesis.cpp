#include "model/perp_genesis.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/endowment.hpp"
#include "model/ladder.hpp"
#include "model/position_acts.hpp"

namespace stampede {
namespace {

MarginTerms terms_of(World const& world, std::string const& name, PerpMarket const& market, PerpParameters const& rules)
{
    Contract contract;
    contract.kind = rules.inverse ? ContractKind::inverse : ContractKind::linear;
    contract.size_unit = rules.inverse ? 1 : world.assets[market.base.index()].unit;
    contract.settle_unit = world.assets[market.settle.index()].unit;
    try {
        return {contract,           rules.tiers.schedule(contract.settle_unit),
                rules.leverage_cap, rules.concentration,
                rules.add_on,       rules.maintenance_on};
    }
    catch (InputError const& error) {
        throw InputError{fmt::format("/markets/{}/perp/tiers  {}", name, error.what())};
    }
}

/// Settlement coins on an account at the market's venue. @param source  parameter of the market they come from
AccountId claim_of(World& world, PerpMarket const& market, ClassId owner, double coins, std::string const& source)
{
    return endowed_claim(world, market.venue, market.settle, owner, coins, "/markets/" + market.name + source);
}

/// What those who rest in the book need to margin everything they offer ten times over, in settlement coins.
double tenfold(PerpMarket const& market, double coins)
{
    return 10 * coins * (market.contract().kind == ContractKind::linear ? market.mid : 1);
}

/// The maker holds the other side of what the births have left open.
void close_gap(World& world, PerpId id)
{
    PerpMarket& market = world.perps[id.index()];
    Units const gap = market.positions.net_size();
    if (gap.value() == 0)
        return;
    double const value = notional(gap, market.contract(), Price{market.mid});
    Amount const margin = initial_margin(value, 1);
    world.ledger.endow_claim(market.positions.account(market.maker), margin);
    endow_position(world, id, market.maker, -gap, Price{market.mid}, margin);
}

/// A market in which an institution may be short, and its weight among those of the same coin.
struct DeclaredLeg {
    std::string market;
    double weight = 1;
    std::string where;  ///< parameter that names it
};

/// In the order of their rows in the world.
std::vector<DeclaredLeg> legs_of(std::string const& name, InstitutionParameters const& owner)
{
    std::vector<DeclaredLeg> legs;
    std::string const where = "/institutions/" + name;
    if (!owner.hedge.empty())
        legs.push_back({owner.hedge, 1, where + "/hedge = \"" + owner.hedge + "\"  "});
    for (auto const& [market, weight] : owner.hedges)
        legs.push_back({market, weight, where + "/hedges/" + market + "  "});
    return legs;
}

/// A row for the treasury of an institution in a market in which it may be short.
void open_leg(World& world, Declarations const& declared, InstitutionId owner, DeclaredLeg const& leg)
{
    auto const found = declared.markets.find(leg.market);
    require(found != declared.markets.end() && found->second.kind == MarketKind::perp,
            leg.where + "is no perpetual market; name one of kind perp under /markets");
    require(!found->second.perp.inverse, leg.where + "is margined in the coin it should hedge; name a linear one");
    PerpId const id = world.perp(leg.market);
    PerpMarket& market = world.perps[id.index()];
    AccountId const account = world.ledger.open_account(market.venue, market.settle, Ledger::class_of(owner), {});
    world.hedges.push_back({owner, id, market.positions.open(account), Units{0}, 1});
}

/// The last rows are short of the coins that their owner is given, by weight among those of one coin.
void be_short(World& world, std::vector<DeclaredLeg> const& legs, InstitutionParameters const& owner)
{
    std::size_t const first = world.hedges.size() - legs.size();
    auto const base_of = [&](std::size_t leg) { return world.perps[world.hedges[first + leg].market.index()].base; };
    for (std::size_t i = 0; i < legs.size(); ++i) {
        TreasuryHedge const& row = world.hedges[first + i];
        PerpMarket& market = world.perps[row.market.index()];
        auto const given = owner.tokens.find(world.assets[market.base.index()].name);
        double weights = 0;
        for (std::size_t k = 0; k < legs.size(); ++k)
            weights += base_of(k) == market.base ? legs[k].weight : 0;
        double const coins = given == owner.tokens.end() ? 0 : given->second;
        // Tokens that make more than `most_units` are refused where they are endowed.
        double const size = std::min(coins * market.contract().size_unit * legs[i].weight / weights, most_units);
        Units const shorts{-round_to_integer(size)};
        if (shorts.value() == 0)
            continue;
        Price const entry{market.mid};
        double const value = notional(shorts, market.contract(), entry);
        double const leverage = market.positions.allowed_leverage(shorts, value, owner.hedged_at_birth);
        Amount const margin = initial_margin(value, leverage);
        world.ledger.endow_claim(market.positions.account(row.row), margin);
        endow_position(world, row.market, row.row, shorts, entry, margin);
    }
}

/// Rows for the treasuries that may be short, and what they are short of at the start.
void open_hedges(World& world, Declarations const& declared)
{
    for (auto const& [name, institution] : declared.institutions) {
        std::vector<DeclaredLeg> const legs = legs_of(name, institution);
        for (DeclaredLeg const& leg : legs)
            open_leg(world, declared, world.institution(name), leg);
        if (institution.hedged_at_birth > 0)
            be_short(world, legs, institution);
    }
}

}  // namespace

void add_perps(World& world, Declarations const& declared)
{
    for (auto const& [name, rules] : declared.markets) {
        if (rules.kind != MarketKind::perp)
            continue;
        PerpMarket market;
        market.name = name;
        market.venue = world.institution(rules.venue);
        market.base = world.asset(rules.base);
        market.quote = world.asset(rules.quote);
        market.settle = rules.perp.inverse ? market.base : market.quote;
        market.distance = rules.distance;
        market.positions = PositionBook{terms_of(world, name, market, rules.perp)};
        market.mid = world.assets[market.base.index()].fundamental / world.assets[market.quote.index()].fundamental;
        market.reference = market.index = market.mark = market.mid;
        market.next_funding = world.clock.steps_of(rules.perp.funding_interval);
        world.ledger.open_contract(market.venue, market.settle, market.contract(), Price{market.mark});
        world.perps.push_back(std::move(market));
    }
}

std::vector<double> hedge_weights(Declarations const& declared)
{
    std::vector<double> weights;
    for (auto const& [name, institution] : declared.institutions)
        for (DeclaredLeg const& leg : legs_of(name, institution))
            weights.push_back(leg.weight);
    return weights;
}

void endow_perps(World& world, Declarations const& declared)
{
    open_hedges(world, declared);
    for (std::size_t i = 0; i < world.perps.size(); ++i) {
        PerpId const id = PerpId::of(i);
        PerpMarket& market = world.perps[i];
        MarketParameters const& rules = declared.markets.at(market.name);
        double const given = rules.perp.inverse ? rules.maker_base : rules.maker_quote;
        double const maker = given > 0 ? given : tenfold(market, profile_coins(rules, market.mid));
        std::string const source = given <= 0 ? "/depth" : rules.perp.inverse ? "/maker_base" : "/maker_quote";
        market.maker = market.positions.open(claim_of(world, market, maker_class(world), maker, source));
        market.crowd = market.positions.open(claim_of(world, market, Ledger::class_of(World::outside),
                                                      tenfold(market, crowd_coins(rules, market.mid)), "/floor"));
        close_gap(world, id);
        double const interest = notional(market.positions.open_interest(), market.contract(), Price{market.mid}) /
                                market.contract().settle_unit;
        market.fund = claim_of(world, market, Ledger::class_of(market.venue),
                               rules.perp.insurance_fund + rules.perp.insurance_of_interest.value() * interest,
                               "/perp/insurance_fund");
        market.engine = market.positions.open(market.fund);
        market.positions.exempt(market.engine);
        market.positions.reorder();
        market.fund_peak = static_cast<double>(world.ledger.balance(market.fund).value());
    }
}

}  // namespace stampede
