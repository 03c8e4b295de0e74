#include "agents/funds.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace stampede {

void Funds::visit(FieldVisitor& field)
{
    field.reference("institution", institution_, RefersTo::institution, "the fund, with its positions and debts");
    field("most_leverage", most_leverage_, {1, 1e6}, "1", "risky assets / equity above which it begins to sell");
    field("target_leverage", target_leverage_, {1, 1e6}, "1", "risky assets / equity to which it sells");
    field("releverages", releverages_, "whether it buys when its leverage lies below the target");
    field("unwind_time", unwind_time_, not_negative, "time constant in which it trades; 0 = at once");
    field("position", position_, "a position in a perpetual contract, with what stands behind it");
}

void Funds::birth(World& world, Draws const&)
{
    require(!institution_.empty(), "/agents/" + enrolment().name + "/institution  is missing: the fund itself");
    self_ = world.institution(institution_);
    require(target_leverage_ <= most_leverage_,
            "/agents/" + enrolment().name + "/target_leverage  must not lie above most_leverage");
    selling_.assign(1, 0);
    position_.birth(world, self_, "/agents/" + enrolment().name + "/position");
}

std::span<Row const> Funds::wake(View&)
{
    return self_row_;
}

std::vector<MarketId> Funds::markets_of(View& seen, AssetId base)
{
    std::vector<MarketId> markets;
    for (std::size_t i = 0; i < seen.markets.size(); ++i)
        if (seen.markets[i].base == base && seen.active(seen.markets[i].venue))
            markets.push_back(MarketId::of(i));
    return markets;
}

Funds::Books Funds::books_of(View& seen) const
{
    Books books;
    books.equity = static_cast<double>(seen.true_equity(self_).value()) * 1e-6;
    for (std::size_t i = 0; i < seen.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        double const hot = seen.usd(asset, seen.ledger.stored(self_, asset, Storage::hot));
        if (markets_of(seen, asset).empty()) {
            books.money += hot;
            continue;
        }
        books.coins += hot;
        books.risky += seen.usd(asset, seen.ledger.stored(self_, asset));
    }
    books.position = position_.value(seen);
    books.risky += books.position + position_.collateral(seen);
    auto const [first, last] = boost::out_edges(self_.index(), seen.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure const& exposure = seen.institutions[*edge];
        books.risky += seen.usd(exposure.asset, exposure.principal - exposure.provision);
    }
    return books;
}

void Funds::decide(View& seen, Draws const&, std::span<Row const>, Intents& wishes)
{
    if (seen.failed(self_))
        return;
    Books const books = books_of(seen);
    bool const ruined = books.equity <= 0;
    double const leverage = ruined ? most_leverage_ * 2 : books.risky / books.equity;
    if (leverage > most_leverage_)
        selling_[0] = 1;
    else if (leverage <= target_leverage_)
        selling_[0] = 0;
    double const pace = 1 - seen.clock.kept(unwind_time_);
    double const wanted = ruined ? 0 : target_leverage_ * books.equity;
    if (position_.missing(seen) > 0)
        meet_call(seen, books, wishes);
    else if (selling_[0] != 0) {
        double const sold = std::min(books.coins + books.position, books.risky - wanted) * pace;
        double const of_coins = books.position > 0 ? books.coins / (books.coins + books.position) : 1;
        trade(seen, -sold * of_coins, books.coins, wishes);
        if (books.position > 0)
            position_.reduce(seen, sold * (1 - of_coins), pace, wishes);
    }
    else if (releverages_ && books.risky < wanted)
        trade(seen, std::min(books.money, wanted - books.risky) * pace, books.coins, wishes);
}

void Funds::meet_call(View& seen, Books const& books, Intents& wishes) const
{
    double const missing = position_.missing(seen), money = position_.money(seen, self_);
    position_.bring(seen, std::min(missing, money), wishes);
    double const haste = position_.haste(seen), lacking = missing - money;
    if (lacking <= 0)
        return;
    if (books.coins > 0)
        trade(seen, -std::min(books.coins, lacking) * haste, books.coins, wishes);
    if (lacking > books.coins && books.position > 0)
        position_.reduce(seen, books.position * (lacking - books.coins) / position_.required(seen) * haste, haste,
                         wishes);
}

/// Trades its coins in the proportions in which it holds them, on all markets in proportion to what rests near mid.
void Funds::trade(View& seen, double usd, double coins, Intents& wishes) const
{
    Side const side = usd < 0 ? Side::sell : Side::buy;
    for (std::size_t i = 0; i < seen.assets.size() && coins > 0; ++i) {
        AssetId const asset = AssetId::of(i);
        double const part = seen.usd(asset, seen.ledger.stored(self_, asset, Storage::hot)) / coins;
        std::vector<MarketId> const markets = markets_of(seen, asset);
        double rests = 0;
        for (MarketId const market : markets)
            rests += static_cast<double>(seen.markets[market.index()].near_depth.value());
        for (MarketId const market : markets) {
            Market const& book = seen.markets[market.index()];
            double const here = rests > 0 ? static_cast<double>(book.near_depth.value()) / rests
                                          : 1 / static_cast<double>(markets.size());
            Amount const amount = seen.units_worth(asset, (usd < 0 ? -usd : usd) * part * here);
            if (amount.value() > 0)
                wishes.order(HouseOrder{self_, market, side, amount,
                                        usd < 0 ? Order::any_sell_price : Order::any_buy_price,
                                        usd < 0 ? Channel::fire_sale : Channel::price, book.last_event});
        }
    }
}

void Funds::columns(ColumnVisitor& column)
{
    column("selling", selling_);
}

}  // namespace stampede
