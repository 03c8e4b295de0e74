#pragma once
// How much equity a position must keep: a schedule of marginal rates over its notional.

#include <vector>

namespace stampede {

/// One step of a venue's table.
struct MarginTier {
    double from;          ///< notional at which it begins [settlement asset]
    double rate;          ///< maintenance margin of each further unit of notional [1]
    double max_leverage;  ///< of a position that ends in this tier [1]
};

/// Maintenance margin as the integral of the marginal rate, so that it is continuous at every tier edge:
/// margin(N) = N rate - deduction, deduction_k = deduction_k-1 + from_k (rate_k - rate_k-1).
/// @source Binance FAQ "Leverage and Margin of USD-M Futures"; held by tests/data/vectors/maintenance_margin_tiers.json
class MarginSchedule {
  public:
    /// A single tier of one rate, any leverage up to 1 / rate.
    explicit MarginSchedule(double rate = 0.005);
    /// @throws InputError unless tiers begin at 0, rise, have rates in [0, 1) that do not fall and leverage of at least
    /// 1
    explicit MarginSchedule(std::vector<MarginTier> tiers);

    /// Maintenance margin of a notional [settlement asset].
    [[nodiscard]] double maintenance(double notional) const;
    [[nodiscard]] double rate(double notional) const { return tier_at(notional).rate; }
    /// What the table calls the maintenance amount [settlement asset].
    [[nodiscard]] double deduction(double notional) const;
    [[nodiscard]] double max_leverage(double notional) const { return tier_at(notional).max_leverage; }

    [[nodiscard]] std::vector<MarginTier> const& tiers() const { return tiers_; }
    [[nodiscard]] double deduction_of(std::size_t tier) const { return deductions_[tier]; }
    /// Where a tier ends; infinite for the last [settlement asset].
    [[nodiscard]] double end_of(std::size_t tier) const;
    /// Tier that a notional lies in.
    [[nodiscard]] std::size_t tier_index(double notional) const;

  private:
    [[nodiscard]] MarginTier const& tier_at(double notional) const { return tiers_[tier_index(notional)]; }

    std::vector<MarginTier> tiers_;
    std::vector<double> deductions_;
};

}  // namespace stampede
