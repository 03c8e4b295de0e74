#include "model/mechanisms/withdrawals.hpp"

#include <algorithm>
#include <limits>

#include "model/base/check.hpp"
#include "model/base/math.hpp"
#include "model/cross_standing.hpp"
#include "model/mechanisms/payout_order.hpp"
#include "model/mechanisms/queue_rules.hpp"
#include "model/mechanisms/rules_at.hpp"
#include "model/moving_in.hpp"

namespace stampede {

void WithdrawalRules::visit(FieldVisitor& field)
{
    field("normal_delay", normal_delay, not_negative, "a request unpaid for longer is overdue and frightens");
    field("notice", notice, not_negative, "time before which a request is not paid");
    field("processing", processing, "what the venue can process");
    field("limit", limit, "what the venue pays at most in a day");
    field("user_limit", user_limit, "what one user is paid at most in a day");
    field("gate", gate, "when the venue stops paying");
    field("fee", fee, "what a leaver leaves behind");
    field.pick("discipline", discipline, {"fifo", "pro_rata", "small_first"}, "who is paid first");
}

void Withdrawals::Parameters::visit(FieldVisitor& field)
{
    rules.visit(field);
    field("at", at, "venues with rules of their own, by name; what is not said there is as built in, not as above");
}

Withdrawals::Withdrawals(Parameters parameters, std::vector<std::string> const& names)
    : parameters_{std::move(parameters)}, rules_{rules_at(parameters_, names)}
{
}

namespace {

/// What is wished at once, by claim and by person [USD].
struct WishedTogether {
    std::map<AccountId, double> of_claim;
    std::map<PersonId, double> of_person;

    WishedTogether(World const& world, std::span<WithdrawalWish const> wishes)
    {
        for (WithdrawalWish const& wish : wishes) {
            double const usd = world.usd(world.ledger.asset(wish.claim), wish.amount);
            of_claim[wish.claim] += usd;
            of_person[world.ledger.owner(wish.claim)] += usd;
        }
    }
    /// Institutions and funds are no persons: each of their claims stands alone.
    [[nodiscard]] double of_owner(World const& world, AccountId claim) const
    {
        PersonId const owner = world.ledger.owner(claim);
        return owner.valid() ? of_person.at(owner) : of_claim.at(claim);
    }
};

}  // namespace

void Withdrawals::take_requests(World& world, std::span<WithdrawalWish const> wishes) const
{
    if (wishes.empty())
        return;
    WishedTogether const together{world, wishes};
    for (WithdrawalWish const& wish : wishes)
        take_request(world, wish, together.of_claim.at(wish.claim), together.of_owner(world, wish.claim));
}

void Withdrawals::take_request(World& world, WithdrawalWish const& wish, double of_claim, double of_owner) const
{
    Ledger const& ledger = world.ledger;
    InstitutionId const venue = ledger.institution(wish.claim);
    AssetId const asset = ledger.asset(wish.claim);
    Amount const balance = ledger.balance(wish.claim);
    Amount const amount = std::min(wish.amount, withdrawable(world, wish.claim));
    if (amount.value() <= 0 || world.failed(venue))
        return;
    double const usd = world.usd(asset, amount);
    EventId const event =
        world.events.add(EventKind::withdrawal_asked, {venue, asset, wish.claim, amount, usd}, wish.cause);
    Ask ask{wish.claim, wish.then, amount, amount, balance, static_cast<std::int32_t>(world.clock.step), event};
    std::int64_t const notice = world.clock.steps_of(rules_of(venue).notice);
    double wait = 0;
    double const part = of_owner > 0 ? of_claim / of_owner : 1;
    double const whole = part > 0 ? world.usd(asset, balance) / part : 0;
    double const allowance = rules_of(venue).user_limit->payable(whole, Duration{world.clock.dt()});
    if (allowance < std::numeric_limits<double>::infinity()) {
        ask.part = part;
        wait = allowance > 0 ? floor(of_owner / allowance) : 1e9;
    }
    ask.patience = static_cast<std::int32_t>(std::min(1e9, static_cast<double>(notice) + wait));
    world.queues[venue.index()][asset.index()].push(ask);
    world.signals[venue.index()].ask_event = event;
    if (PersonId const who = ledger.owner(wish.claim); wish.leaves && who.valid() && world.away[who.index()] == 0) {
        world.away[who.index()] = 1;
        world.leavers.push_back({who, venue, event});
        ++world.gone[venue.index()];
    }
    world.history.asked[venue.index()].back() += usd;
}

namespace {

/// Has its owner become the client of another venue since he wished to bring money back to this one?
bool has_moved_on(World const& world, AccountId claim)
{
    PersonId const who = world.ledger.owner(claim);
    return who.valid() && who.index() < world.home.size() && world.home[who.index()].valid() &&
           world.home[who.index()] != world.ledger.institution(claim);
}

}  // namespace

void Withdrawals::take_deposits(StepContext& step) const
{
    World& world = step.world;
    for (DepositWish const& wish : step.wishes.deposits) {
        InstitutionId const venue = world.ledger.institution(wish.claim);
        AccountId const wallet = world.ledger.wallet_of(wish.claim);
        if (!wallet.valid() || !world.active(venue) || has_moved_on(world, wish.claim))
            continue;
        Amount const amount = std::min(wish.amount, world.ledger.balance(wallet));
        if (amount.value() <= 0)
            continue;
        world.ledger.deposit(wallet, wish.claim, amount);
        AssetId const asset = world.ledger.asset(wish.claim);
        EventId const event = world.events.add(
            EventKind::redeposit, {venue, asset, wish.claim, amount, world.usd(asset, amount)}, wish.cause);
        if (PersonId const who = world.ledger.owner(wish.claim);
            wish.returns && who.valid() && world.away[who.index()] != 0) {
            world.away[who.index()] = 0;
            world.returners.push_back({who, venue, event});
            --world.gone[venue.index()];
        }
    }
}

void Withdrawals::move_on(World& world) const
{
    std::erase_if(world.onward, [&](Onward const& way) {
        if (way.arrival > world.clock.step)
            return false;
        move_in(world, way);
        return true;
    });
}

Amount Withdrawals::due(World const& world, InstitutionId venue, AssetId asset) const
{
    WithdrawalQueue const& queue = world.queues[venue.index()][asset.index()];
    std::int64_t const notice = world.clock.steps_of(rules_of(venue).notice);
    if (notice == 0)
        return queue.total();
    Amount sum{0};
    for (std::size_t i = queue.front(); i < queue.size() && queue[i].step <= world.clock.step - notice; ++i)
        sum += queue[i].amount;
    return sum;
}

void Withdrawals::pay(World& world, InstitutionId venue) const
{
    std::vector<Amount> waiting, ready;
    double due_usd = 0, ready_usd = 0;
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        waiting.push_back(due(world, venue, asset));
        ready.push_back(std::min(waiting.back(), world.ledger.stored(venue, asset, Storage::hot)));
        due_usd += world.usd(asset, waiting.back());
        ready_usd += world.usd(asset, ready.back());
    }
    bool const open = world.active(venue);
    WithdrawalRules const& rules = rules_of(venue);
    double const limit = open && due_usd > 0 ? budget(world, venue, *rules.processing, *rules.limit) : 0;
    auto const part = [&](double whole, Amount amount) {
        return open && whole > limit ? part_of(Share{limit / whole}, amount) : amount;
    };
    for (std::size_t i = 0; i < world.assets.size(); ++i) {
        AssetId const asset = AssetId::of(i);
        Amount const hot = world.ledger.stored(venue, asset, Storage::hot);
        world.queues[venue.index()][i].note_shortage(hot < part(due_usd, waiting[i]), world.clock.step);
        // A limit in dollars is shared by the assets in proportion to what can be paid of each.
        if (open && waiting[i].value() > 0)
            pay_queue(world, venue, asset, part(ready_usd, ready[i]));
    }
}

