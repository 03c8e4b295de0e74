#pragma once
// A spot market of one venue: where its mid stands, who comes first in it, and what rests around it.

#include <cstdint>
#include <string>
#include <vector>

#include "model/batch.hpp"
#include "model/price_time_book.hpp"

namespace stampede {

/// Who of those with the same price is filled first, and at what price: all alike at one price of the batch, or the
/// older order first, each fill at the price of the resting order.
enum class OrderDiscipline : std::uint8_t { pro_rata, price_time };

/// State of one market.
struct Market {
    std::string name;
    InstitutionId venue;
    AssetId base, quote;
    Distance distance = Distance::logarithmic;
    OrderDiscipline discipline = OrderDiscipline::pro_rata;
    double mid = 0;               ///< [quote/base]
    double signed_depletion = 0;  ///< net coins sold into the bids and not yet replaced [base units]; < 0: bought
    double reference = 0;         ///< price the circuit breaker measures from [quote/base]
    std::int64_t halted_until = 0;
    Amount near_depth;               ///< within 1 % of mid, mean of both sides, before the last batch [base units]
    EventId last_event = calm_root;  ///< last batch that moved the mid
    PriceTimeBook book;              ///< orders that wait from step to step; empty under `pro_rata`
    BatchResult last;                ///< of this step (not state: recorded and dropped)
    std::vector<Band> bands;         ///< resting in this step, for the record
};

}  // namespace stampede
