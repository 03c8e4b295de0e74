#pragma once
// Nobody opens more than his account can margin: the wishes of a perpetual batch are cut to that.

#include <vector>

#include "model/world.hpp"

namespace stampede {

/// One wish of a batch: an order or a band.
struct MarginedWish {
    PositionId position;
    Side side = Side::buy;
    Amount* size;  ///< in the batch; made smaller [units of size]
    double leverage = 0;
    bool reduces = false;
};

/// Cuts the wishes of every position and side, in one proportion so that their sequence does not matter: those that
/// reduce to what is open on the other side, the others to that and what the account can margin at mid.
void cut_by_margin(std::vector<MarginedWish> wishes, World const& world, PerpId id);

}  // namespace stampede
