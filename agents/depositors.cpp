#include "agents/depositors.hpp"

#include <algorithm>

#include "model/base/math.hpp"
#include "model/moving_in.hpp"

namespace stampede {

std::span<Row const> Depositors::wake(View& seen)
{
    double risk_asleep = 0;
    under_way_ = UnderWay{seen.late_orders};
    if (sleepy_)
        risk_asleep = rouse(seen);
    if (seen.clock.step == 0 && (!sleepy_ || !abroad_.empty()))
        for (Row row = 0; row < fear_.size(); ++row)
            if (!sleepy_ || moves(row))
                begin_life(seen, row, parameters_.rule->risk(question(seen, seen.draws, row)));
    if (parameters_.attention.mode == LookMode::every_step)
        return everyone_;
    std::vector<double> factors;
    for (InstitutionId const station : stations_)
        factors.push_back(1 + parameters_.attention.alarm_factor * seen.signals[station.index()].alarm);
    std::vector<Row> const& due = calendar_.advance(seen.clock.step, factors);
    if (sleepy_)
        sleepers_.remember({calendar_.clock(0), risk_asleep});
    if (!in_a_hurry(seen))
        return due;
    everyone_.clear();
    std::set_union(due.begin(), due.end(), impatient_.begin(), impatient_.end(), std::back_inserter(everyone_));
    return everyone_;
}

RunQuestion Depositors::question(View& seen, Draws const& draws, Row row) const
{
    InstitutionId const venue = venue_of(row);
    double gone = 0;
    if (seen.social.is_complete())
        gone = seen.gone_share(venue);
    else if (contacts_[row] > 0)
        gone = std::min(1.0, static_cast<double>(contacts_gone_[row]) / contacts_[row]);
    double luck = 0.5;
    if (parameters_.rule->needs_luck())
        luck = draws.inner_uniform(Purpose{"depositors/signal"}.of(enrolment().name), row,
                                   static_cast<std::uint64_t>(seen.clock.step));
    return {seen.signals[venue.index()],
            gone,
            static_cast<double>(trust_[row]),
            seen.institutions[venue.index()].status == Status::gated,
            luck,
            std::max(0.0, static_cast<double>(trust_at_first() - trust_[row]))};
}

Duration Depositors::remember(View& seen, Row row, std::int64_t step, double risk)
{
    double const elapsed = static_cast<double>(step - last_look_[row]) * seen.clock.dt();
    last_look_[row] = static_cast<std::int32_t>(step);
    double const memory = parameters_.fear_memory.value();
    double const kept = memory > 0 ? exp(-elapsed / memory) : 0;
    fear_[row] = fear_[row] * kept + (1 - kept) * risk;
    if (double const lost = 1 - static_cast<double>(trust_[row]); lost > 0)
        trust_[row] = static_cast<float>(1 - lost * exp(-elapsed / parameters_.trust_recovery.value()));
    return Duration{elapsed};
}

bool Depositors::in_a_hurry(View& seen) const
{
    return !impatient_.empty() && seen.clock.step == seen.clock.steps_in(parameters_.impatient_at);
}

bool Depositors::impatient_now(View& seen, Row row) const
{
    return in_a_hurry(seen) && std::binary_search(impatient_.begin(), impatient_.end(), row);
}

bool Depositors::freshly_frightened(Row row)
{
    bool const frightened = fear_[row] >= threshold_[row];
    if (asked_.empty())
        return frightened;
    if (!frightened)
        asked_[row] = 0;
    return frightened && asked_[row] == 0;
}

void Depositors::decide(View& seen, Draws const& draws, std::span<Row const> awake, Intents& wishes)
{
    for (Row const row : awake) {
        RunQuestion const asked = question(seen, draws, row);
        Duration const elapsed = remember(seen, row, seen.clock.step, parameters_.rule->risk(asked));
        note_turned_away(seen, row);
        Standing const standing = standing_[row];
        bool const may_leave =
            !seen.failed(venue_of(row)) && (standing == Standing::in || standing == Standing::partly);
        bool const fright = freshly_frightened(row);
        if (may_leave && (fright || impatient_now(seen, row)))
            leave(seen, asked, row, wishes);
        if (standing == Standing::out && sell(seen, row, elapsed, wishes))
            standing_[row] = unsold_[row] > 0 ? Standing::out : Standing::sold;
        else if (standing == Standing::out || standing == Standing::sold)
            come_back(seen, row, wishes);
    }
}

void Depositors::leave(View& seen, RunQuestion const& asked, Row row, Intents& wishes)
{
    bool const frightened = fear_[row] >= threshold_[row];  // otherwise impatient
    Cause const cause = frightened ? cause_of(*parameters_.rule, asked, told_by_[row]) : Cause::calm();
    std::size_t const to = frightened ? refuge(seen, row, parameters_.rule->risk(asked)) : 0;
    bool first = standing_[row] == Standing::in, asks = false;
    for (std::size_t k = 0; k < coins_; ++k) {
        Amount const balance = seen.ledger.balance(account(row, k));
        bool const all = to != 0 || parameters_.withdrawn.value() >= 1;
        Amount const amount = all ? balance : part_of(parameters_.withdrawn, balance);
        if (amount.value() <= 0)
            continue;
        wishes.withdraw({account(row, k), amount, to != 0 ? account(row, to, k) : AccountId{}, first, cause});
        first = false;
        asks = true;
    }
    if (asks && moves(row)) {
        bound_for_[row] = static_cast<std::uint8_t>(to);
        left_by_[row] = EventId{};
    }
    if (!asks && waiting_[row] == 0)
        return;
    standing_[row] = Standing::asked;
    if (!asked_.empty() && frightened && to == 0)
        asked_[row] = 1;
}

void Depositors::come_back(View& seen, Row row, Intents& wishes)
{
    if (parameters_.redeposit_gap <= 0 || !seen.active(venue_of(row)))
        return;
    if (fear_[row] >= logistic(log_odds(threshold_[row]) - parameters_.redeposit_gap))
        return;
    bool first = true;
    for (std::size_t k = 0; k < coins_; ++k) {
        AccountId const wallet = seen.ledger.wallet_of(account(row, k));
        if (!wallet.valid() || seen.ledger.balance(wallet).value() == 0)
            continue;
        wishes.deposit({account(row, k), seen.ledger.balance(wallet), first, Cause::calm()});
        first = false;
    }
    if (!first)
        standing_[row] = Standing::in;
}

bool Depositors::sell(View& seen, Row row, Duration elapsed, Intents& wishes)
{
    constexpr double rest = 0.02;  // is sold with the last slice
    double const before = static_cast<double>(unsold_[row]);
    double const time = parameters_.sale_time.value();
    double const kept = time > 0 ? before * exp(-elapsed.value() / time) : 0;
    double const after = kept < rest ? 0 : kept;
    bool sells = false;
    AssetId const token = seen.facts[venue_of(row).index()].token;
    for (std::size_t k = 0; k < coins_; ++k) {
        AccountId const wallet = seen.ledger.wallet_of(account(row, k));
        AssetId const asset = seen.ledger.asset(account(row, k));
        if (!wallet.valid() || seen.assets[asset.index()].profile.kind == AssetKind::fiat)
            continue;
        // The wallet holds what was paid less part x (1 - before) of it.
        double const part = (asset == token ? parameters_.sells_token : parameters_.sells_coins).value();
        double const held = 1 - part * (1 - before);
        double const slice = held > 0 ? std::min(1.0, part * (before - after) / held) : 0;
        Amount const there = std::max(Amount{0}, seen.ledger.balance(wallet) + under_way_.of(wallet));
        Amount const amount = slice >= 1 ? there : part_of(Share{slice}, there);
        for (std::size_t market = 0; amount.value() > 0 && market < seen.markets.size(); ++market)
            if (seen.markets[market].base == asset && seen.active(seen.markets[market].venue)) {
                wishes.order({MarketId::of(market),
                              Side::sell,
                              {},
                              {},
                              wallet,
                              amount,
                              Order::any_sell_price,
                              Channel::fire_sale,
                              Cause{left_by_[row]}});
                sells = true;
                break;
            }
    }
    unsold_[row] = static_cast<float>(after);
    return sells;
}

void Depositors::hear_of(View& seen, Mover const& mover, int change)
{
    std::size_t const station = station_of(mover.venue);
    if (station == stations_.size() || !mover.who.valid() || mover.who.value() >= seen.social.people())
        return;
    Purpose const purpose = Purpose{"depositors/push"}.of(enrolment().name);
    for (std::uint32_t const contact : seen.social.contacts(mover.who)) {
        if (!ours(PersonId{contact}) || place(contact - first_) != station)
            continue;
        Row const row = contact - first_;
        wake_up(seen, row);
        contacts_gone_[row] = static_cast<std::uint16_t>(std::clamp(contacts_gone_[row] + change, 0, 65535));
        if (change < 0)
            continue;
        told_by_[row] = mover.event;
        std::uint64_t const pair = (static_cast<std::uint64_t>(mover.who.value()) << 32U) | contact;
        if (parameters_.attention.mode == LookMode::poisson &&
            draws_.uniform(purpose, pair) < parameters_.attention.push_probability.value())
            calendar_.push(row, seen.clock.step);
    }
}

void Depositors::disappoint(View& seen, std::size_t station)
{
    if (station == 0)
        wake_everyone(seen);
    for (Row row = 0; row < trust_.size(); ++row)
        if (place(row) == station)
            trust_[row] *= static_cast<float>(1 - parameters_.trust_lost.value());
}

void Depositors::hear_own(View& seen, Events const& events)
{
    for (std::size_t event = events.step_begin(); event < events.size(); ++event) {
        std::size_t const station = station_of(events.institution(event));
        if (station == stations_.size())
            continue;
        EventKind const kind = events.kind(event);
        VenueSignals const& signal = seen.signals[stations_[station].index()];
        if ((kind == EventKind::gate_closed || kind == EventKind::failure) &&
            (signal.reassured > 0 || signal.peg_assured > 0))
            disappoint(seen, station);
        if (kind != EventKind::withdrawal_paid && kind != EventKind::request_void &&
            kind != EventKind::withdrawal_asked && kind != EventKind::withdrawal_refused)
            continue;
        PersonId const person = seen.ledger.owner(events.account(event));
        if (ours(person) && place(person.value() - first_) == station)
            hear_of_request(seen, person.value() - first_, kind, EventId::of(event));
    }
}

void Depositors::hear_of_request(View& seen, Row row, EventKind kind, EventId event)
{
    wake_up(seen, row);
    if (kind == EventKind::withdrawal_paid || kind == EventKind::request_void)
        end_request(seen, row, kind, event);
    else if (kind == EventKind::withdrawal_asked)
        ++waiting_[row];
    else {
        standing_[row] = Standing::stuck;
        trust_[row] *= static_cast<float>(1 - parameters_.trust_lost.value());
    }
}

void Depositors::end_request(View& seen, Row row, EventKind kind, EventId event)
{
    if (waiting_[row] > 0)
        --waiting_[row];
    bool nothing_left = true;
    for (std::size_t k = 0; k < coins_; ++k)
        nothing_left = nothing_left && seen.ledger.balance(account(row, k)).value() == 0;
    // Something may have come from the venue before while he waited.
    bool const may_ask_again = parameters_.withdrawn.value() < 1 || kind == EventKind::request_void || moves(row);
    if (nothing_left) {
        bool const goes_on = moves(row) && bound_for_[row] != 0;
        standing_[row] = goes_on ? Standing::asked : Standing::out;
        unsold_[row] = 1;
        left_by_[row] = event;
    }
    else if (may_ask_again && waiting_[row] == 0)
        standing_[row] = Standing::partly;
}

void Depositors::learn(View& seen, Events const& events)
{
    for (Mover const& leaver : seen.leavers)
        hear_of(seen, leaver, 1);
    for (Mover const& returner : seen.returners)
        if (came_from_elsewhere(events, returner.event))
            hear_of_arrival(seen, returner);
        else
            hear_of(seen, returner, -1);
    for (Mover const& one : seen.returners)
        if (ours(one.who) && one.venue != venue_of(one.who.value() - first_))
            settle_in(seen, one.who.value() - first_, station_of(one.venue));
    hear_own(seen, events);
}

void Depositors::columns(ColumnVisitor& column)
{
    column("panic_threshold", threshold_, "1");
    column("fear", fear_, "1");
    column("trust", trust_, "1");
    column("unsold", unsold_, "1");
    column("last_look", last_look_, "step");
    column("standing", standing_);
    column("waiting", waiting_, "requests");
    if (parameters_.withdrawn.value() < 1)
        column("asked", asked_, "1");
    column("contacts_gone", contacts_gone_, "people");
    column("contacts", contacts_, "people");
    column("account", account_);
    column("told_by", told_by_);
    column("left_by", left_by_);
    if (!abroad_.empty()) {
        column("abroad", abroad_);
        column("place", place_, "venue");
        column("bound_for", bound_for_, "venue");
    }
    column.group("calendar", calendar_);
    column.group("sleepers", sleepers_);
}

}  // namespace stampede
