#pragma once
// What the summary needs of every step and no event tells: lowest, longest and first values, kept as the run goes.

#include <array>
#include <vector>

#include "model/base/columns.hpp"
#include "output/readings.hpp"

namespace stampede {

/// Institutions. All stops with failure: after it nobody waits and nothing is paid.
class VenueWatch {
  public:
    struct Extremes {
        double lowest_coverage = 0;     ///< payable within 24 h / claims [1]
        double longest_wait_h = 0;      ///< of a request that was not paid in full [h]
        std::int64_t short_step = -1;   ///< first step in which the queue exceeded what is liquid
        double balance_usd = 0;         ///< claims at the prices of the start, until failure
        double peak_daily_run_off = 0;  ///< largest part of the balance that left in one step, per day [1/day]
        double lowest_equity_usd = 0;   ///< true equity at its lowest, up to the step of a failure
        double equity_usd = 0;          ///< the last one of these
        double highest_haircut = 0;     ///< on the collateral that stood there at the start, until failure [1]
        double lowest_haircut = 0;      ///< the same; both missing without any

        static void members(auto&& member)
        {
            member("lowest_coverage", &Extremes::lowest_coverage);
            member("longest_wait_h", &Extremes::longest_wait_h);
            member("short_step", &Extremes::short_step);
            member("balance_usd", &Extremes::balance_usd);
            member("peak_daily_run_off", &Extremes::peak_daily_run_off);
            member("lowest_equity_usd", &Extremes::lowest_equity_usd);
            member("equity_usd", &Extremes::equity_usd);
            member("highest_haircut", &Extremes::highest_haircut);
            member("lowest_haircut", &Extremes::lowest_haircut);
        }
    };

    void start(View& seen);
    void see(View& seen, std::vector<VenueReading> const& readings);
    /// @param entry  of the axis `venue`
    [[nodiscard]] Extremes const& operator[](std::size_t entry) const { return extremes_[entry]; }
    void columns(ColumnVisitor& column) { column("extremes", extremes_); }

  private:
    /// A portfolio that does not change, so that haircuts alone move their mean.
    void see_haircut(View& seen, std::size_t entry);

    Column<Extremes> extremes_;
    std::vector<std::vector<double>> collateral_usd_;  // per entry, by asset: at the start
};

/// Markets.
class MarketWatch {
  public:
    struct Extremes {
        double least_depth_usd = 0;  ///< within 1 % of mid, of the thinner side, while open; missing if never open
        double worst_slippage = 0;   ///< largest abs(average price / mid - 1) [1]
        double volume_usd = 0;
        double halted_steps = 0;
        double illiquidity = 0;  ///< sum of abs(log return) / volume over the steps with volume [1/USD]
        double traded_steps = 0;
        double mid = 0;                        ///< after the step before [quote/base]
        double first_mid = 0, lowest_mid = 0;  ///< [quote/base]
        /// Sums over the steps with volume of x = bought - sold [coins], y = change of mid by it, x x and x y.
        double signed_volume = 0, change = 0, signed_volume_squared = 0, volume_change = 0;

        static void members(auto&& member)
        {
            member("least_depth_usd", &Extremes::least_depth_usd);
            member("worst_slippage", &Extremes::worst_slippage);
            member("volume_usd", &Extremes::volume_usd);
            member("halted_steps", &Extremes::halted_steps);
            member("illiquidity", &Extremes::illiquidity);
            member("traded_steps", &Extremes::traded_steps);
            member("mid", &Extremes::mid);
            member("first_mid", &Extremes::first_mid);
            member("lowest_mid", &Extremes::lowest_mid);
            member("signed_volume", &Extremes::signed_volume);
            member("change", &Extremes::change);
            member("signed_volume_squared", &Extremes::signed_volume_squared);
            member("volume_change", &Extremes::volume_change);
        }
    };

    void start(View& seen);
    void see(std::vector<MarketReading> const& readings);
    [[nodiscard]] Extremes const& operator[](std::size_t market) const { return extremes_[market]; }
    void columns(ColumnVisitor& column) { column("extremes", extremes_); }

  private:
    Column<Extremes> extremes_;
};

/// Who people are at the start, by what all their claims are worth: below 10,000, up to 500,000, above [USD].
/// @source size classes: Baird, Chicago Fed Letter 479, 2023
class Births {
  public:
    static constexpr std::array<std::string_view, 3> sizes{"below_10k", "10k_to_500k", "above_500k"};
    static constexpr std::uint8_t nobody = 255;  ///< holds no claim at the start

    void take(View& seen);
    [[nodiscard]] std::uint8_t size_of(PersonId person) const
    {
        return person.index() < size_.size() ? size_[person.index()] : nobody;
    }
    [[nodiscard]] double people(std::size_t size) const { return people_[size]; }
    /// Those of them with a claim on an institution. @param entry  of the axis `venue`
    [[nodiscard]] double people_at(std::size_t entry, std::size_t size) const { return people_at_[entry][size]; }
    [[nodiscard]] double claims_usd(std::size_t size) const { return claims_[size]; }
    /// Payable at once, and from then on within 30 days, at the start [USD]. @param entry of the axis `venue`
    [[nodiscard]] double liquid_usd(std::size_t entry) const { return liquid_[entry]; }
    [[nodiscard]] double inflow_30d_usd(std::size_t entry) const { return inflow_[entry]; }

  private:
    void count_clients(std::vector<bool> const& here);

    std::vector<std::uint8_t> size_;  // per person
    std::array<double, sizes.size()> people_{}, claims_{};
    std::vector<std::array<double, sizes.size()>> people_at_;  // per entry of the axis `venue`
    std::vector<double> liquid_, inflow_;
};

}  // namespace stampede
