#pragma once
// Explicit limit orders with price-time priority: the better price first, at one price the older order first, each fill
// at the resting order's price.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/base/columns.hpp"
#include "model/base/draws.hpp"
#include "model/base/id.hpp"
#include "model/base/quantity.hpp"
#include "model/intent.hpp"

namespace stampede {

/// Number of a resting order; later orders have higher numbers.
using OrderId = Id<struct OrderTag, std::uint64_t>;

/// An order that waits in the book.
struct RestingOrder {
    OrderId id;
    AccountId base, quote;      ///< claims of the owner at the market's venue
    Price price;                ///< limit, and price of its fills [quote/base]
    Amount amount;              ///< not yet filled [smallest unit of the base asset]
    std::int64_t placed = 0;    ///< step in which it came; its age counts from here
    std::int64_t expires = -1;  ///< step from which it is void, -1 = never

    /// Declared once, for checkpoints.
    static void members(auto&& member)
    {
        member("id", &RestingOrder::id);
        member("base", &RestingOrder::base);
        member("quote", &RestingOrder::quote);
        member("price", &RestingOrder::price);
        member("amount", &RestingOrder::amount);
        member("placed", &RestingOrder::placed);
        member("expires", &RestingOrder::expires);
    }
};

/// An order that reaches the book. Without `rests`, what is not filled at once is cancelled.
struct ArrivingOrder {
    Side side = Side::sell;
    AccountId base, quote;
    Amount amount;                         ///< [smallest unit of the base asset]
    double limit = Order::any_sell_price;  ///< worst price accepted, as in Order [quote/base]
    bool rests = false;                    ///< what is left waits at `limit`
    std::int64_t expires = -1;             ///< step from which the rest is void, -1 = never
};

/// Coins that an arriving order took from a resting one.
struct BookFill {
    std::uint32_t arriving;  ///< index of the arriving order in its batch
    OrderId resting;
    AccountId resting_base, resting_quote;
    Price price;    ///< of the resting order [quote/base]
    Amount amount;  ///< [smallest unit of the base asset]
};

/// What became of a batch; `rested` and `unfilled` have one row per arriving order.
struct Matching {
    std::vector<BookFill> fills;   ///< in the order in which they happened
    std::vector<OrderId> rested;   ///< number under which the rest waits; none if it does not
    std::vector<Amount> unfilled;  ///< [smallest unit of the base asset], resting or cancelled
};

/// The sequence in which a batch reaches the book, as indices of its orders. It is drawn: keyed by (purpose, owner's
/// base account, step and how many orders of this owner stand before it), so the order of `orders` does not matter
/// between owners.
/// @param purpose  names the market, e.g. Purpose{"arrival"}.of(market.name)
[[nodiscard]] std::vector<std::uint32_t> arrival_sequence(std::span<ArrivingOrder const> orders, Draws const& draws,
                                                          Purpose purpose, std::int64_t step);

/// One market's book. It knows no balances: what an owner cannot deliver must be cut before it is filled. An owner may
/// meet an order of its own, a trade that moves nothing.
class PriceTimeBook {
  public:
    /// Matches one order; its rest waits in the book if it shall.
    /// @throws BrokenInvariant if its amount is negative or it shall rest without a positive finite limit
    Matching fill(ArrivingOrder const& order, std::int64_t step);

    /// Matches a batch one by one, in the sequence in which it arrives.
    Matching match_batch(std::span<ArrivingOrder const> orders, Draws const& draws, Purpose purpose, std::int64_t step);

    /// Would the order be filled at once, at least in part?
    [[nodiscard]] bool meets(ArrivingOrder const& order) const;

    /// Takes an order off; the amount that was left, 0 if it is not there any more.
    Amount cancel(OrderId id);
    /// Takes off all orders of the owner of this base account.
    std::vector<RestingOrder> cancel_all(AccountId base);
    /// Takes off all orders that are void at `step`.
    std::vector<RestingOrder> expire(std::int64_t step);
    /// Lowers what an order offers to at most `amount`; it keeps its place, and goes if nothing is left.
    void cut(OrderId id, Amount amount);

    /// Bids (buy) or asks (sell), the best and oldest LAST.
    [[nodiscard]] std::span<RestingOrder const> resting(Side side) const { return side == Side::buy ? bids_ : asks_; }
    [[nodiscard]] std::optional<Price> best(Side side) const;
    /// Mean of best bid and best ask; empty if a side is.
    [[nodiscard]] std::optional<Price> mid() const;
    /// Coins offered on a side at `worst` or better [smallest unit of the base asset].
    [[nodiscard]] Amount depth(Side side, Price worst) const;

    void columns(ColumnVisitor& column);

  private:
    void match(ArrivingOrder const& order, std::uint32_t index, std::int64_t step, Matching& matching);
    [[nodiscard]] Column<RestingOrder>& orders(Side side) { return side == Side::buy ? bids_ : asks_; }
    template <class Gone>
    std::vector<RestingOrder> take_off(Gone const& gone);

    Column<RestingOrder> bids_, asks_;  // worst price first; at one price the youngest first
    std::uint64_t next_id_ = 0;
};

}  // namespace stampede
