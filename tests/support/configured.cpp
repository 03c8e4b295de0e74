#include "tests/support/configured.hpp"

#include <algorithm>

#include "tests/support/worlds.hpp"

namespace stampede::testing {
namespace {

double in_coins(World const& world, AssetId asset, Amount amount)
{
    return static_cast<double>(amount.value()) / world.assets[asset.index()].unit;
}

/// Sums per person over the accounts that are wanted; people without a home come after those with one.
template <class Wanted>
std::vector<double> by_person(World const& world, AssetId asset, Wanted const& wanted)
{
    std::vector<double> coins(world.home.size(), 0.0);
    for (std::size_t i = 0; i < world.ledger.accounts(); ++i) {
        AccountId const account = AccountId::of(i);
        PersonId const owner = world.ledger.owner(account);
        if (!owner.valid() || world.ledger.asset(account) != asset || !wanted(account))
            continue;
        coins.resize(std::max(coins.size(), owner.index() + 1), 0.0);
        coins[owner.index()] += in_coins(world, asset, world.ledger.balance(account));
    }
    return coins;
}

/// Sum of something over all exposures of a creditor to a debtor [coins].
template <class Value>
double over_exposures(World const& world, std::string const& creditor, std::string const& debtor, Value const& value)
{
    double coins = 0;
    auto const [first, last] = boost::out_edges(world.institution(creditor).index(), world.institutions);
    for (auto edge = first; edge != last; ++edge)
        if (boost::target(*edge, world.institutions) == world.institution(debtor).index())
            coins += in_coins(world, world.institutions[*edge].asset, value(world.institutions[*edge]));
    return coins;
}

}  // namespace

Configured::Configured(nlohmann::json const& experiment, std::uint64_t replicate)
{
    RunOptions options;
    options.replicate = replicate;
    std::string const object = experiment.dump();
    simulation_ = world_of(object.substr(1, object.size() - 2), options);
}

void Configured::go(std::int64_t steps)
{
    for (std::int64_t i = 0; i < steps; ++i)
        simulation_->step();
    world().ledger.audit_all();
}

Status Configured::status(std::string const& institution) const
{
    return world().institutions[world().institution(institution).index()].status;
}

double Configured::stored(std::string const& where, std::string const& asset) const
{
    AssetId const id = world().asset(asset);
    return in_coins(world(), id, world().ledger.stored(world().institution(where), id));
}

std::vector<double> Configured::wallets(std::string const& asset) const
{
    return by_person(world(), world().asset(asset), [&](AccountId id) { return world().ledger.is_wallet(id); });
}

std::vector<double> Configured::claims(std::string const& venue, std::string const& asset) const
{
    InstitutionId const at = world().institution(venue);
    return by_person(world(), world().asset(asset), [&](AccountId id) { return world().ledger.institution(id) == at; });
}

double Configured::owed(std::string const& creditor, std::string const& debtor) const
{
    return over_exposures(world(), creditor, debtor, [](Exposure const& exposure) { return exposure.principal; });
}

double Configured::provision(std::string const& creditor, std::string const& debtor) const
{
    return over_exposures(world(), creditor, debtor, [](Exposure const& exposure) { return exposure.provision; });
}

std::uint32_t Configured::gone(std::string const& venue) const
{
    return world().gone[world().institution(venue).index()];
}

int Configured::count(EventKind kind) const
{
    int found = 0;
    for (std::size_t i = 0; i < world().events.size(); ++i)
        found += world().events.kind(i) == kind ? 1 : 0;
    return found;
}

nlohmann::json dollar_world(double days)
{
    return {{"step_seconds", 600}, {"days", days}, {"assets", {{"USD", {{"kind", "fiat"}, {"decimals", 6}}}}}};
}

}  // namespace stampede::testing
