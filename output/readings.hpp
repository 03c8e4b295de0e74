#pragma once
// What is read of institutions and markets after a step, once; series and summary take it from here.

#include <array>
#include <vector>

#include "model/world.hpp"

namespace stampede {

/// Distances at which depth is recorded [1e-4 of mid].
inline constexpr std::array<std::int64_t, 4> depth_bps{10, 25, 100, 200};
/// Place of 1 % in `depth_bps`.
inline constexpr std::size_t one_percent = 2;

/// Not a number: nothing to say.
[[nodiscard]] double missing();
[[nodiscard]] constexpr bool known(double value)
{
    return value == value;
}
/// part / whole [1]; missing unless whole > 0.
[[nodiscard]] double share_of(double part, double whole);

/// Axis `venue`: every institution but the outside, so that files of all arms have the same one.
[[nodiscard]] inline std::size_t venue_count(View& seen)
{
    return seen.institution_count() - 1;
}
[[nodiscard]] inline InstitutionId venue_at(std::size_t entry)
{
    return InstitutionId::of(entry + 1);
}

/// The other way round; not of the outside.
[[nodiscard]] inline std::size_t entry_of(InstitutionId venue)
{
    return venue.index() - 1;
}

/// Price of an asset before the first step [USD/coin].
[[nodiscard]] double first_price(View& seen, AssetId asset);
/// Time at the end of a step [h]; missing for step -1.
[[nodiscard]] double end_of(Clock const& clock, std::int64_t step);

/// One institution after a step.
struct VenueReading {
    double claims_usd, hot_usd, cold_usd;
    double liquid_usd;       ///< payable at once, placements after haircut (T+0)
    double payable_day_usd;  ///< payable within 24 h
    double queue_usd, overdue_usd;
    double balance_usd;  ///< claims at the prices of the start: flows without price effects
    double equity_usd;   ///< true equity, hidden losses off
};
[[nodiscard]] VenueReading read_venue(View& seen, InstitutionId venue);

/// Asked for in the 24 h up to the end of a step / claims 24 h before [1]; missing without claims.
[[nodiscard]] double outflow_24h(View& seen, InstitutionId venue, std::int64_t step);
/// Claims of populations at the prices of the start [USD].
[[nodiscard]] double balance_usd(View& seen, InstitutionId venue);

/// Collateral of all margin accounts, by entry of the axis `venue` and asset [USD]; an entry without any is empty.
[[nodiscard]] std::vector<std::vector<double>> collateral_usd(View& seen);
/// Haircut of now, averaged over collateral by what it is worth [1]; missing without any.
/// @param worth_usd  by asset
[[nodiscard]] double mean_haircut(View& seen, InstitutionId venue, std::vector<double> const& worth_usd);

/// Whether a market cleared a batch in a step; it is closed once its venue has failed.
enum class Trade : std::int8_t { open, halted, closed };

/// One market in a step.
struct MarketReading {
    Trade trade;
    double mid;                                         ///< at the end of the step [quote/base]
    std::array<double, depth_bps.size()> bid{}, ask{};  ///< resting before the batch within each distance [USD]
    double quoted_spread;                               ///< (best ask - best bid) / mid [1]; missing without one
    double bought, sold;                                ///< by orders [coins]
    double volume_usd;
    double slippage;          ///< average price of the excess side / mid - 1; 0 without trade
    double effective_spread;  ///< 2 abs(price - mid) / mid, averaged over the coins bought and sold
    double mid_change;        ///< by the batch [quote/base]
};
[[nodiscard]] MarketReading read_market(View& seen, Market const& market);

}  // namespace stampede
