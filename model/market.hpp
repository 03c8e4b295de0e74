#pragma once
// A spot market of one venue: where its mid stands and what rests around it.

#include <cstdint>
#include <string>
#include <vector>

#include "model/batch.hpp"

namespace stampede {

/// State of one market.
struct Market {
    std::string name;
    InstitutionId venue;
    AssetId base, quote;
    Distance distance = Distance::logarithmic;
    double mid = 0;               ///< [quote/base]
    double signed_depletion = 0;  ///< net coins sold into the bids and not yet replaced [base units]; < 0: bought
    double reference = 0;         ///< price the circuit breaker measures from [quote/base]
    std::int64_t halted_until = 0;
    EventId last_event = calm_root;  ///< last batch that moved the mid
    BatchResult last;                ///< of this step (not state: recorded and dropped)
    std::vector<Band> bands;         ///< resting in this step, for the record
};

}  // namespace stampede
