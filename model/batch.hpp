#pragma once
// One batch of orders against the resting depth, at one price, in integers.

#include <cstdint>
#include <vector>

#include "model/base/draws.hpp"
#include "model/contract.hpp"
#include "model/depth.hpp"
#include "model/intent.hpp"
#include "model/ledger.hpp"

namespace stampede {

/// What one batch did.
struct BatchResult {
    double mid_before = 0, mid_after = 0;
    double price = 0;                   ///< volume-weighted price of the excess side [quote/base]; 0 without trade
    Amount bought{0}, sold{0};          ///< by orders [base units]
    Amount volume{0};                   ///< all coins that changed hands [base units]
    Amount quote_volume{0};             ///< [quote units]
    bool empty_side = false;            ///< the excess met no depth at all
    std::vector<ChannelWeight> movers;  ///< channels of the excess side by volume
};

/// One order's fill.
struct OrderFill {
    Order order;
    Amount amount;  ///< [base units]
    Amount quote;   ///< [quote units]
};

/// The inputs of a batch: all orders and all resting depth of one market.
struct Batch {
    double mid = 0;
    Distance distance = Distance::logarithmic;
    double base_unit = 1, quote_unit = 1;  ///< smallest units per coin
    double longest_move = 1e9;             ///< the excess may not walk farther than this (a price band)
    std::vector<Order> orders;
    std::vector<Band> bands;
    double half_spread = 0;  ///< distance of the best quotes: the mid moves by what is walked beyond it
    ContractKind kind = ContractKind::linear;  ///< inverse: base units are contracts of one quote unit, paid in coins

    /// What `coins` cost at a price [quote units]. @param coins [base units]
    [[nodiscard]] double money(double coins, double price) const
    {
        return coins / base_unit * (kind == ContractKind::linear ? price : 1 / price) * quote_unit;
    }
    /// What `coins` spread evenly between two signed distances from mid cost [quote units].
    [[nodiscard]] double money_between(double coins, double from, double to) const;
    /// Mean price at which `coins` have cost `cost` [quote/base]; inverse of `money`.
    [[nodiscard]] double price_of(double coins, double cost) const;
};

/// Clears one batch. Buys B and sells S cross at mid up to min(B, S); the excess walks the resting depth, all of it at
/// one volume-weighted price, and the mid moves as far as the best quote:
/// to the marginal price less the half spread, or a tiny order would move it too. Limits: looser orders first, pro rata
/// among equals. Orders and bands are first cut to what their accounts hold. Order of the inputs does not matter.
struct ClearedBatch {
    BatchResult result;
    std::vector<OrderFill> fills;
    std::vector<Settlement> base, quote;  ///< each sums to zero
};
[[nodiscard]] ClearedBatch clear_batch(Batch batch, Ledger const& ledger, Draws const& draws, std::uint64_t key);
/// The same for wishes that have been cut to what their owners can afford, as those of a perpetual market are by
/// margin.
[[nodiscard]] ClearedBatch clear_affordable(Batch batch, Draws const& draws, std::uint64_t key);

}  // namespace stampede
