#include "model/shocks/whale_withdrawal.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "model/cross_standing.hpp"
#include "model/shocks/targets.hpp"

namespace stampede {

void WhaleWithdrawal::visit(FieldVisitor& field)
{
    visit_time(field);
    field.reference("venue", venue_, RefersTo::institution, "venue that is left");
    field.reference("asset", asset_, RefersTo::asset, "asset that is withdrawn");
    field("usd", usd_, not_negative, "USD", "asked for, as far as clients have so much");
}

void WhaleWithdrawal::check(View& world) const
{
    static_cast<void>(institution_in("venue", venue_, world));
    static_cast<void>(asset_in("asset", asset_, world));
}

namespace {

/// What clients may withdraw from a venue and have not asked for yet, largest first. Institutions and makers are no
/// clients.
std::vector<std::pair<Amount, AccountId>> largest_clients(World const& world, InstitutionId venue, AssetId asset)
{
    std::map<AccountId, Amount> queued;
    WithdrawalQueue const& queue = world.queues[venue.index()][asset.index()];
    for (std::size_t i = queue.front(); i < queue.size(); ++i)
        queued[queue[i].claim] += queue[i].amount;
    std::vector<std::pair<Amount, AccountId>> clients;
    for (std::size_t row = 0; row < world.ledger.accounts(); ++row) {
        AccountId const account = AccountId::of(row);
        if (world.ledger.institution(account) != venue || world.ledger.asset(account) != asset ||
            !world.is_client(account))
            continue;
        auto const asked = queued.find(account);
        Amount const free = withdrawable(world, account) - (asked == queued.end() ? Amount{0} : asked->second);
        if (free.value() > 0)
            clients.emplace_back(free, account);
    }
    std::stable_sort(clients.begin(), clients.end(), [](auto const& a, auto const& b) { return a.first > b.first; });
    return clients;
}

}  // namespace

void WhaleWithdrawal::apply(World& world, EventId cause) const
{
    InstitutionId const venue = institution_in("venue", venue_, world);
    AssetId const asset = asset_in("asset", asset_, world);
    Amount left = world.units_worth(asset, usd_);
    for (auto const& [free, account] : largest_clients(world, venue, asset)) {
        if (left.value() <= 0)
            return;
        Amount const asked = std::min(left, free);
        bool const leaves = asked == world.ledger.balance(account);
        world.requests.push_back({account, asked, {}, leaves, Cause{cause}});
        left -= asked;
    }
}

}  // namespace stampede
