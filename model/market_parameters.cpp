#include "model/market_parameters.hpp"

#include "model/base/check.hpp"

namespace stampede {

void MarketParameters::visit(FieldVisitor& field)
{
    field.pick("kind", kind, {"spot", "perp"}, "what is traded: coins, or a perpetual contract on them");
    field.reference("venue", venue, RefersTo::institution, "exchange that runs the market");
    field.reference("base", base, RefersTo::asset, "asset that is traded");
    field.reference("quote", quote, RefersTo::asset, "asset it is paid with");
    field.pick("distance", distance, {"logarithmic", "linear"}, "how depth is spread: over log price, or over price");
    field.pick("discipline", discipline, {"pro_rata", "price_time"},
               "who is filled first: all alike at one price, or the older order, each at the resting order's price");
    field("slices", slices, {1, 1000}, "orders",
          "price_time: into how many orders the first stretch of a ladder is cut; farther out they are wider");
    field("depth", depth, not_negative, "quote (linear: coins per unit of price)",
          "resting within the first edge, per side");
    field("edges", edges, positive, "1", "distances from mid at which the density changes, rising");
    field("profile", profile, not_negative, "1", "density inside each edge, relative to the first");
    field("floor", floor, unit_interval, "1", "density of the crowd's orders far out, relative to the first");
    field("floor_reach", floor_reach, positive, "1", "distance to which the crowd's orders reach");
    field("resilience_time", resilience_time, not_negative, "in which consumed depth comes back; 0 = at once");
    field("half_spread", half_spread, {0, 0.5}, "1", "distance of the best quotes from mid");
    field("maker_base", maker_base, not_negative, "coins", "inventory of the passive maker; 0 = ten times its asks");
    field("maker_quote", maker_quote, not_negative, "coins", "money of the passive maker; 0 = ten times its bids");
    field("breaker", breaker, "when trading stops, and how far a price may go");
    field("perp", perp, "terms of the contract, if the market is a perpetual");
}

void TierParameters::visit(FieldVisitor& field)
{
    field.reference("file", file, RefersTo::file,
                    "CSV with columns min_notional, maint_margin_rate and max_leverage; none = the lists below");
    field("symbol", symbol, "rows of the file that have this in the column symbol; none = all");
    field("from", from, not_negative, "settlement coins", "notional at which each tier begins, rising from 0");
    field("rate", rate, {0, 0.99}, "1", "maintenance margin of each further coin of notional in a tier");
    field("leverage", leverage, {1, 1000}, "1", "highest leverage at which a position may end in a tier");
}

MarginSchedule TierParameters::schedule(double unit) const
{
    require(rate.size() == from.size() && leverage.size() == from.size(),
            "needs one rate and one leverage for each tier");
    std::vector<MarginTier> tiers;
    for (std::size_t i = 0; i < from.size(); ++i)
        tiers.push_back({from[i] * unit, rate[i], leverage[i]});
    return MarginSchedule{tiers};
}

void PerpParameters::visit(FieldVisitor& field)
{
    field("inverse", inverse, "margined in the coin itself, one contract being one unit of the quote asset");
    field("tiers", tiers, "maintenance margin by notional");
    field("leverage_cap", leverage_cap, {1, 1000}, "1", "highest leverage whatever the tier allows");
    field("concentration", concentration, unit_interval, "1",
          "share of open interest from which a position needs more maintenance margin");
    field("add_on", add_on, {0, 100}, "1", "maintenance rate added per share of open interest beyond that; 0 = none");
    field.pick("maintenance_on", maintenance_on, {"mark", "entry"},
               "notional that maintenance margin is measured on: at mark, or what was paid for the position");
    field("oracle", oracle, "how venue mids become the index");
    field.pick("mark", mark, {"median", "fair", "mid", "index"},
               "price positions are valued at: the middle of index with funding, index with mean basis and own mid; "
               "index with funding; own mid; index");
    field("basis_time", basis_time, not_negative, "time constant of the mean basis");
    field("funding_interval", funding_interval, not_negative, "time between funding payments; 0 = none are made");
    field("interest", interest, {-0.01, 0.01}, "1", "interest part of funding per interval");
    field("funding_clamp", funding_clamp, unit_interval, "1", "band in which interest outweighs the premium");
    field("funding_cap", funding_cap, unit_interval, "1", "largest funding rate per interval");
    field("insurance_fund", insurance_fund, not_negative, "settlement coins", "insurance fund at the start");
    field("price_band", price_band, not_negative, "1",
          "how far from the index an order may reach (FTX: 10 % for BTC, OKX: 5 %); 0 = as far as it likes");
    field("insurance_of_interest", insurance_of_interest, {0, 100}, "1",
          "further insurance fund, as a share of the notional of open interest at the start");
}

}  // namespace stampede