void Withdrawals::pay_queue(World& world, InstitutionId venue, AssetId asset, Amount budget) const
{
    WithdrawalRules const& rules = rules_of(venue);
    WithdrawalQueue& queue = world.queues[venue.index()][asset.index()];
    VenueSignals& signal = world.signals[venue.index()];
    GateQuestion question;
    question.outflow_share = signal.outflow_share;
    Share const fee_share = rules.fee->fee(question);
    PayoutRules const order{rules.discipline, world.clock.step - world.clock.steps_of(rules.notice),
                            &*rules.user_limit};
    for (Payout const& payout : payouts(world, queue, asset, budget, order)) {
        queue.reduce(payout.ask, payout.amount, payout.void_part);
        Ask const ask = queue[payout.ask];
        report_dropped(world, {venue, asset, ask.claim, payout.void_part, world.usd(asset, payout.void_part)}, ask);
        EventId cause = ask.event;
        if (ask.amount.value() == 0 && ask.asked.value() > 0)
            cause =
                world.events.add(EventKind::withdrawal_paid,
                                 {venue, asset, ask.claim, ask.asked, world.usd(asset, ask.asked)}, Cause{ask.event});
        if (payout.amount.value() > 0) {
            AccountId const wallet = world.ledger.open_wallet_of(ask.claim);
            Amount const fee = part_of(fee_share, payout.amount);
            world.ledger.pay_out(ask.claim, wallet, payout.amount, fee);
            double const usd = world.usd(asset, payout.amount);
            signal.paid_window += usd;
            signal.paid_total += usd;
            if (ask.then.valid() && payout.amount > fee)
                world.onward.push_back({wallet, ask.then, payout.amount - fee, world.clock.step + 1, cause});
        }
    }
    queue.drop_paid();
}

void Withdrawals::apply(StepContext& step) const
{
    World& world = step.world;
    world.leavers.clear();
    world.returners.clear();
    for (auto& asked : world.history.asked)
        asked.push_back(asked.back());
    move_on(world);
    take_requests(world, world.requests);
    world.requests.clear();
    take_requests(world, step.wishes.withdrawals);
    take_deposits(step);
    for (std::size_t i = 1; i < world.institution_count(); ++i) {
        InstitutionId const venue = InstitutionId::of(i);
        if (world.queues[i].empty() || world.failed(venue) || world.coin_of(venue) != nullptr)
            continue;  // whoever issues coins redeems them
        WithdrawalRules const& rules = rules_of(venue);
        judge_gate(world, venue, *rules.gate);
        for (std::size_t asset = 0; asset < world.assets.size(); ++asset)
            age_queue(world, venue, AssetId::of(asset), rules.normal_delay, EventKind::withdrawal_refused);
        note_payable(world, venue, *rules.gate);
        pay(world, venue);
        note_payable(world, venue, *rules.gate);
    }
}

}  // namespace stampede
