#pragma once
// One batch in a market of explicit orders: price first, then time, each fill at the resting order's price, in
// integers.

#include <cstdint>
#include <string_view>

#include "model/base/draws.hpp"
#include "model/batch.hpp"
#include "model/ledger.hpp"
#include "model/price_time_book.hpp"

namespace stampede {

/// What a batch of explicit orders needs besides its orders and bands.
struct PriceTimeTurn {
    Ledger const& ledger;
    Draws const& draws;
    std::string_view market;  ///< name, for luck of its own
    std::int64_t step = 0;
    double near = 0.01;        ///< distance up to which bands are cut evenly [same as bands]
    std::int64_t slices = 10;  ///< orders up to there; farther out they widen in proportion to their distance
};

/// Clears one batch. Bands come first and stay for this step only: each is cut into orders at the mean prices of its
/// parts, at distances of `near` k / slices, and beyond `near` each 1 + 1 / slices times the last. Then the orders of
/// the batch arrive one by one in a drawn sequence and fill at the prices of the orders they meet. What is left of one
/// waits in the book if it `rests`, and is dropped otherwise. Nobody gives what it does not hold: a resting order is
/// cut to that when it is met, an arriving one while it fills.
///
/// The mid moves as far as arriving orders eat up the best bids and asks, and lies between those that are left. So a
/// ladder that is eaten moves the mid as far as in `clear_batch`, up to one slice.
[[nodiscard]] ClearedBatch clear_price_time(PriceTimeBook& book, Batch const& batch, PriceTimeTurn const& turn);

/// What the orders that wait in a book may take from an account [smallest unit of its asset].
/// @param units  of which only the units of both assets are used
[[nodiscard]] Amount needed_by_resting(PriceTimeBook const& book, AccountId account, Batch const& units);

}  // namespace stampede
