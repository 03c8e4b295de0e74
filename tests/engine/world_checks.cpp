#include "tests/engine/world_checks.hpp"

#include <fmt/core.h>

#include <cmath>
#include <map>

#include "model/base/check.hpp"

namespace stampede::testing {

namespace {

std::string const& name_of(View& seen, std::size_t institution)
{
    return seen.institutions[institution].name;
}

void check_prices(View& seen)
{
    for (std::size_t i = 0; i < seen.assets.size(); ++i) {
        double const price = seen.price(AssetId::of(i)).value();
        ensure(std::isfinite(price) && price > 0,
               [&] { return fmt::format("price of {} is {}", seen.assets[i].name, price); });
    }
    for (Market const& market : seen.markets)
        ensure(std::isfinite(market.mid) && market.mid > 0,
               [&] { return fmt::format("mid of {} is {}", market.name, market.mid); });
    for (PerpMarket const& market : seen.perps)
        ensure(std::isfinite(market.mid) && market.mid > 0 && std::isfinite(market.mark) && market.mark > 0,
               [&] { return fmt::format("mid of {} is {}, mark {}", market.name, market.mid, market.mark); });
}

void check_accounts(View& seen)
{
    for (std::size_t i = 0; i < seen.ledger.accounts(); ++i)
        ensure(seen.ledger.balance(AccountId::of(i)).value() >= 0,
               [&] { return fmt::format("account {} is below zero", i); });
}

void check_signals(View& seen)
{
    auto const share = [](double value) { return value >= 0 && value <= 1; };
    for (std::size_t i = 1; i < seen.institution_count(); ++i) {
        VenueSignals const& signal = seen.signals[i];
        ensure(share(signal.news) && share(signal.outflow_share) && share(signal.token_drawdown) &&
                   share(signal.coverage) && share(signal.alarm) && signal.overdue_share >= 0,
               [&] {
                   return fmt::format(
                       "signals of {} leave [0, 1]: news {}, outflow {}, token {}, coverage {}, alarm {}, overdue {}",
                       name_of(seen, i), signal.news, signal.outflow_share, signal.token_drawdown, signal.coverage,
                       signal.alarm, signal.overdue_share);
               });
        ensure(signal.backstop >= 0 && signal.reassured >= 0 && share(signal.peg_assured) && signal.paid_total >= 0 &&
                   signal.payable_left >= 0,
               [&] {
                   return fmt::format("{} has a guarantee of {}, was reassured by {}, paid {}, may pay {}",
                                      name_of(seen, i), signal.backstop, signal.reassured, signal.paid_total,
                                      signal.payable_left);
               });
        ensure(seen.gone[i] <= seen.members[i], [&] {
            return fmt::format("{} of {} people have left {}", seen.gone[i], seen.members[i], name_of(seen, i));
        });
    }
}

/// Totals of a queue are kept as it changes; here they are added up.
void check_queues(View& seen)
{
    for (std::size_t venue = 1; venue < seen.queues.size(); ++venue)
        for (std::size_t asset = 0; asset < seen.queues[venue].size(); ++asset) {
            WithdrawalQueue const& queue = seen.queues[venue][asset];
            Amount total{0}, overdue{0};
            for (std::size_t i = queue.front(); i < queue.size(); ++i) {
                Ask const& ask = queue[i];
                ensure(ask.amount.value() >= 0 && ask.amount <= ask.asked, [&] {
                    return fmt::format("a request at {} has {} of {} units left", name_of(seen, venue),
                                       ask.amount.value(), ask.asked.value());
                });
                total += ask.amount;
                if (ask.late != 0)
                    overdue += ask.amount;
            }
            ensure(total == queue.total() && overdue == queue.overdue(), [&] {
                return fmt::format("queue of {} for {}: totals say {} and {} overdue, requests {} and {}",
                                   name_of(seen, venue), seen.assets[asset].name, queue.total().value(),
                                   queue.overdue().value(), total.value(), overdue.value());
            });
        }
}

using Cell = std::pair<std::size_t, std::size_t>;  // institution, asset

/// Tokens on their way are those in the storage of that name.
void check_transits(View& seen)
{
    std::map<Cell, Amount> moving;
    for (Transit const& way : seen.transits)
        moving[{way.to.index(), way.asset.index()}] += way.amount;
    for (std::size_t i = 0; i < seen.institution_count(); ++i)
        for (std::size_t asset = 0; asset < seen.assets.size(); ++asset) {
            Amount const stored = seen.ledger.stored(InstitutionId::of(i), AssetId::of(asset), Storage::transit);
            ensure(stored == moving[Cell(i, asset)], [&] {
                return fmt::format("{} has {} units of {} in transit, {} are on their way", name_of(seen, i),
                                   stored.value(), seen.assets[asset].name, moving[Cell(i, asset)].value());
            });
        }
}

/// What institutions own of and owe to one another, by (owner, place, asset), added up from exposures and accounts.
class Holdings {
  public:
    explicit Holdings(View& seen)
        : seen_{seen},
          n_{seen.institution_count()},
          cells_(n_ * n_ * seen.assets.size(), Amount{0}),
          written_off_(seen.assets.size(), Amount{0}),
          in_positions_(seen.assets.size(), Amount{0})
    {
        for (auto [edge, end] = boost::edges(seen.institutions); edge != end; ++edge)
            add_exposure(seen.institutions[*edge], boost::source(*edge, seen.institutions),
                         boost::target(*edge, seen.institutions));
        for (std::size_t row = 0; row < seen.ledger.accounts(); ++row)
            add_account(AccountId::of(row));
        for (std::size_t i = 0; i < seen.perps.size(); ++i)
            add_positions(PerpId::of(i));
        for (std::size_t i = 0; i < seen.ledger.loans(); ++i)
            add_loan(LoanId::of(i));
        for (CoinState const& coin : seen.coins)
            add_coin(coin);
        for (Protocol const& protocol : seen.protocols)
            add_protocol(protocol);
    }
    /// Against the book of wealth.
    void check() const
    {
        WealthBook const& wealth = seen_.ledger.wealth();
        for (std::size_t owner = 0; owner < n_; ++owner)
            for (std::size_t place = 0; place < n_; ++place)
                for (std::size_t asset = 0; asset < seen_.assets.size(); ++asset) {
                    Amount const booked = wealth.holding(ClassId::of(owner), place, AssetId::of(asset));
                    Amount const counted = cells_[(owner * n_ + place) * seen_.assets.size() + asset];
                    ensure(booked == counted, [&] {
                        return fmt::format("{} is booked with {} units of {} at {}, accounts say {}",
                                           name_of(seen_, owner), booked.value(), seen_.assets[asset].name,
                                           name_of(seen_, place), counted.value());
                    });
                }
        for (std::size_t asset = 0; asset < seen_.assets.size(); ++asset) {
            Amount all{0};
            for (std::size_t owner = 0; owner < wealth.classes().size(); ++owner)
                for (std::size_t place = 0; place <= wealth.own_storage(); ++place)
                    all += wealth.holding(ClassId::of(owner), place, AssetId::of(asset));
            Amount const there = seen_.ledger.supply(AssetId::of(asset)) - written_off_[asset] - in_positions_[asset];
            ensure(all == there, [&] {
                return fmt::format("everybody together has {} units of {}, supply less provisions is {}", all.value(),
                                   seen_.assets[asset].name, there.value());
            });
        }
    }

