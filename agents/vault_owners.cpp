#include "agents/vault_owners.hpp"

#include <algorithm>

#include "model/protocol_genesis.hpp"
#include "model/vaults.hpp"

namespace stampede {

void VaultOwners::visit(FieldVisitor& field)
{
    field("count", count_, {0, 1e6}, "people", "owners of one vault each");
    field.reference("protocol", protocol_name_, RefersTo::protocol, "who lends to them");
    field("collateral", collateral_, not_negative, "USD", "in each vault at the start");
    field("health", health_, {0, 1e6}, "1", "health factor of each vault at the start; at least 1.01");
    field("kept", kept_, unit_interval, "1", "part of the borrowed coins that is still in a wallet");
    field("minds", minds_, unit_interval, "1", "part of them who repay before they are liquidated");
    field("mind_below", mind_below_, {1, 1e3}, "1", "health factor below which these repay");
    field("repay_to", repay_to_, {1, 1e3}, "1", "health factor up to which they do");
    field("attention", attention_, not_negative, "mean time between two looks at the vault; 0 = in every step");
}

void VaultOwners::birth(World& world, Draws const& draws)
{
    constexpr double least_health = 1.01;
    protocol_ = world.protocol(protocol_name_);
    AssetId const collateral = world.protocols[protocol_.index()].collateral;
    AssetId const coin = world.protocols[protocol_.index()].coin;
    double const threshold = world.protocols[protocol_.index()].terms.threshold;
    std::string const& name = enrolment().name;
    auto const rows = static_cast<Row>(count_);
    for (Row row = 0; row < rows; ++row) {
        double const usd = collateral_.at(row, rows, draws, Purpose{"vault/collateral"}.of(name));
        double const health = std::max(least_health, health_.at(row, rows, draws, Purpose{"vault/health"}.of(name)));
        Amount const debt = world.units_worth(coin, usd * threshold / health);
        Row const vault =
            open_vault(world, protocol_, enrolment().owner_class, world.units_worth(collateral, usd), debt);
        if (row == 0)
            first_vault_ = vault;
        wallet_.push_back(world.ledger.open_account({}, coin, enrolment().owner_class, {}));
        world.ledger.endow_wallet(wallet_.back(), part_of(kept_, debt));
        minding_.push_back(draws.uniform(Purpose{"vault/minds"}.of(name), row) < minds_.value() ? 1 : 0);
    }
}

double VaultOwners::health(View& seen, Row row) const
{
    Protocol const& protocol = seen.protocols[protocol_.index()];
    return health_of(seen, protocol, first_vault_ + row, oracle_prices(seen, protocol));
}

std::span<Row const> VaultOwners::wake(View& seen)
{
    Protocol const& protocol = seen.protocols[protocol_.index()];
    double const looks = attention_ > Duration{0} ? 1 - seen.clock.kept(attention_) : 1;
    Purpose const purpose = Purpose{"vault/look"}.of(enrolment().name);
    awake_.clear();
    for (Row const vault : vaults_below(seen, protocol, mind_below_, oracle_prices(seen, protocol))) {
        if (vault < first_vault_ || vault - first_vault_ >= wallet_.size())
            continue;
        Row const row = vault - first_vault_;
        if (minding_[row] != 0 && seen.ledger.balance(wallet_[row]).value() > 0 &&
            seen.draws.uniform(purpose, row, static_cast<std::uint64_t>(seen.clock.step)) < looks)
            awake_.push_back(row);
    }
    std::sort(awake_.begin(), awake_.end());
    return awake_;
}

void VaultOwners::decide(View& seen, Draws const&, std::span<Row const> awake, Intents& wishes)
{
    Protocol const& protocol = seen.protocols[protocol_.index()];
    double const aim = std::max(repay_to_, mind_below_);
    for (Row const row : awake) {
        Amount const owed = seen.ledger.borrowed(protocol.vaults[first_vault_ + row].loan);
        double const excess = 1 - health(seen, row) / aim;
        Amount const amount = std::min(part_of(Share{std::max(0.0, excess)}, owed), seen.ledger.balance(wallet_[row]));
        wishes.repay({protocol_, first_vault_ + row, wallet_[row], amount, Cause::calm()});
    }
}

void VaultOwners::columns(ColumnVisitor& column)
{
    column("wallet", wallet_);
    column("minding", minding_);
}

}  // namespace stampede
