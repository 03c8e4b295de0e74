#pragma once
// What is declared of a market: where it is, what rests in it, and the terms of a perpetual contract.

#include <memory>
#include <string>
#include <vector>

#include "model/base/fields.hpp"
#include "model/depth.hpp"
#include "model/margin_schedule.hpp"
#include "model/market.hpp"
#include "model/perp_market.hpp"
#include "model/policies/circuit_breaker.hpp"
#include "model/policies/oracle_rule.hpp"

namespace stampede {

enum class MarketKind : std::uint8_t { spot, perp };

/// Tiers of maintenance margin, as three lists or in a file that is read once when the experiment is loaded.
struct TierParameters {
    std::string file;                ///< CSV with columns min_notional, maint_margin_rate, max_leverage; "" = the lists
    std::string symbol = "";         ///< rows of the file with this in the column `symbol`; "" = all
    std::vector<double> from = {0};  ///< notional at which each tier begins [settlement coins], rising from 0
    std::vector<double> rate = {0.005};  ///< maintenance margin of each further coin of notional [1]
    std::vector<double> leverage = {100};

    void visit(FieldVisitor& field);
    /// @param unit  smallest units per settlement coin. @throws InputError as MarginSchedule does
    [[nodiscard]] MarginSchedule schedule(double unit) const;
};

/// Terms of a perpetual contract.
struct PerpParameters {
    bool inverse = false;
    TierParameters tiers;
    double leverage_cap = 1000;
    Share concentration{1};
    double add_on = 0;
    MaintenanceOn maintenance_on = MaintenanceOn::mark;
    Choice<OracleRule> oracle;
    MarkRule mark = MarkRule::median;
    Duration basis_time{300};
    Duration funding_interval{8 * 3600.0};
    double interest = 1e-4, funding_clamp = 5e-4, funding_cap = 7.5e-3;
    double insurance_fund = 0;       ///< [settlement coins]
    Share insurance_of_interest{0};  ///< further, of the notional of open interest at the start
    double price_band = 0;           ///< how far from the index orders may reach [1]; 0 = as far as they like

    void visit(FieldVisitor& field);
};

/// Declaration of one market and of the passive maker and the crowd that rest in it.
struct MarketParameters {
    MarketKind kind = MarketKind::spot;
    std::string venue, base, quote;
    Distance distance = Distance::logarithmic;
    OrderDiscipline discipline = OrderDiscipline::pro_rata;
    std::int64_t slices = 10;  ///< price_time: orders that a ladder is cut into up to the first edge
    double depth = 1e6;  ///< logarithmic: [USD] within the first edge, per side; linear: [coins per unit of price]
    std::vector<double> edges = {0.01, 0.02, 0.03, 0.04, 0.05, 0.10};  ///< distances from mid, rising
    std::vector<double> profile = {1, 1, 0.7, 0.45, 0.35, 0.2};  ///< density inside each edge, relative to the first
    Share floor{0.05};               ///< density of the crowd's orders far out, relative to the first
    double floor_reach = 3;          ///< how far the crowd's orders reach [same as edges]
    Duration resilience_time{1800};  ///< in which consumed depth comes back; 0 = at once
    Share half_spread{0.0002};
    double maker_base = 0;   ///< the passive maker's inventory [coins]; 0 = what its asks and a tenfold need
    double maker_quote = 0;  ///< its money [coins of the quote asset]; 0 = what its bids and a tenfold need
    Choice<CircuitBreaker> breaker;
    PerpParameters perp;

    void visit(FieldVisitor& field);
};

/// Rules of all perpetual markets, in the order of the world; shared by the mechanisms that act on them.
using PerpRules = std::shared_ptr<std::vector<MarketParameters> const>;

}  // namespace stampede
