#include "agents/coin_holders.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "model/base/check.hpp"
#include "model/base/math.hpp"

namespace stampede {
namespace {

constexpr double any_premium = 10;  // neutral: they come back at any price

}  // namespace

void CoinHolderParameters::visit(FieldVisitor& field)
{
    field("count", count, {0, 100e6}, "people", "holders");
    field.reference("coin", coin, RefersTo::asset, "coin that they hold; it has an issuer");
    field.reference("venue", venue, RefersTo::institution, "exchange where they sell it; not needed by who redeems");
    field.reference("quote", quote, RefersTo::asset, "what they flee into; none = that of the first such market");
    field.pick("way", way, {"sell", "redeem"}, "whether the frightened sell their coins or ask the issuer for par");
    field("balance", balance, not_negative, "USD", "coins of a holder");
    field("total_usd", total_usd, not_negative, "USD", "all balances are scaled to this sum; 0 = as drawn");
    field("rule", rule, "how the risk of the issuer is perceived");
    field("panic_threshold", panic_threshold, {-1e6, 1e6}, "log-odds, or share of the rule",
          "fear at which a holder gives the coin up");
    field("attention", attention, "how often they look");
    field("fled", fled, unit_interval, "1", "part of the coins that a frightened holder gives up");
    field("fear_memory", fear_memory, not_negative, "time constant in which fear follows perceived risk; 0 = at once");
    field("return_gap", return_gap, {0, 100}, "log-odds",
          "fear must fall so far below the threshold to come back; 0 = never");
    field("trust", trust, unit_interval, "1", "trust in the issuer");
    field("sale_time", sale_time, not_negative,
          "time constant in which the coins are sold or bought back; 0 = at once");
    field("slippage", slippage, unit_interval, "1", "farthest from mid that they trade in a step; 1 = any price");
    field("reservation", reservation, {0, 10}, "1",
          "nobody sells below par x the issuer's coverage x this, one draw per holder; 0 = at any price; none for a "
          "coin that is redeemed in sister tokens, and none once the issuer has failed");
    field("premium", premium, {0, any_premium}, "1",
          "most above par at which they come back; 10 = at any price; below what minting a coin costs, some may never "
          "come back");
}

std::span<Row const> CoinHolders::wake(View& seen)
{
    std::size_t const rows = fear_.size();
    if (seen.clock.step == 0)
        for (Row row = 0; row < rows; ++row) {
            fear_[row] = parameters_.rule->risk(question(seen, seen.draws, row));
            if (parameters_.rule->truncates())
                threshold_[row] = std::max(threshold_[row], fear_[row] + 1e-9);
        }
    if (parameters_.attention.mode == LookMode::every_step) {
        due_.resize(rows);
        std::iota(due_.begin(), due_.end(), Row{0});
    }
    else
        due_ = calendar_.advance(seen.clock.step,
                                 {1 + parameters_.attention.alarm_factor * seen.signals[issuer_.index()].alarm});
    under_way_ = UnderWay{seen.late_orders};
    awake_.clear();
    std::set_union(due_.begin(), due_.end(), trading_.begin(), trading_.end(), std::back_inserter(awake_));
    return awake_;
}

RunQuestion CoinHolders::question(View& seen, Draws const& draws, Row row) const
{
    double gone = 0;
    if (seen.social.is_complete())
        gone = static_cast<double>(fled_people_) / static_cast<double>(std::max<std::size_t>(1, fear_.size() - 1));
    else if (contacts_[row] > 0)
        gone = std::min(1.0, static_cast<double>(contacts_gone_[row]) / contacts_[row]);
    double luck = 0.5;
    if (parameters_.rule->needs_luck())
        luck = draws.inner_uniform(Purpose{"coin holders/signal"}.of(enrolment().name), row,
                                   static_cast<std::uint64_t>(seen.clock.step));
    return {seen.signals[issuer_.index()], gone, parameters_.trust.value(),
            seen.institutions[issuer_.index()].status == Status::gated || seen.failed(issuer_), luck};
}

void CoinHolders::look(View& seen, Draws const& draws, Row row)
{
    double const elapsed = static_cast<double>(seen.clock.step - last_look_[row]) * seen.clock.dt();
    last_look_[row] = static_cast<std::int32_t>(seen.clock.step);
    double const memory = parameters_.fear_memory.value();
    double const kept = memory > 0 ? exp(-elapsed / memory) : 0;
    fear_[row] = fear_[row] * kept + (1 - kept) * parameters_.rule->risk(question(seen, draws, row));
    bool const holds = standing_[row] == Standing::in || standing_[row] == Standing::returning;
    if (holds && fear_[row] >= threshold_[row])
        turn(seen, row, Standing::leaving);
    else if (!holds && parameters_.return_gap > 0 &&
             fear_[row] < logistic(log_odds(threshold_[row]) - parameters_.return_gap))
        turn(seen, row, Standing::returning);
}

void CoinHolders::turn(View& seen, Row row, Standing to)
{
    turned_[row] = to == Standing::leaving ? 1 : -1;
    if (to == Standing::leaving && standing_[row] == Standing::in) {
        Amount const balance = seen.ledger.balance(coins_[row]);
        kept_[row] = balance - part_of(parameters_.fled, balance);
    }
    if (to == Standing::leaving)
        began_[row] = EventId{};
    standing_[row] = to;
}

void CoinHolders::decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes)
{
    for (Row const row : awake) {
        if (std::binary_search(due_.begin(), due_.end(), row))
            look(seen, draws, row);
        if (trades(row))
            act(seen, row, wishes);
    }
}

