#include "output/declared_series.hpp"

#include "model/graphs/institutions.hpp"
#include "output/declared_columns.hpp"

namespace stampede {
namespace {

Schema::Group venue_series()
{
    return {"/series/venue",
            "institutions at the end of each recorded step",
            {"run", "step", "venue"},
            {
                {"claims_usd", "USD", "owed to clients"},
                {"hot_usd", "USD", "tokens in hot storage"},
                {"cold_usd", "USD", "tokens in cold storage"},
                {"liquid_usd", "USD", "assets that can be paid out at once (T+0), placements after haircut"},
                {"coverage", "1", "payable within 24 h, placements after haircut / claims; missing without claims"},
                {"queue_usd", "USD", "withdrawals asked for and not yet paid"},
                {"overdue_usd", "USD", "of these, older than the normal delay"},
                {"asked_usd", "USD", "withdrawals asked for since the row before"},
                {"paid_usd", "USD", "withdrawals paid since the row before, fees included"},
                {"outflow_24h", "1", "asked for in the last 24 h / claims 24 h ago; missing without claims"},
                {"equity_usd", "USD", "true equity: holdings and exposures less claims and debts, hidden losses off"},
                {"disclosed_equity_usd", "USD", "equity as disclosed, hidden losses at book value"},
                {"income_usd", "USD", "income since the start"},
                {"news", "1", "level of bad news, 0 to 1"},
                {"alarm", "1", "how much it is talked about, 0 to 1"},
                flag("status", "state of the institution", names_up_to(Status::failed)),
                count("people_in", "clients with money at the venue who have not asked for it"),
                count("people_gone", "clients who have asked, left or are stuck"),
                {"haircut", "1",
                 "haircut on the collateral of margin accounts, averaged by its worth; missing without any"},
                {"asked_by_size",
                 "1",
                 "people of the size who have asked for money there so far / those who have money there at the start; "
                 "missing if nobody has; may exceed 1 if people fled to it",
                 Type::float64,
                 {"run", "step", "venue", "size"}},
            }};
}

Schema::Group asset_series()
{
    return {"/series/asset",
            "assets at the end of each recorded step",
            {"run", "step", "asset"},
            {
                {"price", "USD/coin", "price in the model"},
                {"fundamental", "USD/coin", "fundamental value, or the historical path"},
                {"drawdown_7d", "1", "1 - price / highest price of the last 7 days"},
                {"volatility", "1", "sqrt(mean squared log return of the steps of the last 24 h * steps in 365 days)"},
                {"supply", "coin", "coins in existence"},
                {"peg_deviation", "1", "price / 1 USD - 1 of a stablecoin; missing for others"},
            }};
}

Schema::Group market_series()
{
    std::vector<std::string> const by_distance{"run", "step", "market", "bps"};
    return {"/series/market",
            "markets in each recorded step; what is not traded is missing",
            {"run", "step", "market"},
            {
                {"mid", "quote/base", "mid price at the end of the step"},
                {"volume_usd", "USD", "traded since the row before"},
                {"depth_bid_usd", "USD",
                 "bids within the distance, before the batch of the step, at mid; missing while closed", Type::float64,
                 by_distance},
                {"depth_ask_usd", "USD",
                 "asks within the distance, before the batch of the step, at mid; missing while closed", Type::float64,
                 by_distance},
                {"quoted_spread", "1",
                 "(best ask - best bid) / mid, before the batch of the step; missing while closed or one-sided"},
                {"effective_spread", "1",
                 "2 abs(price - mid) / mid since the row before, weighted by the coins bought and sold"},
                {"slippage", "1",
                 "average price of the excess side / mid before its batch - 1; the largest since the row before"},
                {"imbalance", "1", "(bought - sold) / (bought + sold) by orders since the row before, in coins"},
                flag("trade", "whether it traded: halted by a circuit breaker, closed once its venue has failed",
                     {"open", "halted", "closed"}),
            }};
}

Schema::Group perp_series()
{
    return {"/series/perp",
            "perpetual markets at the end of each recorded step",
            {"run", "step", "perp"},
            {
                {"mid", "quote/base", "mid price of its book"},
                {"mark", "quote/base", "price positions are valued at"},
                {"index", "quote/base", "price of the asset by the market's oracle"},
                {"funding_rate", "1", "of the last payment, per interval; longs pay if above 0"},
                {"open_interest", "coin", "sum of all longs"},
                {"open_interest_usd", "USD", "the same at mark"},
                {"depth_usd", "USD", "resting within 1 % of mid before the batch, mean of both sides"},
                {"inventory_usd", "USD", "held by the liquidation engine, short < 0"},
                {"fund_usd", "USD", "insurance fund"},
                {"volume_usd", "USD", "traded since the row before"},
                {"liquidated_usd", "USD", "taken over by the engine since the row before"},
                {"deleveraged_usd", "USD", "closed by force against winners since the row before"},
                {"shortfall_usd", "USD", "lost beyond margins by owners' own trades since the row before"},
                {"socialised_usd", "USD", "of losses beyond the fund, paid by winners since the row before"},
                {"borne_usd", "USD", "of losses beyond the fund, borne by the venue since the row before"},
                {"adl_uncovered_usd", "USD",
                 "losses of the engine at mark beyond the fund, when winners were closed by force, since the row "
                 "before"},
                {"adl_given_up_usd", "USD",
                 "what winners closed by force gave up against mark, 0 where they are closed at mark, since the row "
                 "before"},
                count("liquidations", "positions taken over, wholly or in part, since the row before"),
                count("winners", "winners closed by force since the row before"),
            }};
}

Schema::Group coin_series()
{
    return {"/series/coin",
            "coins that have an issuer, and what backs them, at the end of each recorded step",
            {"run", "step", "coin"},
            {
                {"supply", "coin", "coins in existence"},
                {"owed_usd", "USD", "what the issuer owes their holders; 0 if they are exchanged for a sister token"},
                {"cash_usd", "USD", "reserve: what the coin promises, in storage and on its way"},
                {"deposits_usd", "USD", "reserve: owed by banks and other institutions, less write-offs"},
                {"frozen_usd", "USD", "reserve: deposits and placements that are frozen, or at a failed debtor"},
                {"placed_usd", "USD", "reserve: placed with the rest of the world, at book value"},
                {"tokens_usd", "USD", "reserve: other tokens"},
                {"backing", "1", "reserve / owed; missing if nothing is"},
                {"redeemed", "coin", "burnt for what they promise since the row before"},
                {"minted", "coin", "issued for what they promise since the row before"},
                {"queue_usd", "USD", "redemptions asked for and not yet paid"},
                {"redeems_at", "1", "brought by the next coin that is redeemed, fee or spread off / par"},
                {"pool", "coin", "virtual pool: coins taken in above equilibrium; missing without a sister token"},
                flag("open", "whether requests are served: within the hours, no gate, not failed", {"shut", "open"}),
            }};
}

Schema::Group pool_series()
{
    std::vector<std::string> const by_coin{"run", "step", "pool", "asset"};
    return {"/series/pool",
            "pools at the end of each recorded step",
            {"run", "step", "pool"},
            {
                {"reserve", "coin", "coins it holds; missing for assets that it does not", Type::float64, by_coin},
                {"price", "USD/coin",
                 "price of a coin by the pool and the price of its quote coin; missing while it lacks a coin (one for "
                 "one: its quote "
                 "coin)",
                 Type::float64, by_coin},
                {"worth_usd", "USD", "all it holds, at the prices of the model"},
                {"virtual_price", "1", "its size per share, which grows by fees alone; missing without shares"},
                {"shares", "coin", "shares in existence"},
                {"volume_usd", "USD", "given in swaps since the row before, at the prices before each step"},
                count("swaps", "swaps since the row before"),
                count("refused",
                      "swaps and removals refused since the row before: they would have paid too little, the coins "
                      "were not there, or the last owner wanted one coin only"),
            }};
}

Schema::Group protocol_series()
{
    return {"/series/protocol",
            "vaults of each protocol at the end of each recorded step",
            {"run", "step", "protocol"},
            {
                {"collateral_usd", "USD", "in all vaults"},
                {"debt_usd", "USD", "of all vaults"},
                {"health", "1", "collateral x threshold / debt of all vaults together; missing without debt"},
                {"stability_usd", "USD", "coins in the stability pool"},
                {"bad_debt_usd", "USD", "debt given up since the start, at the present price of the coin"},
                count("below_one", "vaults that may be liquidated by what the oracle knows"),
                {"repaid_usd", "USD", "repaid in liquidations since the row before"},
                {"seized_usd", "USD", "collateral paid for that since the row before"},
                count("liquidations", "liquidations since the row before"),
                count("refused", "liquidations since the row before that came too late or had no capital"),
            }};
}

Schema::Group class_series()
{
    return {"/series/class",
            "classes of holders at the end of each recorded step",
            {"run", "step", "class"},
            {
                {"wealth_usd", "USD", "value of all holdings"},
                {"net_inflow_usd", "USD", "money from outside since the start, such as income"},
            }};
}

Schema::Group size_series()
{
    return {"/series/size",
            "people by what their claims were worth at the start, up to the end of each recorded step",
            {"run", "step", "size"},
            {
                count("people_asked", "people who have asked for money at least once"),
                {"asked_usd", "USD", "what they have asked for, at the prices when they asked"},
            }};
}

}  // namespace

void declare_series(Schema& schema)
{
    schema.declare(venue_series());
    schema.declare(asset_series());
    schema.declare(market_series());
    schema.declare(perp_series());
    schema.declare(coin_series());
    schema.declare(pool_series());
    schema.declare(protocol_series());
    schema.declare(class_series());
    schema.declare(size_series());
}

}  // namespace stampede
