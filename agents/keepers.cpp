#include "agents/keepers.hpp"

#include <algorithm>
#include <numeric>

#include "model/base/check.hpp"
#include "model/pool_quotes.hpp"
#include "model/vaults.hpp"

namespace stampede {

void Keepers::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e5}, "people", "keepers");
    field.reference("protocol", protocol_name_, RefersTo::protocol, "whose vaults they liquidate");
    field.reference("venue", venue_, RefersTo::institution,
                    "exchange where they sell the collateral for the coin; none = in a pool");
    field.reference("pool", pool_name_, RefersTo::pool, "pool where they do so; none = at an exchange");
    field("capital", capital_usd_, not_negative, "USD", "of each, in coins of the protocol");
    field("gas", gas_usd_, not_negative, "USD", "spent on a liquidation that comes about");
    field("least_profit", least_profit_usd_, not_negative, "USD", "least that one liquidation must promise");
    field("slippage", slippage_, unit_interval, "1", "part of the market's price given up when collateral is sold");
    field("payout_time", payout_time_, not_negative, "time between two requests for money at the exchange");
    field("attention", attention_, not_negative, "mean time between two looks at the vaults; 0 = in every step");
}

void Keepers::birth(World& world, Draws const& draws)
{
    std::string const where = "/agents/" + enrolment().name;
    require(venue_.empty() != pool_name_.empty(), where + "  needs a \"venue\" or a \"pool\" to sell in, and not both");
    protocol_ = world.protocol(protocol_name_);
    Protocol const& protocol = world.protocols[protocol_.index()];
    if (!pool_name_.empty()) {
        pool_ = world.pool(pool_name_);
        Pool const& pool = world.pools[pool_.index()];
        require(holds(pool, protocol.coin) && holds(pool, protocol.collateral),
                where + "/pool  must hold both the collateral and the coin of the protocol");
    }
    for (std::size_t i = 0; i < world.markets.size() && !venue_.empty() && !market_.valid(); ++i)
        if (Market const& market = world.markets[i]; market.venue == world.institution(venue_) &&
                                                     market.base == protocol.collateral &&
                                                     market.quote == protocol.coin)
            market_ = MarketId::of(i);
    require(venue_.empty() || market_.valid(),
            where + "/venue  has no market of the collateral in the protocol's coin");
    auto const rows = static_cast<Row>(count_);
    for (Row row = 0; row < rows; ++row) {
        double const usd = capital_usd_.at(row, rows, draws, Purpose{"keeper/capital"}.of(enrolment().name));
        auto const open = [&](AssetId asset) {
            return market_.valid()
                       ? world.ledger.open_account(world.institution(venue_), asset, enrolment().owner_class, {})
                       : AccountId{};
        };
        auto const wallet = [&](AccountId claim, AssetId asset) {
            return claim.valid() ? world.ledger.open_wallet_of(claim)
                                 : world.ledger.open_account({}, asset, enrolment().owner_class, {});
        };
        base_.push_back(open(protocol.collateral));
        quote_.push_back(open(protocol.coin));
        collateral_.push_back(wallet(base_.back(), protocol.collateral));
        coins_.push_back(wallet(quote_.back(), protocol.coin));
        world.ledger.endow_wallet(coins_.back(), world.units_worth(protocol.coin, usd));
        next_payout_.push_back(0);
    }
}

std::span<Row const> Keepers::wake(View& seen)
{
    Protocol const& protocol = seen.protocols[protocol_.index()];
    targets_ = vaults_below(seen, protocol, 1, oracle_prices(seen, protocol));
    std::stable_sort(targets_.begin(), targets_.end(), [&](Row a, Row b) {
        return seen.ledger.borrowed(protocol.vaults[a].loan) > seen.ledger.borrowed(protocol.vaults[b].loan);
    });
    awake_.resize(coins_.size());
    std::iota(awake_.begin(), awake_.end(), Row{0});
    return awake_;
}

void Keepers::decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes)
{
    double const looks = attention_ > Duration{0} ? 1 - seen.clock.kept(attention_) : 1;
    auto const now = static_cast<std::uint64_t>(seen.clock.step);
    Permutation const turn{coins_.size(), draws,
                           Purpose{"keeper/turn"}.of(enrolment().name).of(std::to_string(seen.clock.step))};
    for (Row const row : awake) {
        sell(seen, row, wishes);
        bool const looking = draws.uniform(Purpose{"keeper/look"}.of(enrolment().name), row, now) < looks;
        if (std::uint64_t const target = turn(row); looking && target < targets_.size())
            liquidate(seen, row, targets_[target], wishes);
    }
}

void Keepers::liquidate(View& seen, Row row, Row vault, Intents& wishes) const
{
    Protocol const& protocol = seen.protocols[protocol_.index()];
    OraclePrices const known = oracle_prices(seen, protocol);
    Vault const& one = protocol.vaults[vault];
    auto const at = [&](AssetId asset, Amount amount, double price) {
        return static_cast<double>(amount.value()) / seen.assets[asset.index()].unit * price;
    };
    Amount const gas = seen.units_worth(protocol.coin, gas_usd_);
    Amount const purse = seen.ledger.balance(coins_[row]) - gas;
    if (purse.value() <= 0)
        return;
    VaultSale const sale =
        vault_sale(protocol.terms, at(protocol.collateral, seen.ledger.balance(one.collateral), known.collateral),
                   at(protocol.coin, seen.ledger.borrowed(one.loan), known.coin), at(protocol.coin, purse, known.coin));
    double const cost = sale.repaid / known.coin * seen.price(protocol.coin).value();
    double const income = sale.seized / known.collateral * seen.price(protocol.collateral).value() * (1 - slippage_);
    if (sale.repaid > 0 && income - cost - gas_usd_ >= least_profit_usd_)
        wishes.liquidate({protocol_, vault, coins_[row], collateral_[row], purse, gas, Cause::calm()});
}

void Keepers::sell(View& seen, Row row, Intents& wishes)
{
    Protocol const& protocol = seen.protocols[protocol_.index()];
    Amount const coins = seen.ledger.balance(collateral_[row]);
    Cause const cause{protocol.last_event};
    if (pool_.valid()) {
        if (coins.value() > 0) {
            double const usd = seen.usd(protocol.collateral, coins) * (1 - slippage_);
            wishes.swap(SwapWish{pool_, collateral_[row], coins_[row], coins, seen.units_worth(protocol.coin, usd),
                                 Channel::liquidation, cause});
        }
        return;
    }
    Market const& market = seen.markets[market_.index()];
    double const limit = market.mid * (1 - slippage_);
    if (coins.value() > 0)
        wishes.order(Order{market_, Side::sell, base_[row], quote_[row], collateral_[row], coins, limit,
                           Channel::liquidation, cause});
    else if (Amount const left = seen.ledger.balance(base_[row]); left.value() > 0)
        wishes.order(Order{market_, Side::sell, base_[row], quote_[row], {}, left, limit, Channel::liquidation, cause});
    Amount const money = seen.ledger.balance(quote_[row]);
    if (money.value() == 0 || !seen.active(market.venue) || seen.clock.step < next_payout_[row])
        return;
    wishes.withdraw({quote_[row], money, {}, false, cause});
    next_payout_[row] = seen.clock.step + std::max<std::int64_t>(1, seen.clock.steps_of(payout_time_));
}

void Keepers::columns(ColumnVisitor& column)
{
    column("base", base_);
    column("quote", quote_);
    column("coins", coins_);
    column("collateral", collateral_);
    column("next_payout", next_payout_, "step");
}

}  // namespace stampede
