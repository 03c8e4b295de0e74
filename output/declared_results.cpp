// The list of all results. A new result is one line here; FORMAT.md, `describe results` and the file follow.

#include "model/event.hpp"
#include "model/graphs/institutions.hpp"
#include "output/headline.hpp"
#include "output/schema.hpp"

namespace stampede {

namespace {

/// Names of the enumerators from 0 to `last`.
template <class Enum>
std::vector<std::string> names_up_to(Enum last)
{
    std::vector<std::string> names;
    for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(last); ++i)
        names.emplace_back(name_of(static_cast<Enum>(i)));
    return names;
}

Schema::Column count(std::string name, std::string meaning)
{
    return {.name = std::move(name), .unit = "1", .meaning = std::move(meaning), .type = Type::int64};
}

Schema::Column flag(std::string name, std::string meaning, std::vector<std::string> flags,
                    std::vector<std::string> axes = {})
{
    return {.name = std::move(name),
            .unit = "",
            .meaning = std::move(meaning),
            .type = Type::int8,
            .axes = std::move(axes),
            .flags = std::move(flags)};
}

/// Row numbers of an axis; the type is wide enough for what the axis names.
Schema::Column row_of(std::string axis, std::string name, std::string meaning, Type type = Type::int32)
{
    return {
        .name = std::move(name), .unit = "1", .meaning = std::move(meaning), .type = type, .rows_of = std::move(axis)};
}

void declare_axes(Schema& schema)
{
    schema.declare({"run", Type::int64, AxisRule::stacked, "", "number of the run, unique over all shards"});
    schema.declare({"step", Type::int64, AxisRule::padded, "", "number of the step; its time is time_h"});
    schema.declare({"venue", Type::text, AxisRule::same, "", "name of an institution"});
    schema.declare({"asset", Type::text, AxisRule::same, "", "name of an asset"});
    schema.declare({"market", Type::text, AxisRule::same, "", "name of a market"});
    schema.declare({"perp", Type::text, AxisRule::same, "", "name of a perpetual market"});
    schema.declare({"coin", Type::text, AxisRule::same, "", "name of a coin that has an issuer"});
    schema.declare({"class", Type::text, AxisRule::same, "", "name of a class of holders"});
    schema.declare({"channel", Type::text, AxisRule::same, "", "name of a channel of losses"});
    schema.declare({"size", Type::text, AxisRule::same, "", "what people's claims were worth at the start"});
    schema.declare({"generation", Type::text, AxisRule::same, "", "how many requests in a row led to a request"});
    schema.declare({"bps", Type::int64, AxisRule::same, "1e-4", "distance from the mid"});
    schema.declare({"event", Type::int64, AxisRule::rows, "", "row of the event, from 0"});
    schema.declare({"link", Type::int64, AxisRule::rows, "", "row of the link, from 0"});
    schema.declare({"edge", Type::int64, AxisRule::rows, "", "row of the exposure, from 0"});
    schema.declare({"row", Type::int64, AxisRule::rows, "", "row of the agent, from 0"});
    schema.declare({"institution_name", Type::text, AxisRule::same, "", "names that `institution` counts"});
    schema.declare({"asset_name", Type::text, AxisRule::same, "", "names that `asset` counts"});
    schema.declare({"class_name", Type::text, AxisRule::same, "", "names that `class` counts"});
    schema.declare(
        {"comparison", Type::text, AxisRule::across, "", "world and outcome that are compared with the base"});
    schema.declare({"pair", Type::int64, AxisRule::across, "", "number of the replicate that is compared"});
    schema.declare({"file", Type::text, AxisRule::same, "", "name of a file, as the configuration writes it"});
}

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
                {"asked_by_size",
                 "1",
                 "people of the size who have asked for money there so far / those who have money there at the start; "
                 "missing if nobody has",
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

Schema::Group losses()
{
    return {"/losses",
            "losses of the whole run; the channels of a class sum to initial wealth + net inflow - final wealth",
            {"run", "class", "channel"},
            {
                {"loss_usd", "USD", "loss, a gain is negative"},
                {"loss_micro_usd", "1e-6 USD", "the same, exact", Type::int64},
            }};
}

Schema::Group events()
{
    return {.path = "/events",
            .meaning = "what happened, one row per event, one dataset per column",
            .axes = {"event"},
            .columns =
                {
                    {"run", "1", "number of the run", Type::int64},
                    {"step", "1", "step in which it happened", Type::int64},
                    {"time_h", "h", "time since the start of the run"},
                    flag("kind", "what happened", names_up_to(static_cast<EventKind>(event_kind_count - 1))),
                    row_of("institution_name", "institution", "where, -1 = nowhere"),
                    row_of("asset_name", "asset", "in which asset, -1 = none"),
                    {"account", "1", "account it happened to, -1 = none", Type::int64},
                    row_of("class_name", "class", "class of its owner, -1 = none"),
                    {"amount", "smallest unit", "amount in the asset's smallest unit", Type::int64},
                    {"value_usd", "USD", "value of the amount when it happened"},
                },
            .lookups = {"institution_name", "asset_name", "class_name"}};
}

Schema::Group causes()
{
    return {"/causes",
            "why: links from an event to its causes, whose weights sum to 1; the root of a run is its event `calm`",
            {"link"},
            {
                row_of("/events/event", "child", "event that was caused, as row of /events", Type::int64),
                row_of("/events/event", "parent", "event that caused it, as row of /events", Type::int64),
                {"weight", "1", "share of the cause in the event"},
            }};
}

Schema::Group summary()
{
    return {"/summary",
            "one row per run: what it was and how it ended; what was varied comes as further columns",
            {"run"},
            {
                {"arm", "", "name of the arm", Type::text},
                count("replicate", "number of the replicate; arms of the same replicate meet the same luck"),
                flag("finished", "whether the run reached its end; if not, outcomes are of what was simulated",
                     {"no", "yes"}),
            }};
}

Schema::Group network()
{
    return {"/network",
            "institutions and what they owe one another at the end of the run",
            {"edge"},
            {
                flag("venue_kind", "kind of the institution", names_up_to(InstitutionKind::fund), {"venue"}),
                {"run", "1", "number of the run", Type::int64},
                row_of("venue", "creditor", "who is owed, as row of venue"),
                row_of("venue", "debtor", "who owes, as row of venue; -1 = the rest of the world"),
                flag("kind", "kind of the exposure", names_up_to(ExposureKind::collateral)),
                {"start_usd", "USD", "owed at the start, at the first price"},
                {"principal_usd", "USD", "owed in full"},
                {"provision_usd", "USD", "written off by the creditor"},
            }};
}

Schema::Group agents()
{
    return {"/agents/<population>",
            "agents of a population at the end of the run; further columns are the population's own",
            {"row"},
            {{"run", "1", "number of the run", Type::int64}}};
}

Schema::Column statistic(std::string name, std::string meaning)
{
    return {.name = std::move(name), .unit = "as unit", .meaning = std::move(meaning)};
}

Schema::Group comparison()
{
    auto const text = [](std::string name, std::string meaning) {
        return Schema::Column{.name = std::move(name), .unit = "", .meaning = std::move(meaning), .type = Type::text};
    };
    return {"/comparison",
            "arms against the base: every difference is that of two runs with the same luck, arm - base",
            {"comparison"},
            {
                text("arm", "name of the arm"),
                text("world", "the arm and what is varied; the base has the same values"),
                text("group", "where the outcome stands, e.g. /summary/venue"),
                text("thing", "what it is of, e.g. an institution; empty for the run as a whole"),
                text("outcome", "name of the outcome"),
                text("unit", "its unit"),
                flag("worse", "which way it hurts", {"neither", "more", "less"}),
                {.name = "difference",
                 .unit = "as unit",
                 .meaning = "arm - base in each pair; missing unless both runs have the outcome",
                 .axes = {"comparison", "pair"}},
                count("pairs", "pairs in which both runs have the outcome"),
                count("only_base", "pairs in which only the base has it"),
                count("only_arm", "pairs in which only the arm has it"),
                statistic("base_median", "median of the base over the runs that have it"),
                statistic("arm_median", "median of the arm over the runs that have it"),
                statistic("mean", "mean difference"),
                statistic("median", "median difference"),
                statistic("q05", "5 % quantile of the differences (type 7); to q95 is their 90 % interval"),
                statistic("q95", "95 % quantile of the differences"),
                statistic("median_low", "lower end of a 90 % confidence interval of the median, from order statistics"),
                statistic("median_high", "its upper end"),
                count("equal", "pairs with a difference of exactly 0"),
                count("hurt", "pairs in which the arm is worse; 0 if neither way is"),
                count("helped", "pairs in which it is better"),
                {"hurt_share", "1", "hurt / pairs; missing if neither way is worse, or without pairs"},
            }};
}

Schema::Group inputs()
{
    return {"/inputs",
            "files that the configuration names, so that nothing but the results file is needed to repeat the run",
            {"file"},
            {{"contents", "", "the whole file", Type::text}}};
}

}  // namespace

Schema results_schema()
{
    Schema schema;
    declare_axes(schema);
    schema.declare(summary());
    declare_headlines(schema);
    schema.declare(venue_series());
    schema.declare(asset_series());
    schema.declare(market_series());
    schema.declare(perp_series());
    schema.declare(coin_series());
    schema.declare(class_series());
    schema.declare(size_series());
    schema.declare(losses());
    schema.declare(events());
    schema.declare(causes());
    schema.declare(network());
    schema.declare(agents());
    schema.declare(comparison());
    schema.declare(inputs());
    return schema;
}

}  // namespace stampede
