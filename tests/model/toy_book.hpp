#pragma once
// One market with a few traders: what a batch of it is made of, by hand or by chance.

#include <map>

#include "model/batch.hpp"
#include "tests/support/property.hpp"

namespace stampede::testing {

/// Traders with claims on coins and money at one venue.
class ToyBook {
  public:
    ToyBook(double mid, Distance distance = Distance::logarithmic, double base_unit = 1e8, double quote_unit = 100);

    /// @param coins, money  balances [smallest unit]
    std::size_t add_trader(std::int64_t coins, std::int64_t money);
    Order& sell(std::size_t trader, std::int64_t amount, double limit = Order::any_sell_price);
    Order& buy(std::size_t trader, std::int64_t amount, double limit = Order::any_buy_price);
    void rest(std::size_t trader, Side side, double near, double far, std::int64_t amount);

    /// Clears the batch as it stands.
    [[nodiscard]] ClearedBatch clear(std::uint64_t key = 0) const;
    /// Changes by account; an account without change is left out.
    [[nodiscard]] static std::map<AccountId, Amount> by_account(std::vector<Settlement> const& changes);

    [[nodiscard]] AccountId coins(std::size_t trader) const { return AccountId::of(2 * trader); }
    [[nodiscard]] AccountId money(std::size_t trader) const { return AccountId::of(2 * trader + 1); }

    Batch batch;
    Ledger ledger;  ///< not opened: its balances are what counts

  private:
    Order& order(Side side, std::size_t trader, std::int64_t amount, double limit);
};

/// A random book: up to ten traders, units from whole coins to 1e-8, orders with and without limits, overlapping and
/// touching bands, many who ask for more than they have.
[[nodiscard]] ToyBook any_book();

}  // namespace stampede::testing
