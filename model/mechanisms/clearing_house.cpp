#include "model/mechanisms/clearing_house.hpp"

#include <algorithm>
#include <map>

#include "model/base/check.hpp"

namespace stampede {
namespace {

Amount micro(World const& world, AssetId asset, Amount amount)
{
    return Amount{world.ledger.value(asset, amount).value()};
}

/// Smallest units of an asset that are worth at least `value` [1e-6 USD].
Amount units_covering(World const& world, AssetId asset, Amount value)
{
    double const per_unit = world.price(asset).value() * 1e6 / world.assets[asset.index()].unit;
    auto const units = static_cast<std::int64_t>(static_cast<double>(value.value()) / per_unit);
    Amount enough{std::max<std::int64_t>(0, units - 1)};
    while (micro(world, asset, enough) < value) enough += Amount{1};
    return enough;
}

/// Part of the book value of a placement that a forced sale brings.
double sale_value(World const& world, InstitutionId owner, Exposure const& exposure)
{
    return (1 - exposure.haircut.value()) * (1 - world.facts[owner.index()].hidden_share);
}

}  // namespace

ClearingHouse::ClearingHouse(World& world, ClearingRule const& rule) : world_{world}, rule_{rule}
{
    failed_.resize(world.institution_count());
    for (std::size_t i = 1; i < failed_.size(); ++i) {
        failed_[i] = world.failed(InstitutionId::of(i));
        work_ = work_ || clears(InstitutionId::of(i));
    }
}

bool ClearingHouse::clears(InstitutionId id) const
{
    return failed_[id.index()] && world_.signals[id.index()].cleared == 0;
}

bool ClearingHouse::flows(std::size_t debt) const
{
    return clears(system_.debts[debt].debtor) || clears(system_.debts[debt].creditor);
}

void ClearingHouse::read_balance_sheets()
{
    std::size_t const n = world_.institution_count();
    system_ = {};
    edges_.clear();
    outside_edges_.clear();
    system_.own_assets.assign(n, Amount{0});
    system_.external_owed.assign(n, Amount{0});
    system_.external_provision.assign(n, Amount{0});
    for (std::size_t i = 1; i < n; ++i) {
        InstitutionId const id = InstitutionId::of(i);
        for (std::size_t a = 0; a < world_.assets.size(); ++a) {
            AssetId const asset = AssetId::of(a);
            system_.own_assets[i] += micro(world_, asset, world_.ledger.stored(id, asset));
            system_.external_owed[i] += micro(world_, asset, world_.ledger.claims(id, asset));
        }
    }
    auto const [first, last] = boost::edges(world_.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure const& exposure = world_.institutions[*edge];
        InstitutionId const creditor = InstitutionId::of(boost::source(*edge, world_.institutions));
        InstitutionId const debtor = InstitutionId::of(boost::target(*edge, world_.institutions));
        if (exposure.settled != 0 || exposure.principal.value() == 0)
            continue;
        Amount const owed = micro(world_, exposure.asset, exposure.principal);
        if (debtor == World::outside)
            system_.own_assets[creditor.index()] += part_of(Share{sale_value(world_, creditor, exposure)}, owed);
        else if (creditor == World::outside) {
            system_.external_owed[debtor.index()] += owed;
            outside_edges_.push_back(*edge);
        }
        else {
            system_.debts.push_back(
                {debtor, creditor, owed, std::min(owed, micro(world_, exposure.asset, exposure.provision))});
            edges_.push_back(*edge);
        }
    }
    round_ = clearing_round(system_, failed_, rule_);
}

void ClearingHouse::write_provisions()
{
    read_balance_sheets();
    for (std::size_t k = 0; k < edges_.size(); ++k) {
        Exposure& exposure = world_.institutions[edges_[k]];
        Debt const& debt = system_.debts[k];
        if (!failed_[debt.debtor.index()])
            continue;
        Amount const wanted = std::min(exposure.principal, units_covering(world_, exposure.asset, round_.provision[k]));
        Amount const more = wanted - exposure.provision;
        if (more.value() <= 0)
            continue;
        world_.ledger.write_off(debt.creditor, debt.debtor, exposure.asset, more, Channel::default_);
        exposure.provision = wanted;
        world_.signals[debt.creditor.index()].provision_event = world_.events.add(
            EventKind::provision, {debt.creditor, exposure.asset, {}, more, world_.usd(exposure.asset, more)},
            Cause{world_.signals[debt.debtor.index()].failure_event});
    }
}

void ClearingHouse::pay()
{
    for (std::size_t i = 1; i < failed_.size(); ++i)
        if (clears(InstitutionId::of(i)))
            liquidate_placements(InstitutionId::of(i));
    read_balance_sheets();
    move_cash();
    close_debts();
    for (std::size_t i = 1; i < failed_.size(); ++i)
        if (clears(InstitutionId::of(i))) {
            cut_claims(InstitutionId::of(i));
            world_.institutions[i].recovery = round_.recovery[i];
        }
    for (std::size_t i = 1; i < failed_.size(); ++i)
        if (failed_[i])
            world_.signals[i].cleared = 1;
}

void ClearingHouse::liquidate_placements(InstitutionId id)
{
    auto const [first, last] = boost::out_edges(id.index(), world_.institutions);
    for (auto edge = first; edge != last; ++edge) {
        Exposure& exposure = world_.institutions[*edge];
        if (boost::target(*edge, world_.institutions) != World::outside.index() || exposure.settled != 0)
            continue;
        Amount const net = std::min(part_of(Share{sale_value(world_, id, exposure)}, exposure.principal),
                                    world_.ledger.stored(World::outside, exposure.asset, Storage::hot));
        world_.ledger.transfer(World::outside, Storage::hot, id, Storage::hot, exposure.asset, net, Channel::fire_sale);
        world_.ledger.change_exposure(id, World::outside, exposure.asset, -exposure.principal, Channel::fire_sale);
        exposure.principal = exposure.due = Amount{0};
        exposure.settled = 1;
    }
}

namespace {

/// Moves tokens worth `value` [1e-6 USD], asset by asset; returns what they were worth.
Amount move_tokens(World& world, InstitutionId from, InstitutionId to, Amount value)
{
    Amount left = value;
    for (std::size_t a = 0; a < world.assets.size(); ++a)
        for (Storage const storage : {Storage::hot, Storage::cold}) {
            AssetId const asset = AssetId::of(a);
            Amount const held = world.ledger.stored(from, asset, storage);
            if (held.value() <= 0 || left.value() <= 0)
                continue;
            Amount amount = std::min(held, units_covering(world, asset, left));
            if (micro(world, asset, amount) > left)
                amount -= Amount{1};
            if (amount.value() <= 0)
                continue;
            world.ledger.transfer(from, storage, to, Storage::hot, asset, amount, Channel::default_);
            left -= micro(world, asset, amount);
        }
    return value - left;
}

}  // namespace

void ClearingHouse::move_cash()
{
    std::vector<Amount> net(failed_.size(), Amount{0});
    for (std::size_t k = 0; k < edges_.size(); ++k)
        if (flows(k)) {
            net[system_.debts[k].debtor.index()] -= round_.paid[k];
            net[system_.debts[k].creditor.index()] += round_.paid[k];
        }
    for (auto const& edge : outside_edges_) {
        auto const debtor = boost::target(edge, world_.institutions);
        if (!clears(InstitutionId::of(debtor)) || system_.external_owed[debtor].value() == 0)
            continue;
        Amount const owed = micro(world_, world_.institutions[edge].asset, world_.institutions[edge].principal);
        Amount const paid = scaled(owed, round_.external_paid[debtor], system_.external_owed[debtor]);
        net[debtor] -= paid;
        net[World::outside.index()] += paid;
    }
    for (std::size_t payer = 0; payer < net.size(); ++payer)
        for (std::size_t receiver = 0; receiver < net.size() && net[payer].value() < 0; ++receiver) {
            if (net[receiver].value() <= 0)
                continue;
            Amount const moved = move_tokens(world_, InstitutionId::of(payer), InstitutionId::of(receiver),
                                             std::min(-net[payer], net[receiver]));
            net[payer] += moved;
            net[receiver] -= moved;
            world_.events.add(EventKind::clearing_payment,
                              {InstitutionId::of(payer), {}, {}, {}, static_cast<double>(moved.value()) * 1e-6},
                              Cause{world_.signals[payer].failure_event});
        }
}

void ClearingHouse::close_debts()
{
    std::vector<Edge> closed = {};
    for (std::size_t k = 0; k < edges_.size(); ++k)
        if (flows(k))
            closed.push_back(edges_[k]);
    for (auto const& edge : outside_edges_)
        if (clears(InstitutionId::of(boost::target(edge, world_.institutions))))
            closed.push_back(edge);
    for (Edge const& edge : closed) {
        Exposure& exposure = world_.institutions[edge];
        InstitutionId const creditor = InstitutionId::of(boost::source(edge, world_.institutions));
        InstitutionId const debtor = InstitutionId::of(boost::target(edge, world_.institutions));
        world_.ledger.write_off(creditor, debtor, exposure.asset, exposure.principal - exposure.provision,
                                Channel::default_);
        world_.ledger.release_debt(debtor, creditor, exposure.asset, exposure.principal, Channel::default_);
        exposure.principal = exposure.provision = exposure.due = Amount{0};
        exposure.settled = 1;
    }
}

void ClearingHouse::cut_claims(InstitutionId id)
{
    Amount const owed = system_.external_owed[id.index()];
    Amount const paid = round_.external_paid[id.index()];
    if (owed.value() == 0 || paid >= owed)
        return;
    std::map<ClassId, Amount> losses;
    for (std::size_t row = 0; row < world_.ledger.accounts(); ++row) {
        AccountId const account = AccountId::of(row);
        Amount const balance = world_.ledger.balance(account);
        if (world_.ledger.is_wallet(account) || world_.ledger.institution(account) != id || balance.value() == 0)
            continue;
        Amount const cut = balance - scaled(balance, paid, owed);
        losses[world_.ledger.owner_class(account)] += micro(world_, world_.ledger.asset(account), cut);
        world_.ledger.cut_claim(account, cut, Channel::default_);
    }
    // Had those who left before shared alike, everyone would have had the fair ratio; the rest of the loss is the
    // run's.
    double const left_before = world_.signals[id.index()].paid_total * 1e6;
    double const a = static_cast<double>(paid.value()), c = static_cast<double>(owed.value());
    double const fair_loss = 1 - std::min(1.0, (a + left_before) / (c + left_before));
    double const run_share = std::clamp(1 - fair_loss / (1 - a / c), 0.0, 1.0);
    for (auto const& [owner, loss] : losses)
        world_.ledger.rebook(owner, MicroUsd{part_of(Share{run_share}, loss).value()}, Channel::default_, Channel::run);
    world_.events.add(EventKind::clearing_payment, {id, {}, {}, {}, a * 1e-6},
                      Cause{world_.signals[id.index()].failure_event});
}

void pay_out_all(World& world, InstitutionId id, AssetId asset, EventId cause)
{
    std::vector<AccountId> holders;
    std::vector<Amount> claims;
    for (std::size_t row = 0; row < world.ledger.accounts(); ++row) {
        AccountId const account = AccountId::of(row);
        if (world.ledger.is_wallet(account) || world.ledger.institution(account) != id ||
            world.ledger.asset(account) != asset || world.ledger.balance(account).value() == 0)
            continue;
        holders.push_back(account);
        claims.push_back(world.ledger.balance(account));
    }
    if (holders.empty())
        return;
    std::vector<Amount> const parts =
        split(world.ledger.stored(id, asset, Storage::hot), claims, world.draws, "wind-up", id.index());
    for (std::size_t i = 0; i < holders.size(); ++i) {
        AccountId const wallet =
            world.ledger.open_account({}, asset, world.ledger.owner_class(holders[i]), world.ledger.owner(holders[i]));
        world.ledger.cut_claim(holders[i], claims[i], Channel::run);
        world.ledger.pay_wallet(id, Storage::hot, wallet, parts[i], Channel::run);
        world.events.add(EventKind::withdrawal_paid, {id, asset, holders[i], parts[i], world.usd(asset, parts[i])},
                         Cause{cause});
    }
}

}  // namespace stampede