Cause CoinHolders::why(View& seen, Row row) const
{
    if (began_[row].valid())
        return Cause{began_[row]};
    return cause_of(*parameters_.rule, question(seen, draws_, row),
                    told_by_[row].valid() ? told_by_[row] : last_flight_);
}

void CoinHolders::act(View& seen, Row row, Intents& wishes)
{
    bool const leaves = standing_[row] == Standing::leaving;
    Amount const coins = seen.ledger.balance(coins_[row]), money = seen.ledger.balance(money_[row]);
    Amount const given = coins - kept_[row];
    if (leaves ? given.value() <= 0 : money.value() <= 0) {
        standing_[row] = leaves ? Standing::out : Standing::in;
        return;
    }
    if (parameters_.way == WayOut::sell) {
        if (leaves || !dear(seen))
            trade(seen, row, leaves ? Side::sell : Side::buy, wishes);
    }
    else if (!leaves)
        wishes.mint({money_[row], coins_[row], money, Cause::calm()});
    else if (Amount const fresh = given - redeeming_.of(row); fresh.value() > 0)
        wishes.redeem({coins_[row], money_[row], fresh, why(seen, row)});
}

void CoinHolders::trade(View& seen, Row row, Side side, Intents& wishes)
{
    if (!place_.open(seen))
        return;
    double const mid = seen.markets[place_.spot.index()].mid, slippage = parameters_.slippage.value();
    double const pace = 1 - seen.clock.kept(parameters_.sale_time);
    Amount const late = under_way_.of(coins_[row]);
    auto const whole = [&] {
        if (side == Side::sell)
            return static_cast<double>((seen.ledger.balance(coins_[row]) - kept_[row] + late).value());
        double const units = static_cast<double>(seen.ledger.balance(money_[row]).value()) /
                             seen.assets[place_.quote.index()].unit * seen.assets[place_.base.index()].unit;
        return units / (mid * (1 + slippage)) - static_cast<double>(late.value());
    };
    constexpr double rest = 1000;  // smallest units that are not worth a slice of their own
    double const units = whole();
    Amount const amount{static_cast<std::int64_t>(std::min(units * pace < rest ? units : units * pace, most_units))};
    bool const sells = side == Side::sell;
    if (amount.value() <= 0) {
        if (!sells && late.value() == 0)  // what is left buys less than a smallest unit
            standing_[row] = Standing::in;
        return;
    }
    double const any = sells ? Order::any_sell_price : Order::any_buy_price;
    double limit = slippage >= 1 ? any : sells ? mid * (1 - slippage) : mid * (1 + slippage);
    if (sells)
        limit = std::max(limit, reservation_price(seen, row));
    else if (parameters_.premium < any_premium)
        limit = std::min(limit, par(seen) * (1 + parameters_.premium));
    wishes.order(Order{place_.spot,
                       side,
                       coins_[row],
                       money_[row],
                       {},
                       amount,
                       limit,
                       Channel::depeg,
                       sells ? why(seen, row) : Cause::calm()});
}

