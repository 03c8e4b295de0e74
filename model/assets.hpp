#pragma once
// What can be held: fiat, crypto, stablecoins; and the value process behind each.

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/draws.hpp"
#include "model/base/fields.hpp"

namespace stampede {

enum class AssetKind : std::uint8_t { fiat, crypto, stablecoin };

/// A historical price, log-linear between its points. Given by a CSV file (read once when the experiment is loaded)
/// or by the numbers themselves.
struct PricePath {
    std::string file;  ///< CSV with a column of times and one of prices; "" = inline or none
    std::string time_column = "time_utc", price_column = "close";
    std::vector<double> hours;   ///< time of each point [h after the start of the experiment], rising
    std::vector<double> prices;  ///< [USD/coin], above 0

    void visit(FieldVisitor& field);
    [[nodiscard]] bool empty() const { return hours.empty(); }
    /// Price at a time; constant before the first and after the last point.
    [[nodiscard]] double at(double hour) const;
};

/// Declaration of one asset, with its asset-class risk profile.
struct AssetParameters {
    AssetKind kind = AssetKind::crypto;
    std::int64_t decimals = 8;
    Price price{1};     ///< at the start, unless a path gives it
    double supply = 0;  ///< [coins] in the world; 0 = what the experiment's holders have, and as much again outside
    PricePath path;
    Share volatility{0};   ///< of the fundamental value, standard deviation of a day's log return [1]
    Share market_beta{0};  ///< correlation of its diffusion with the common market factor [1]
    double jumps_per_day = 0;
    Share jump_mean{0}, jump_sd{0};  ///< of the log price per jump [1]
    Duration reversion_time{0};      ///< in which trades' effect on the price of an exogenous asset decays; 0 = never

    void visit(FieldVisitor& field);
};

/// An asset of a running world.
struct Asset {
    std::string name;
    AssetParameters profile;
    double unit = 1;         ///< smallest units per coin
    double fundamental = 1;  ///< present fundamental value [USD/coin]
    double shocked = 1;      ///< factor by which shocks have taken it off its path [1]

    /// Fundamental value one step later: along the path, or a log-normal diffusion with jumps.
    /// @param hour  end of the step [h]; @param days length of the step [d]
    [[nodiscard]] double next_fundamental(double hour, double days, std::size_t index, std::int64_t step,
                                          Draws const& draws) const;
};

}  // namespace stampede