  private:
    Amount& at(std::size_t owner, std::size_t place, AssetId asset)
    {
        return cells_[(owner * n_ + place) * seen_.assets.size() + asset.index()];
    }
    void add_exposure(Exposure const& one, std::size_t creditor, std::size_t debtor)
    {
        ensure(one.principal.value() >= 0 && one.provision.value() >= 0 && one.due.value() >= 0 &&
                   one.provision <= one.principal && one.due <= one.principal &&
                   (one.settled == 0 || one.principal == Amount{0}),
               [&] {
                   return fmt::format("{} is owed {} by {}, of it {} written off and {} due, settled {}",
                                      name_of(seen_, creditor), one.principal.value(), name_of(seen_, debtor),
                                      one.provision.value(), one.due.value(), one.settled);
               });
        at(creditor, debtor, one.asset) += one.principal - one.provision;
        at(debtor, debtor, one.asset) -= one.principal;
        written_off_[one.asset.index()] += one.provision;
    }
    void add_account(AccountId account)
    {
        Ledger const& ledger = seen_.ledger;
        if (ledger.is_wallet(account))
            return;
        std::size_t const place = ledger.institution(account).index(), owner = ledger.owner_class(account).index();
        if (owner < n_)
            at(owner, place, ledger.asset(account)) += ledger.balance(account);
        at(place, place, ledger.asset(account)) -= ledger.balance(account);
    }

