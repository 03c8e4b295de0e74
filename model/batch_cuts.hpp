#pragma once
// Nobody offers more than he has: the wishes of a batch are cut to what their accounts hold.

#include "model/batch.hpp"

namespace stampede {

/// Cuts sells to the coins held and buys to the money held at `price`; an account's orders in one proportion.
void cut_orders(Batch& batch, Ledger const& ledger, double price);
/// Cuts what rests to what is held beyond the same account's orders, which cross at mid before it is reached.
void cut_bands(Batch& batch, Ledger const& ledger);
/// What is paid in one market at one time, rounded [quote units]. @throws InputError if the books cannot hold as much
[[nodiscard]] Amount whole_money(double money);

}  // namespace stampede
