#include "tests/model/toy_book.hpp"

#include <algorithm>

namespace stampede::testing {
namespace {

constexpr InstitutionId venue{1};
constexpr AssetId coin{0}, dollar{1};

}  // namespace

ToyBook::ToyBook(double mid, Distance distance, double base_unit, double quote_unit)
    : batch{mid, distance, base_unit, quote_unit, 1e9, {}, {}},
      ledger{{"outside", "venue", "traders"}, 2, {base_unit, quote_unit}}
{
    ledger.quote(coin, Price{1});
    ledger.quote(dollar, Price{1});
}

std::size_t ToyBook::add_trader(std::int64_t coins_held, std::int64_t money_held)
{
    std::size_t const trader = ledger.accounts() / 2;
    ledger.endow_claim(ledger.open_account(venue, coin, ClassId{2}, {}), Amount{coins_held});
    ledger.endow_claim(ledger.open_account(venue, dollar, ClassId{2}, {}), Amount{money_held});
    return trader;
}

Order& ToyBook::order(Side side, std::size_t trader, std::int64_t amount, double limit)
{
    batch.orders.push_back(
        {MarketId{0}, side, coins(trader), money(trader), {}, Amount{amount}, limit, Channel::price, Cause::calm()});
    return batch.orders.back();
}

Order& ToyBook::sell(std::size_t trader, std::int64_t amount, double limit)
{
    return order(Side::sell, trader, amount, limit);
}

Order& ToyBook::buy(std::size_t trader, std::int64_t amount, double limit)
{
    return order(Side::buy, trader, amount, limit);
}

void ToyBook::rest(std::size_t trader, Side side, double near, double far, std::int64_t amount)
{
    batch.bands.push_back({MarketId{0}, side, coins(trader), money(trader), near, far, Amount{amount}});
}

ClearedBatch ToyBook::clear(std::uint64_t key) const
{
    return clear_batch(batch, ledger, Draws{1, 0}, key);
}

std::map<AccountId, Amount> ToyBook::by_account(std::vector<Settlement> const& changes)
{
    std::map<AccountId, Amount> sums;
    for (Settlement const& one : changes)
        sums[one.account] += one.change;
    std::erase_if(sums, [](auto const& entry) { return entry.second == Amount{0}; });
    return sums;
}

ToyBook any_book()
{
    double const base_unit = *rc::gen::element(1.0, 100.0, 1e8), quote_unit = *rc::gen::element(1.0, 100.0, 1e6);
    double const mid = *rc::gen::element(0.0001, 0.03, 1.0, 20'000.0) * *number(0.5, 2);
    Distance const distance = *rc::gen::element(Distance::logarithmic, Distance::linear);
    ToyBook book{mid, distance, base_unit, quote_unit};
    std::int64_t const most =
        *rc::gen::element<std::int64_t>(10, 1'000, 100'000'000, 10'000'000'000'000'000);  // base units
    auto const money_of = [&](std::int64_t coins) {
        return static_cast<std::int64_t>(std::min(4e17, static_cast<double>(coins) / base_unit * mid * quote_unit));
    };
    std::size_t const traders = *whole<std::size_t>(1, 10);
    for (std::size_t i = 0; i < traders; ++i)
        (void)book.add_trader(*whole<std::int64_t>(0, most), money_of(*whole<std::int64_t>(0, most)));
    auto const trader = [&] { return *rc::gen::inRange<std::size_t>(0, traders); };
    for (int i = *whole(0, 12); i > 0; --i) {
        bool const limited = *rc::gen::arbitrary<bool>();
        double const limit = mid * *number(0.7, 1.3);
        std::int64_t const amount = *whole<std::int64_t>(0, most);
        if (*rc::gen::arbitrary<bool>())
            book.sell(trader(), amount, limited ? limit : Order::any_sell_price);
        else
            book.buy(trader(), amount, limited ? limit : Order::any_buy_price);
    }
    for (int i = *whole(0, 12); i > 0; --i) {
        double const near = 0.05 * *whole(0, 6);
        book.rest(trader(), *rc::gen::element(Side::buy, Side::sell), near,
                  near + *rc::gen::element(0.05, 0.1, 0.7, 2.5), *whole<std::int64_t>(0, most));
    }
    return book;
}

}  // namespace stampede::testing