    /// Who has coins has tokens; that they are a debt is in the issuer's books alone.
    void add_coin(CoinState const& coin)
    {
        Amount const owed = seen_.ledger.owed_on_coins(coin.issuer);
        ensure(owed.value() >= 0, [&] { return fmt::format("holders of a coin are owed {}", owed.value()); });
        at(coin.issuer.index(), coin.issuer.index(), coin.par) -= owed;
        written_off_[coin.par.index()] += owed;
    }

    /// A coin of its own that a protocol has lent and not got back, or given up, is a debt in its books.
    void add_protocol(Protocol const& protocol)
    {
        if (!protocol.terms.mints)
            return;
        Amount const issued = seen_.ledger.lent(protocol.id, protocol.coin) + Amount{protocol.bad_debt};
        at(protocol.id.index(), protocol.id.index(), protocol.coin) -= issued;
        written_off_[protocol.coin.index()] += issued;
    }

    /// What a margin account has borrowed is a debt to its venue.
    void add_loan(LoanId loan)
    {
        Ledger const& ledger = seen_.ledger;
        AccountId const account = ledger.borrower(loan);
        std::size_t const place = ledger.institution(account).index(), owner = ledger.owner_class(account).index();
        Amount const owed = ledger.borrowed(loan);
        ensure(owed.value() >= 0, [&] { return fmt::format("a margin account owes {}", owed.value()); });
        if (owner < n_)
            at(owner, place, ledger.asset(account)) -= owed;
        at(place, place, ledger.asset(account)) += owed;
    }

    /// Margins are the owners'; what positions have realised and paid among each other is owed through the market.
    void add_positions(PerpId id)
    {
        PerpMarket const& market = seen_.perps[id.index()];
        std::size_t const place = market.venue.index();
        Units net{0};
        for (std::size_t i = 0; i < market.positions.size(); ++i) {
            PositionId const row = PositionId::of(i);
            Position const held = market.positions.position(row);
            std::size_t const owner = seen_.ledger.owner_class(market.positions.account(row)).index();
            if (owner < n_)
                at(owner, place, market.settle) += held.margin;
            at(place, place, market.settle) -= held.margin;
            net += held.size;
            ensure(row == market.engine || held.margin.value() >= 0, [&] {
                return fmt::format("a position in {} has a margin of {}", market.name, held.margin.value());
            });
        }
        ensure(net == Units{0},
               [&] { return fmt::format("longs exceed shorts in {} by {}", market.name, net.value()); });
        at(place, place, market.settle) -= seen_.ledger.clearing(id);
        in_positions_[market.settle.index()] += seen_.ledger.clearing(id);
    }

