#pragma once
// Orders that were sent and have not reached their venue's book yet.

#include <cstdint>
#include <vector>

#include "model/base/columns.hpp"
#include "model/intent.hpp"

namespace stampede {

/// An order on its way.
template <class Wish>
struct Late {
    Wish order;
    std::int64_t arrival = 0;  ///< step in which it reaches the book
};

/// All orders under way, in the order in which they were sent.
struct LateOrders {
    std::vector<Late<Order>> spot;
    std::vector<Late<PerpOrder>> perp;
    std::vector<Late<PerpOrder>> engine;  ///< of the liquidation engines

    [[nodiscard]] bool empty() const { return spot.empty() && perp.empty() && engine.empty(); }
    /// What an engine has sent in a market and nobody has filled [units of size].
    [[nodiscard]] Units engine_size(PerpId market) const;

    void columns(ColumnVisitor& column);
};

}  // namespace stampede
