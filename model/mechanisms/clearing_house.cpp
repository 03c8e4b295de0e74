#include "model/mechanisms/clearing_house.hpp"

#include <algorithm>

#include "model/mechanisms/client_claims.hpp"

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
    while (micro(world, asset, enough) < value)
        enough += Amount{1};
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
            // What it lent to margin accounts is set off against their claims.
            system_.external_owed[i] +=
                micro(world_, asset, world_.ledger.claims(id, asset) - world_.ledger.lent(id, asset));
        }
        if (CoinState const* const coin = world_.coin_of(id))
            system_.external_owed[i] += micro(world_, coin->par, world_.ledger.owed_on_coins(id));
        for (Pool const& pool : world_.pools)
            if (world_.ledger.owner_class(pool.passive) == Ledger::class_of(id))
                system_.own_assets[i] += micro(world_, pool.share, world_.ledger.balance(pool.passive));
        // A protocol that makes the coin it lends is owed more than it owes.
        if (Amount const owed_to_it = -system_.external_owed[i]; owed_to_it > Amount{0}) {
            system_.own_assets[i] += owed_to_it;
            system_.external_owed[i] = Amount{0};
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
    // Clients rank with institutions, so what a round found lost of their claims counts in the next one, too.
    for (std::size_t i = 1; i < n; ++i)
        if (clears(InstitutionId::of(i)))
            system_.external_provision[i] = std::min(system_.external_owed[i], Amount{world_.signals[i].provision});
    round_ = clearing_round(system_, failed_, rule_);
}

void ClearingHouse::write_provisions()
{
    read_balance_sheets();
    for (std::size_t i = 1; i < failed_.size(); ++i)
        if (clears(InstitutionId::of(i)))
            world_.signals[i].provision = round_.external_provision[i].value();
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
        VenueSignals& creditor = world_.signals[debt.creditor.index()];
        creditor.provision_event = creditor.coverage_event = world_.events.add(
            EventKind::provision, {debt.creditor, exposure.asset, {}, more, world_.usd(exposure.asset, more)},
            Cause{world_.signals[debt.debtor.index()].failure_event});
    }
}

void ClearingHouse::pay()
{
    for (std::size_t i = 1; i < failed_.size(); ++i)
        if (clears(InstitutionId::of(i))) {
            gather_tokens(world_, InstitutionId::of(i));
            liquidate_placements(InstitutionId::of(i));
            turn_into_par(world_, InstitutionId::of(i));
        }
    read_balance_sheets();
    move_cash();
    close_debts();
    for (std::size_t i = 1; i < failed_.size(); ++i)
        if (clears(InstitutionId::of(i))) {
            cut_claims(world_, InstitutionId::of(i), round_.external_paid[i], system_.external_owed[i]);
            cut_coins(world_, InstitutionId::of(i), round_.external_paid[i], system_.external_owed[i]);
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
    leave_owed(net);
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
                              cause_of_payment(payer));
        }
}

Cause ClearingHouse::cause_of_payment(std::size_t payer) const
{
    if (failed_[payer])
        return Cause{world_.signals[payer].failure_event};
    std::vector<Cause::Part> parts;
    for (std::size_t k = 0; k < edges_.size(); ++k)
        if (flows(k) && system_.debts[k].debtor.index() == payer)
            parts.push_back({world_.signals[system_.debts[k].creditor.index()].failure_event,
                             static_cast<double>(round_.paid[k].value())});
    std::stable_sort(parts.begin(), parts.end(), [](auto const& a, auto const& b) { return a.weight > b.weight; });
    parts.resize(std::min<std::size_t>(parts.size(), 4));
    return Cause{parts};
}

void ClearingHouse::leave_owed(std::vector<Amount>& net)
{
    left_.assign(edges_.size(), Amount{0});
    for (std::size_t payer = 1; payer < net.size(); ++payer) {
        if (failed_[payer] || net[payer].value() >= 0)
            continue;
        Amount cash{0};
        for (std::size_t a = 0; a < world_.assets.size(); ++a)
            for (Storage const storage : {Storage::hot, Storage::cold})
                cash += micro(world_, AssetId::of(a),
                              world_.ledger.stored(InstitutionId::of(payer), AssetId::of(a), storage));
        Amount const lacking = std::max(Amount{0}, -net[payer] - cash);
        std::vector<Amount> paid(edges_.size(), Amount{0});
        for (std::size_t k = 0; k < edges_.size(); ++k)
            if (flows(k) && system_.debts[k].debtor.index() == payer)
                paid[k] = round_.paid[k];
        std::vector<Amount> const parts = split(lacking, paid, world_.draws, "clearing/left owed", payer);
        for (std::size_t k = 0; k < edges_.size(); ++k) {
            left_[k] += parts[k];
            net[payer] += parts[k];
            net[system_.debts[k].creditor.index()] -= parts[k];
        }
    }
}

void ClearingHouse::close(Edge const& edge, Amount left)
{
    Exposure& exposure = world_.institutions[edge];
    InstitutionId const creditor = InstitutionId::of(boost::source(edge, world_.institutions));
    InstitutionId const debtor = InstitutionId::of(boost::target(edge, world_.institutions));
    Amount const kept = std::min(exposure.principal, units_covering(world_, exposure.asset, left));
    world_.ledger.write_off(creditor, debtor, exposure.asset, exposure.principal - exposure.provision - kept,
                            Channel::default_);
    world_.ledger.release_debt(debtor, creditor, exposure.asset, exposure.principal - kept, Channel::default_);
    exposure.principal = exposure.due = kept;
    exposure.provision = Amount{0};
    exposure.settled = kept.value() == 0 ? 1 : 0;
}

void ClearingHouse::close_debts()
{
    for (std::size_t k = 0; k < edges_.size(); ++k)
        if (flows(k))
            close(edges_[k], left_[k]);
    for (auto const& edge : outside_edges_)
        if (clears(InstitutionId::of(boost::target(edge, world_.institutions))))
            close(edge, Amount{0});
}

}  // namespace stampede
