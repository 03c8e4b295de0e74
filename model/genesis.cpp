#include "model/genesis.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/endowment.hpp"
#include "model/perp_genesis.hpp"

namespace stampede {

void PlacementParameters::visit(FieldVisitor& field)
{
    field.reference("asset", asset, RefersTo::asset,
                    "asset the placement is in; none = in kind, each asset that clients claim but its own token");
    field("share", share, {0, 100}, "1", "its size as a share of all client claims and coins issued, by value");
    field("amount", amount, not_negative, "coins", "its size beyond that share");
    field("time_to_cash", time_to_cash, not_negative, "in which the whole of it can be turned into cash, evenly");
    field("haircut", haircut, unit_interval, "1", "part of the value lost when sold");
    field("yearly_yield", yearly_yield, {0, 10}, "1/year", "income, paid into hot storage");
    field("wind_up_return", wind_up_return, not_negative, "1", "value per unit at wind-up");
}

void InstitutionParameters::visit(FieldVisitor& field)
{
    // Kind 0, the outside, is the rest of the world, which nobody declares.
    auto declared = static_cast<std::size_t>(kind) - 1;
    field.pick("kind", declared, {"exchange", "issuer", "protocol", "pool", "bank", "lender", "fund"},
               "what the institution is");
    kind = static_cast<InstitutionKind>(declared + 1);
    field("hot", hot, {0, 100}, "1",
          "hot storage as a share of client claims, asset by asset; of an issuer of coins also of those");
    field("cold", cold, {0, 100}, "1",
          "cold storage as a share of client claims, asset by asset; of an issuer of coins also of those");
    field.amounts("tokens", tokens, RefersTo::asset, not_negative, "coins", "further coins in hot storage");
    field.amounts("collateral", collateral, RefersTo::asset, unit_interval, "1",
                  "haircut on each asset that it accepts as margin of cross accounts beside the settlement asset");
    field("haircut_rule", haircut_rule, "how these haircuts follow the volatility of prices");
    field("placements", placements, "bills, paper and yield positions with the rest of the world");
    field.reference("token", token, RefersTo::asset, "its own token, whose price clients watch");
    field.reference("issues", issues, RefersTo::asset, "coin that it issues; its supply must be declared");
    field.reference("par", par, RefersTo::asset, "asset of which one is promised for one of its coins");
    field.reference("sister", sister, RefersTo::asset,
                    "token that is minted for its coins at the price of one par less a spread; none = par is paid");
    field("hedge", hedge, "name of the perpetual market in which its treasury may be short; none = nowhere");
    field.amounts("hedges", hedges, RefersTo::market, positive, "1",
                  "perpetual markets over which its short is spread, with their weights among those of the same coin");
    field("hedged_at_birth", hedged_at_birth, {0, 100}, "1",
          "notional / margin of shorts that it has against its `tokens` at the start, margin beyond `tokens`, no more "
          "than the market allows; 0 = none");
    field("cold_lag", cold_lag, not_negative, "time from cold to hot storage");
    field("grace", grace, not_negative, "time for which a payment may be missed before it has failed; 0 = for ever");
    field("wind_up", wind_up, not_negative, "time at which it is wound up; 0 = never");
    field("residual_claims", residual_claims, "claims are shares of what is left at the wind-up, not debts");
    field("marked_to_market", marked_to_market, "its true equity is tested in each step");
    field("discloses", discloses,
          "its coverage can be seen at any time; otherwise clients believe what it was at the start");
    field("hidden_loss", hidden_loss, unit_interval, "1",
          "part of its placements that is lost already and not disclosed");
}

void ExposureParameters::visit(FieldVisitor& field)
{
    field.reference("creditor", creditor, RefersTo::institution, "who owns the claim");
    field.reference("debtor", debtor, RefersTo::institution, "who owes it");
    field.reference("asset", asset, RefersTo::asset, "asset that is owed");
    field.pick("kind", kind, {"deposit", "loan", "reserve", "custody", "listing", "collateral"},
               "what the exposure is");
    field("amount", amount, not_negative, "coins", "owed");
    field("time_to_cash", time_to_cash, not_negative, "in which the whole of it is repaid after a recall, evenly");
    field("maturity", maturity, not_negative, "time at which it is due; 0 = on call");
    field("yearly_yield", yearly_yield, {0, 10}, "1/year", "income of the creditor");
}

namespace {

constexpr std::string_view outside_name = "outside";

void add_institution(World& world, std::string const& name, InstitutionKind kind)
{
    boost::add_vertex(Institution{name, kind, Status::active, -1, Share{1}}, world.institutions);
    world.facts.emplace_back();
    world.signals.emplace_back();
    world.income.push_back(0);
}

void add_assets(World& world, Declarations const& declared)
{
    for (auto const& [name, parameters] : declared.assets) {
        double unit = 1;
        for (std::int64_t digit = 0; digit < parameters.decimals; ++digit)
            unit *= 10;
        double const price = parameters.path.empty() ? parameters.price.value() : parameters.path.at(0);
        world.assets.push_back({name, parameters, unit, price});
    }
}

void add_markets(World& world, Declarations const& declared)
{
    for (auto const& [name, rules] : declared.markets) {
        require(!rules.edges.empty() && rules.profile.size() == rules.edges.size() &&
                    std::is_sorted(rules.edges.begin(), rules.edges.end()),
                fmt::format("/markets/{}/profile  needs one density for each of the rising edges", name));
        if (rules.kind == MarketKind::perp)
            continue;
        Market market;
        market.name = name;
        market.venue = world.institution(rules.venue);
        market.base = world.asset(rules.base);
        market.quote = world.asset(rules.quote);
        market.distance = rules.distance;
        market.discipline = rules.discipline;
        market.mid = world.assets[market.base.index()].fundamental / world.assets[market.quote.index()].fundamental;
        market.reference = market.mid;
        world.markets.push_back(market);
    }
}

}  // namespace

namespace {

void add_coins(World& world, Declarations const& declared)
{
    for (auto const& [name, parameters] : declared.institutions)
        if (!parameters.issues.empty()) {
            CoinState coin;
            coin.issuer = world.institution(name);
            coin.coin = world.asset(parameters.issues);
            coin.par = world.asset(parameters.par);
            coin.sister = parameters.sister.empty() ? AssetId{} : world.asset(parameters.sister);
            world.coins.push_back(coin);
            if (!coin.sister.valid())
                world.ledger.open_issue(coin.issuer, coin.coin, coin.par);
        }
}

/// The rules go from the declarations into the world, with a row for each asset whose haircut a rule moves.
void add_haircuts(World& world, Declarations& declared)
{
    for (auto& [name, parameters] : declared.institutions) {
        InstitutionId const venue = world.institution(name);
        InstitutionFacts& fact = world.facts[venue.index()];
        fact.haircut_rule = parameters.haircut_rule.take();
        if (fact.haircut_rule->half_life() <= Duration{0})
            continue;
        for (auto const& [accepted, agreed] : parameters.collateral) {
            AssetId const asset = world.asset(accepted);
            double const calm = fact.haircut_rule->calm_volatility(agreed);
            world.haircuts.push_back(
                {venue, asset, fact.haircut_rule->haircut({agreed, calm}), world.price(asset).value(), calm * calm});
        }
    }
}

}  // namespace

ClassId maker_class(World const& world)
{
    return ClassId::of(world.institution_count());
}

std::unique_ptr<World> found_world(Declarations& declared, std::vector<std::string> const& population_names,
                                   Clock clock, Draws const& draws)
{
    auto world = std::make_unique<World>();
    world->clock = clock;
    world->draws = draws;
    add_assets(*world, declared);
    add_institution(*world, std::string{outside_name}, InstitutionKind::outside);
    for (auto const& [name, parameters] : declared.institutions) {
        add_institution(*world, name, parameters.kind);
        InstitutionFacts& fact = world->facts.back();
        fact.token = parameters.token.empty() ? AssetId{} : world->asset(parameters.token);
        fact.residual_claims = parameters.residual_claims;
        fact.marked_to_market = parameters.marked_to_market;
        fact.discloses = parameters.discloses;
        fact.cold_lag = parameters.cold_lag;
        fact.grace = parameters.grace;
        fact.hidden_share = parameters.hidden_loss.value();
        fact.haircuts.assign(world->assets.size(), -1.0);
        for (auto const& [accepted, haircut] : parameters.collateral)
            fact.haircuts[world->asset(accepted).index()] = haircut;
        if (parameters.wind_up.value() > 0)
            fact.wind_up_step = clock.steps_in(parameters.wind_up, 1);
    }
    add_markets(*world, declared);
    add_pools(*world, declared);
    add_protocols(*world, declared);
    std::vector<std::string> classes;
    for (std::size_t i = 0; i < world->institution_count(); ++i)
        classes.push_back(world->institutions[i].name);
    classes.emplace_back("passive_maker");
    classes.insert(classes.end(), population_names.begin(), population_names.end());
    std::vector<double> units;
    for (Asset const& asset : world->assets)
        units.push_back(asset.unit);
    world->ledger = Ledger{classes, world->institution_count(), units};
    for (std::size_t i = 0; i < world->assets.size(); ++i)
        world->ledger.quote(AssetId::of(i), Price{world->assets[i].fundamental});
    add_perps(*world, declared);
    add_coins(*world, declared);
    add_haircuts(*world, declared);
    world->queues.assign(world->institution_count(), Column<WithdrawalQueue>(world->assets.size()));
    world->movers.resize(world->assets.size());
    world->pressed.assign(world->assets.size(), calm_root);
    world->moves.resize(world->assets.size());
    world->members.assign(world->institution_count(), 0);
    world->gone.assign(world->institution_count(), 0);
    return world;
}

namespace {

/// @throws InputError if these coins are `most_units` or more
Amount units_of(World const& world, AssetId asset, double coins, std::string const& where)
{
    double const units = coins * world.assets[asset.index()].unit;
    require(units < most_units,
            fmt::format("{} = {}  makes {} smallest units of {} or more; use fewer coins or decimals", where, coins,
                        most_units, world.assets[asset.index()].name));
    return Amount{round_to_integer(units)};
}

/// Money that buys everything from mid down to the end of the crowd's bids, per coin offered evenly.
RestingAccounts endow_resting(World& world, Market const& market, MarketParameters const& rules)
{
    double const coins = profile_coins(rules, market.mid);
    bool const linear = rules.distance == Distance::linear;
    double const dense = linear ? rules.depth * market.mid : rules.depth / market.mid / rules.edges.front();
    double const crowd = dense * rules.floor.value() * rules.floor_reach;
    double const maker_base = rules.maker_base > 0 ? rules.maker_base : 10 * coins;
    double const maker_quote = rules.maker_quote > 0 ? rules.maker_quote : 10 * coins * market.mid;
    ClassId const maker = maker_class(world), outside = Ledger::class_of(World::outside);
    auto const claim = [&](AssetId asset, ClassId owner, double coins_held, std::string const& source) {
        return endowed_claim(world, market.venue, asset, owner, coins_held, "/markets/" + market.name + source);
    };
    return {claim(market.base, maker, maker_base, rules.maker_base > 0 ? "/maker_base" : "/depth"),
            claim(market.quote, maker, maker_quote, rules.maker_quote > 0 ? "/maker_quote" : "/depth"),
            claim(market.base, outside, 10 * crowd, "/floor"),
            claim(market.quote, outside, 10 * crowd * market.mid, "/floor")};
}

void add_placement(World& world, InstitutionId owner, PlacementParameters const& placement, AssetId asset,
                   Amount amount)
{
    Exposure exposure;
    exposure.kind = ExposureKind::reserve;
    exposure.asset = asset;
    exposure.face = exposure.principal = amount;
    exposure.time_to_cash = placement.time_to_cash;
    exposure.haircut = placement.haircut;
    exposure.yearly_yield = placement.yearly_yield;
    exposure.wind_up_return = Share{placement.wind_up_return};
    boost::add_edge(owner.index(), World::outside.index(), exposure, world.institutions);
    world.ledger.endow_exposure(owner, World::outside, asset, exposure.principal);
}

/// What an institution owes of an asset when the world begins: claims, and par of the coins that it issued.
Amount owed_at_birth(World const& world, InstitutionId id, AssetId asset, Declarations const& declared)
{
    Amount owed = world.ledger.claims(id, asset);
    if (CoinState const* const coin = world.coin_of(id);
        coin != nullptr && coin->par == asset && !coin->sister.valid()) {
        std::string const& name = world.assets[coin->coin.index()].name;
        owed += units_of(world, asset, declared.assets.at(name).supply, "/assets/" + name + "/supply");
    }
    return owed;
}

void endow_institution(World& world, InstitutionId id, InstitutionParameters const& parameters,
                       Declarations const& declared)
{
    std::string const where = "/institutions/" + world.institutions[id.index()].name;
    double claims = 0;  // [USD]
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        Amount const owed = owed_at_birth(world, id, asset, declared);
        auto const share_of = [&](Share share) {
            return Amount{round_to_integer(share.value() * static_cast<double>(owed.value()))};
        };
        world.ledger.endow_storage(id, asset, Storage::hot,
                                   parameters.hot.value() == 1 ? owed : share_of(parameters.hot));
        world.ledger.endow_storage(id, asset, Storage::cold, share_of(parameters.cold));
        claims += world.usd(asset, owed);
    }
    for (auto const& [name, coins] : parameters.tokens) {
        AssetId const asset = world.asset(name);
        world.ledger.endow_storage(id, asset, Storage::hot,
                                   units_of(world, asset, coins, fmt::format("{}/tokens/{}", where, name)));
    }
    pay_out_loans(world, id, where);
    for (auto const& [name, placement] : parameters.placements) {
        if (!placement.asset.empty()) {
            AssetId const asset = world.asset(placement.asset);
            double const coins = placement.amount + placement.share.value() * claims / world.price(asset).value();
            add_placement(world, id, placement, asset,
                          units_of(world, asset, coins, fmt::format("{}/placements/{}/amount", where, name)));
            continue;
        }
        for (std::size_t i = 0; i < world.assets.size(); ++i) {
            AssetId const asset = AssetId::of(i);
            double const owed =
                static_cast<double>(owed_at_birth(world, id, asset, declared).value()) / world.assets[i].unit;
            if (owed > 0 && asset != world.facts[id.index()].token)  // nobody else wants to borrow it
                add_placement(world, id, placement, asset,
                              units_of(world, asset, placement.share.value() * owed, where));
        }
    }
}

void add_exposure(World& world, std::string const& name, ExposureParameters const& parameters)
{
    InstitutionId const creditor = world.institution(parameters.creditor),
                        debtor = world.institution(parameters.debtor);
    Exposure exposure;
    exposure.kind = parameters.kind;
    exposure.asset = world.asset(parameters.asset);
    exposure.face = exposure.principal =
        units_of(world, exposure.asset, parameters.amount, fmt::format("/exposures/{}/amount", name));
    exposure.time_to_cash = parameters.time_to_cash;
    exposure.yearly_yield = parameters.yearly_yield;
    if (parameters.maturity.value() > 0)
        exposure.maturity = world.clock.steps_in(parameters.maturity, 1);
    boost::add_edge(creditor.index(), debtor.index(), exposure, world.institutions);
    world.ledger.endow_exposure(creditor, debtor, exposure.asset, exposure.principal);
}

/// What nobody in the model holds lies outside: the rest of the declared supply, or as much again as is held and all
/// that placements may bring back.
void endow_outside(World& world, Declarations const& declared)
{
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        Asset const& kind = world.assets[i];
        if (!declared.assets.contains(kind.name))
            continue;  // shares of pools exist as claims only
        double held = 0;
        for (std::size_t place = 0; place < world.institution_count(); ++place)
            held += static_cast<double>(world.ledger.stored(InstitutionId::of(place), asset).value());
        for (std::size_t row = 0; row < world.ledger.accounts(); ++row)
            if (world.ledger.is_wallet(AccountId::of(row)) && world.ledger.asset(AccountId::of(row)) == asset)
                held += static_cast<double>(world.ledger.balance(AccountId::of(row)).value());
        double outside = held;
        auto const [first, last] = boost::edges(world.institutions);
        for (auto edge = first; edge != last; ++edge)
            if (Exposure const& exposure = world.institutions[*edge]; exposure.asset == asset)
                outside += 2 * static_cast<double>(exposure.principal.value()) *
                           std::max(1.0, exposure.wind_up_return.value());
        double const supply = declared.assets.at(kind.name).supply * kind.unit;
        if (supply > 0) {
            require(held <= supply,
                    fmt::format("/assets/{}/supply = {}  is less than the {} coins that holders have at the start",
                                kind.name, declared.assets.at(kind.name).supply, held / kind.unit));
            outside = supply - held;
        }
        require(outside + held < 4.6e18,
                fmt::format("/assets/{}/decimals = {}  makes a supply above 2^62 smallest units; use fewer decimals",
                            kind.name, declared.assets.at(kind.name).decimals));
        world.ledger.endow_storage(World::outside, asset, Storage::hot, Amount{round_to_integer(outside)});
    }
}

}  // namespace

std::vector<RestingAccounts> endow_world(World& world, Declarations const& declared)
{
    std::vector<RestingAccounts> resting;
    endow_perps(world, declared);
    for (Market const& market : world.markets) {
        resting.push_back(endow_resting(world, market, declared.markets.at(market.name)));
        std::vector<HouseAccount> houses;
        for (std::size_t i = 0; i < world.institution_count(); ++i) {
            InstitutionId const owner = InstitutionId::of(i);
            ClassId const owner_class = Ledger::class_of(owner);
            houses.push_back({owner, world.ledger.open_account(market.venue, market.base, owner_class, {}),
                              world.ledger.open_account(market.venue, market.quote, owner_class, {})});
        }
        world.houses.push_back(houses);
    }
    for (auto const& [name, parameters] : declared.institutions)
        endow_institution(world, world.institution(name), parameters, declared);
    for (auto const& [name, parameters] : declared.exposures)
        add_exposure(world, name, parameters);
    endow_pools(world, declared);
    endow_protocols(world, declared);
    endow_outside(world, declared);
    world.ledger.open();
    return resting;
}

}  // namespace stampede