    View& seen_;
    std::size_t n_;
    std::vector<Amount> cells_, written_off_, in_positions_;
};

/// Owes more than it has, by its own books, and nothing has ended it. A millionth of its claims is rounding: ODD 7.8.
bool insolvent(View& seen, std::size_t i)
{
    InstitutionId const id = InstitutionId::of(i);
    return !seen.failed(id) && !seen.wound_up(id) && !seen.facts[i].residual_claims &&
           static_cast<double>(seen.disclosed_equity(id).value()) < -seen.claims_usd(id);  // [1e-6 USD], [USD]
}

/// Events that somebody must have set off: the root of everything calm is no sufficient cause of them.
bool needs_cause(EventKind kind)
{
    switch (kind) {
        case EventKind::news:
        case EventKind::withdrawal_paid:
        case EventKind::withdrawal_refused:
        case EventKind::request_dropped:
        case EventKind::request_void:
        case EventKind::gate_opened:
        case EventKind::provision:
        case EventKind::clearing_payment:
        case EventKind::announcement:
        case EventKind::disclosure:
        case EventKind::deleveraging:
            return true;
        default:
            return false;
    }
}

/// Causes come before what they cause and their weights sum to one.
void check_causes(Events const& events)
{
    std::map<std::size_t, double> weights;
    auto const& child = events.link_child();
    for (std::size_t link = child.size(); link-- > 0 && child[link].index() >= events.step_begin();) {
        EventId const parent = events.link_parent()[link];
        ensure(parent < child[link], [&] {
            return fmt::format("event {} is caused by event {}, which comes later", child[link].index(),
                               parent.index());
        });
        ensure(parent != calm_root || !needs_cause(events.kind(child[link].index())), [&] {
            return fmt::format("event {} of kind {} has no cause", child[link].index(),
                               stampede::name_of(events.kind(child[link].index())));
        });
        weights[child[link].index()] += static_cast<double>(events.link_weight()[link]);
    }
    for (std::size_t event = std::max<std::size_t>(1, events.step_begin()); event < events.size(); ++event)
        ensure(std::abs(weights[event] - 1) < 1e-5,
               [&] { return fmt::format("causes of event {} sum to {}", event, weights[event]); });
}

}  // namespace

void WorldChecks::note_status(View& seen)
{
    insolvent_.clear();
    status_.clear();
    cleared_.clear();
    for (std::size_t i = 0; i < seen.institution_count(); ++i) {
        insolvent_.push_back(i > 0 && insolvent(seen, i));
        status_.push_back(seen.institutions[i].status);
        cleared_.push_back(seen.signals[i].cleared);
    }
}

void WorldChecks::at_birth(View& seen)
{
    note_status(seen);
}

void WorldChecks::after_step(View& seen, Events const& events)
{
    check_prices(seen);
    check_accounts(seen);
    check_signals(seen);
    check_queues(seen);
    check_transits(seen);
    Holdings{seen}.check();
    check_causes(events);
    for (std::size_t event = events.step_begin(); event < events.size(); ++event) {
        happened_.at(static_cast<std::size_t>(events.kind(event))) = true;
        if (events.kind(event) == EventKind::withdrawal_paid)
            ensure(status_[events.institution(event).index()] != Status::failed, [&] {
                return fmt::format("{} pays a withdrawal after it has failed",
                                   name_of(seen, events.institution(event).index()));
            });
    }
    for (std::size_t i = 1; i < seen.institution_count(); ++i) {
        InstitutionId const id = InstitutionId::of(i);
        // What a step does to others is met in the next one: an equity below zero may last for one.
        ensure(!insolvent_[i] || !insolvent(seen, i), [&] {
            return fmt::format("{} goes on with an equity of {} micro-USD", name_of(seen, i),
                               seen.disclosed_equity(id).value());
        });
        ensure(status_[i] != Status::failed || seen.failed(id),
               [&] { return fmt::format("{} has failed no more", name_of(seen, i)); });
        if (seen.signals[i].cleared != 0 && cleared_[i] == 0 && seen.claims_usd(id) > 0)
            ensure(seen.disclosed_equity(id) >= MicroUsd{-1000}, [&] {
                return fmt::format("{} was cleared and still owes {} micro-USD more than it has", name_of(seen, i),
                                   -seen.disclosed_equity(id).value());
            });
    }
    note_status(seen);
}

}  // namespace stampede::testing
