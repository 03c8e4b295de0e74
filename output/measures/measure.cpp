#include "output/measures/measure.hpp"

#include <fmt/format.h>

#include "output/measures/coin_measures.hpp"
#include "output/measures/leverage_measures.hpp"
#include "output/measures/price_measures.hpp"
#include "output/measures/venue_measures.hpp"

namespace stampede {

namespace {

constexpr double an_hour = 3600;  // [s]

}  // namespace

void Span::visit(FieldVisitor& field)
{
    field("from", from, not_negative, "time since the start from which it looks");
    field("until", until, not_negative, "time since the start up to which it looks; 0 = the end of the run");
}

Hours Span::hours(RunRecord const& run) const
{
    return {from.value() / an_hour, until.value() > 0 ? until.value() / an_hour : run.end()};
}

std::string Span::text() const
{
    std::string const end = until.value() > 0 ? fmt::format("{:.6g} h", until.value() / an_hour) : "the end";
    return fmt::format("{:.6g} h to {}", from.value() / an_hour, end);
}

std::string Span::complaint() const
{
    return until.value() > 0 && from >= until ? "\"from\" must come before \"until\"" : "";
}

template <>
Roster<Measure> const& roster<Measure>()
{
    static Roster<Measure> const list{
        "measure",
        {entry<Measure, Fall>("fall", "1 - lowest mid / mid at `from`, of a spot or perpetual market [1]"),
         entry<Measure, Regained>("regained",
                                  "(mid `within` after the low - low) / (mid at `from` - low) of a market [1]"),
         entry<Measure, TimeOfLow>("time_of_low", "when the mid of a market is lowest, since the start [h]"),
         entry<Measure, LowestPrice>("lowest_price", "lowest mid of a market [quote/base]"),
         entry<Measure, BackAt>("back_at",
                                "from when the mid of a market stays `within` of `par` up to the end of the span, "
                                "since the start [h]"),
         entry<Measure, Discount>("discount", "largest 1 - mid of a market / mid of another, at the same time [1]"),
         entry<Measure, DepthFall>("depth_fall", "1 - least depth near the mid of a market / that at `from` [1]"),
         entry<Measure, Redeemed>("redeemed", "coins redeemed at their issuer less coins minted [coin]"),
         entry<Measure, InterestChangeUsd>("interest_change_usd",
                                           "open interest of `day` / that of `before` - 1, in USD at mark [1]"),
         entry<Measure, InterestChangeCoins>("interest_change_coins", "the same in coins of the base asset [1]"),
         entry<Measure, LiquidatedUsd>("liquidated_usd", "positions taken over by engines [USD]"),
         entry<Measure, DeleveragedUsd>("deleveraged_usd", "positions of winners closed by force [USD]"),
         entry<Measure, PeakShare>("peak_share",
                                   "largest liquidated in any `window` / liquidated, both within the span [1]"),
         entry<Measure, PaidOut>("paid_out", "withdrawals paid by a venue [USD, or coins]"),
         entry<Measure, PaidShare>("paid_share", "withdrawals paid by a venue / claims on it at `from` [1]"),
         entry<Measure, AskedShare>("asked_share", "withdrawals asked for at a venue / claims on it at `from` [1]"),
         entry<Measure, GatedAt>("gated_at", "when a venue first stops paying or fails, since the start [h]"),
         entry<Measure, FrozenClaims>("frozen_claims",
                                      "claims at the end on a venue that is gated or has failed [USD]"),
         entry<Measure, RunOff>("run_off", "1 - claims on a venue at the end / at the start, both at first prices [1]"),
         entry<Measure, AskedOfSize>("asked_of_size",
                                     "people of a size who first ask a venue for money in the span / all of that size "
                                     "who have money there at the start [1]"),
         entry<Measure, AskedBySize>("asked_by_size",
                                     "1 if that share rises from each size to the next larger one, else 0 [1]")}};
    return list;
}

}  // namespace stampede
