#include "model/mechanisms/redemption.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/base/check.hpp"
#include "model/mechanisms/payout_order.hpp"
#include "model/mechanisms/queue_rules.hpp"
#include "model/mechanisms/rules_at.hpp"

namespace stampede {

void RedemptionRules::visit(FieldVisitor& field)
{
    field.references("eligible", eligible, RefersTo::population,
                     "populations that may redeem its coins and have them minted; none named = everyone");
    field("minimum", minimum, not_negative, "coins", "least request");
    field("fee", fee, "part of par that a redeemer leaves behind");
    field("least_fee", least_fee, not_negative, "coins", "least fee of a request");
    field("mint_fee", mint_fee, unit_interval, "1", "part of what is paid for new coins that buys none");
    field("mints", mints, "whether new coins are issued for par");
    field("hours", hours, "when it pays and mints");
    field("settlement_lag", settlement_lag, not_negative, "time between a request and its payment");
    field("normal_delay", normal_delay, not_negative,
          "a request that is unpaid for longer, though it could be paid, is overdue and frightens");
    field("processing", processing, "what the issuer can process");
    field("limit", limit, "what it pays at most in a day");
    field("user_limit", user_limit, "what one holder is paid at most in a day");
    field("gate", gate, "when it stops paying");
    field.pick("discipline", discipline, {"fifo", "pro_rata", "small_first"}, "who is paid first");
}

void Redemption::Parameters::visit(FieldVisitor& field)
{
    rules.visit(field);
    field("at", at, "issuers with rules of their own, by name; what is not said there is as built in, not as above");
}

Redemption::Redemption(Parameters parameters, std::vector<std::string> const& names)
    : parameters_{std::move(parameters)}, rules_{rules_at(parameters_, names)}
{
}

void Redemption::start(World& world) const
{
    std::vector<std::string> const& classes = world.ledger.wealth().classes();
    for (CoinState& coin : world.coins) {
        RedemptionRules const& rules = rules_of(coin.issuer);
        std::string const& issuer = world.institutions[coin.issuer.index()].name;
        require(rules.hours.opens < rules.hours.closes,
                fmt::format("redemption of \"{}\": hours close {} s after midnight and open {} s after it; the office "
                            "must close after it opens",
                            issuer, rules.hours.closes.value(), rules.hours.opens.value()));
        std::vector<std::uint8_t>& may = world.facts[coin.issuer.index()].redeemers;
        if (!rules.eligible.empty())
            may.assign(classes.size(), 0);
        for (std::string const& name : rules.eligible) {
            auto const found = std::find(classes.begin() + static_cast<std::ptrdiff_t>(world.institution_count()),
                                         classes.end(), name);
            require(found != classes.end(),
                    fmt::format("redemption of \"{}\": there is no population \"{}\"", issuer, name));
            may[static_cast<std::size_t>(found - classes.begin())] = 1;
        }
        if (!coin.sister.valid())
            publish(world, coin, 0);
    }
}

void Redemption::publish(World const& world, CoinState& coin, std::int64_t step) const
{
    RedemptionRules const& rules = rules_of(coin.issuer);
    GateQuestion question;
    question.outflow_share = world.signals[coin.issuer.index()].outflow_share;
    coin.open = open_at(world, coin, step);
    coin.redeems_at = 1 - rules.fee->fee(question).value();
    coin.mints_at = rules.mint_fee.value() < 1 ? 1 / (1 - rules.mint_fee.value()) : 1e300;
}

std::int8_t Redemption::open_at(World const& world, CoinState const& coin, std::int64_t step) const
{
    return world.active(coin.issuer) && rules_of(coin.issuer).hours.open(world.clock.week_second(step)) ? 1 : 0;
}

void Redemption::take_request(World& world, CoinState const& coin, RedemptionWish const& wish) const
{
    Ledger const& ledger = world.ledger;
    RedemptionRules const& rules = rules_of(coin.issuer);
    Amount const balance = ledger.balance(wish.coins), amount = std::min(wish.amount, balance);
    bool const failed = world.failed(coin.issuer);
    double const least = rules.minimum * world.assets[coin.coin.index()].unit;
    bool const welcome =
        world.may_redeem(ledger.owner_class(wish.coins), coin.issuer) && static_cast<double>(amount.value()) >= least;
    if (amount.value() <= 0 || ledger.asset(wish.money) != coin.par || !(failed || welcome))
        return;
    double const usd = world.usd(coin.par, amount);
    EventId const event =
        world.events.add(EventKind::redemption_asked, {coin.issuer, coin.coin, wish.coins, amount, usd}, wish.cause);
    Ask ask{wish.coins, wish.money, amount, amount, balance, static_cast<std::int32_t>(world.clock.step), event};
    Duration const closed = rules.hours.wait(world.clock.week_second(world.clock.step));
    ask.patience = static_cast<std::int32_t>(world.clock.steps_of(rules.settlement_lag) + world.clock.steps_of(closed));
    world.queues[coin.issuer.index()][coin.par.index()].push(ask);
    world.signals[coin.issuer.index()].ask_event = event;
    world.history.asked[coin.issuer.index()].back() += usd;
}

void Redemption::pay(World& world, CoinState& coin) const
{
    RedemptionRules const& rules = rules_of(coin.issuer);
    WithdrawalQueue& queue = world.queues[coin.issuer.index()][coin.par.index()];
    VenueSignals& signal = world.signals[coin.issuer.index()];
    std::int64_t const asked_by = world.clock.step - world.clock.steps_of(rules.settlement_lag);
    Amount due{0};
    for (std::size_t i = queue.front(); i < queue.size() && queue[i].step <= asked_by; ++i)
        due += queue[i].amount;
    if (open_at(world, coin, world.clock.step) == 0 || due.value() == 0)
        return;
    double const allowed = budget(world, coin.issuer, *rules.processing, *rules.limit);
    Amount const hot = world.ledger.stored(coin.issuer, coin.par, Storage::hot);
    Amount const ready = allowed < 1e18 ? std::min(due, world.units_worth(coin.par, allowed)) : due;
    queue.note_shortage(hot < ready, world.clock.step);
    GateQuestion question;
    question.outflow_share = signal.outflow_share;
    Share const fee_share = rules.fee->fee(question);
    Amount const least_fee{round_to_integer(rules.least_fee * world.assets[coin.par.index()].unit)};
    PayoutRules const order{rules.discipline, asked_by, &*rules.user_limit};
    for (Payout const& payout : payouts(world, queue, coin.par, std::min(ready, hot), order)) {
        Ask const ask = queue[payout.ask];
        queue.reduce(payout.ask, payout.amount, payout.void_part);
        report_dropped(world,
                       {coin.issuer, coin.coin, ask.claim, payout.void_part, world.usd(coin.par, payout.void_part)},
                       queue[payout.ask]);
        if (payout.amount.value() > 0) {
            Amount const floor = ask.amount == ask.asked ? least_fee : Amount{0};
            Amount const fee = std::min(payout.amount, std::max(part_of(fee_share, payout.amount), floor));
            world.ledger.redeem_coins(coin.issuer, ask.claim, ask.then, payout.amount, payout.amount,
                                      payout.amount - fee, fee);
            coin.redeemed += payout.amount;
            double const usd = world.usd(coin.par, payout.amount);
            signal.paid_window += usd;
            signal.paid_total += usd;
        }
        if (Amount const asked = queue[payout.ask].asked; queue[payout.ask].amount.value() == 0 && asked.value() > 0)
            world.events.add(EventKind::redemption_paid,
                             {coin.issuer, coin.coin, ask.claim, asked, world.usd(coin.par, asked)}, Cause{ask.event});
    }
    queue.drop_paid();
}

/// Everyone is paid by the same sums as they stood before, so who comes first in a step does not matter.
void Redemption::pay_what_is_left(World& world, CoinState& coin) const
{
    WithdrawalQueue& queue = world.queues[coin.issuer.index()][coin.par.index()];
    if (queue.total().value() == 0 || world.signals[coin.issuer.index()].cleared == 0)
        return;
    Amount const there = world.ledger.stored(coin.issuer, coin.par, Storage::hot);
    Amount const owed = world.ledger.owed_on_coins(coin.issuer), coins = world.ledger.supply(coin.coin);
    Amount const left = std::min(there, owed);
    PayoutRules const order{Discipline::pro_rata, world.clock.step, &*rules_of(coin.issuer).user_limit};
    for (Payout const& payout : payouts(world, queue, coin.par, queue.total(), order)) {
        Ask const ask = queue[payout.ask];
        if (payout.amount.value() > 0) {
            Amount const paid = scaled(left, payout.amount, coins);
            world.ledger.redeem_coins(coin.issuer, ask.claim, ask.then, payout.amount,
                                      scaled(owed, payout.amount, coins), paid, Amount{0});
            coin.redeemed += payout.amount;
            world.events.add(EventKind::redemption_paid,
                             {coin.issuer, coin.coin, ask.claim, ask.asked - payout.void_part,
                              world.usd(coin.par, ask.asked - ask.amount + paid)},
                             Cause{ask.event});
        }
        queue.reduce(payout.ask, payout.amount, payout.void_part);
        report_dropped(world,
                       {coin.issuer, coin.coin, ask.claim, payout.void_part, world.usd(coin.par, payout.void_part)},
                       queue[payout.ask]);
    }
    queue.drop_paid();
}

void Redemption::mint(World& world, CoinState& coin, MintWish const& wish) const
{
    RedemptionRules const& rules = rules_of(coin.issuer);
    Amount const amount = std::min(wish.amount, world.ledger.balance(wish.money));
    double const least = rules.minimum * world.assets[coin.par.index()].unit;
    if (!rules.mints || open_at(world, coin, world.clock.step) == 0 || world.ledger.asset(wish.money) != coin.par ||
        !world.may_redeem(world.ledger.owner_class(wish.money), coin.issuer) || amount.value() <= 0 ||
        static_cast<double>(amount.value()) < least)
        return;
    Amount const fee = part_of(rules.mint_fee, amount);
    world.ledger.issue_coins(coin.issuer, wish.money, wish.coins, amount, fee);
    coin.minted += amount - fee;
    world.events.add(EventKind::coins_minted,
                     {coin.issuer, coin.coin, wish.coins, amount - fee, world.usd(coin.par, amount)}, wish.cause);
}

void Redemption::apply(StepContext& step) const
{
    World& world = step.world;
    for (CoinState& coin : world.coins) {
        if (coin.sister.valid())
            continue;
        for (RedemptionWish const& wish : step.wishes.redemptions)
            if (world.ledger.asset(wish.coins) == coin.coin)
                take_request(world, coin, wish);
        if (world.failed(coin.issuer)) {
            pay_what_is_left(world, coin);
        }
        else {
            RedemptionRules const& rules = rules_of(coin.issuer);
            judge_gate(world, coin.issuer, *rules.gate);
            age_queue(world, coin.issuer, coin.par, rules.normal_delay, EventKind::redemption_refused);
            note_payable(world, coin.issuer, *rules.gate);
            pay(world, coin);
            note_payable(world, coin.issuer, *rules.gate);
            for (MintWish const& wish : step.wishes.mints)
                if (world.ledger.asset(wish.coins) == coin.coin)
                    mint(world, coin, wish);
        }
        publish(world, coin, world.clock.step + 1);
    }
}

}  // namespace stampede