double CoinHolders::reservation_price(View& seen, Row row) const
{
    if (seen.coin_of(issuer_)->sister.valid() || seen.failed(issuer_))
        return 0;
    double const part =
        parameters_.reservation.at(row, fear_.size(), draws_, Purpose{"coin holders/reservation"}.of(enrolment().name));
    return part * seen.signals[issuer_.index()].coverage * par(seen);
}

bool CoinHolders::dear(View& seen) const
{
    return parameters_.premium < any_premium &&
           seen.markets[place_.spot.index()].mid > par(seen) * (1 + parameters_.premium);
}

double CoinHolders::par(View& seen) const
{
    return seen.price(seen.coin_of(issuer_)->par).value() / seen.price(place_.quote).value();
}

void CoinHolders::tell_contacts(View& seen, Row row, int change)
{
    fled_people_ += change;
    PersonId const person{first_ + row};
    if (change > 0 && began_[row].valid())
        last_flight_ = began_[row];
    if (person.value() >= seen.social.people() || seen.social.is_complete())
        return;
    Purpose const purpose = Purpose{"coin holders/push"}.of(enrolment().name);
    for (std::uint32_t const contact : seen.social.contacts(person)) {
        if (contact < first_ || contact - first_ >= fear_.size())
            continue;
        Row const heard = contact - first_;
        contacts_gone_[heard] = static_cast<std::uint16_t>(std::clamp(contacts_gone_[heard] + change, 0, 65535));
        if (change > 0 && began_[row].valid())
            told_by_[heard] = began_[row];
        std::uint64_t const pair = (static_cast<std::uint64_t>(person.value()) << 32U) | contact;
        if (change > 0 && parameters_.attention.mode == LookMode::poisson &&
            draws_.uniform(purpose, pair) < parameters_.attention.push_probability.value())
            calendar_.push(heard, seen.clock.step);
    }
}

void CoinHolders::note_flights(View& seen, Events const& events)
{
    for (std::size_t event = events.step_begin(); event < events.size(); ++event) {
        EventKind const kind = events.kind(event);
        if ((kind != EventKind::sale && kind != EventKind::redemption_asked) || !events.account(event).valid())
            continue;
        PersonId const person = seen.ledger.owner(events.account(event));
        if (!person.valid() || person.value() < first_ || person.value() - first_ >= fear_.size())
            continue;
        Row const row = person.value() - first_;
        if (standing_[row] == Standing::leaving && !began_[row].valid())
            began_[row] = EventId::of(event);
    }
}

void CoinHolders::learn(View& seen, Events const& events)
{
    note_flights(seen, events);
    for (Row const row : awake_)
        if (int const change = std::exchange(turned_[row], std::int8_t{0}); change != 0)
            tell_contacts(seen, row, change);
    trading_.clear();
    std::copy_if(awake_.begin(), awake_.end(), std::back_inserter(trading_), [&](Row row) { return trades(row); });
    if (parameters_.way == WayOut::redeem)
        redeeming_.learn(events);
}

void CoinHolders::restored(View&)
{
    calendar_.refile();
    trading_.clear();
    for (Row row = 0; row < standing_.size(); ++row)
        if (trades(row))
            trading_.push_back(row);
}

void CoinHolders::columns(ColumnVisitor& column)
{
    column("coins", coins_);
    column("money", money_);
    column("kept", kept_, "smallest unit");
    redeeming_.columns(column);
    column("panic_threshold", threshold_, "1");
    column("fear", fear_, "1");
    column("last_look", last_look_, "step");
    column("standing", standing_);
    column("contacts_gone", contacts_gone_, "people");
    column("contacts", contacts_, "people");
    column("began", began_);
    column("told_by", told_by_);
    Column<EventId> last{last_flight_};
    column("last_flight", last);
    last_flight_ = last.at(0);
    column.scalar("fled_people", fled_people_);
    column.group("calendar", calendar_);
}

}  // namespace stampede
