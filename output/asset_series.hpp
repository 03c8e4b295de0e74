#pragma once
// Prices after every step, and /series/asset, which is derived from them.

#include <vector>

#include "model/base/columns.hpp"
#include "output/capture.hpp"
#include "output/readings.hpp"

namespace stampede {

/// Prices of all assets after every step, recorded or not.
class PriceTape {
  public:
    void add(View& seen);
    /// Price before the first step and after each [USD/coin].
    [[nodiscard]] std::vector<double> of(View& seen, AssetId asset) const;
    void columns(ColumnVisitor& column);

  private:
    Column<double> price_;  // step by step, all assets
};

class AssetSeries {
  public:
    /// Adds one row: all assets. Their prices are taken from the tape at the end.
    void add(View& seen);
    void columns(ColumnVisitor& column);
    /// @param steps  of the rows
    void capture(Capture& into, View& seen, PriceTape const& tape, std::vector<std::int64_t> const& steps) const;

  private:
    Column<double> fundamental_, supply_;
};

/// 1 - price / highest price of the last `window` steps and this one [1], for every price.
[[nodiscard]] std::vector<double> rolling_drawdown(std::vector<double> const& prices, std::int64_t window);
/// sqrt(mean squared log return of the last `window` steps * steps per year) [1/sqrt(year)], for every price; missing
/// for the first, and from a price on that is not positive.
[[nodiscard]] std::vector<double> rolling_volatility(std::vector<double> const& prices, std::int64_t window,
                                                     double per_year);

/// Steps in a year of 365 days, as markets that never close count it.
[[nodiscard]] double steps_per_year(Clock const& clock);

}  // namespace stampede
