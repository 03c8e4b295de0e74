#include "model/protocol_genesis.hpp"

#include <fmt/core.h>

#include "model/base/check.hpp"
#include "model/endowment.hpp"
#include "model/genesis.hpp"
#include "model/vaults.hpp"

namespace stampede {

void ProtocolParameters::visit(FieldVisitor& field)
{
    field.reference("collateral", collateral, RefersTo::asset, "what debts are secured by");
    field.reference("coin", coin, RefersTo::asset, "what is lent");
    field("mints", terms.mints,
          "whether the coin is its own: made when it is lent, unmade when it is repaid; false: lenders supply it");
    field("threshold", terms.threshold, {0.01, 1}, "1", "part of the collateral that counts against the debt");
    field("bonus", terms.bonus, {0, 1}, "1", "collateral paid to a liquidator beyond the worth of what it repays");
    field("close_factor", terms.close_factor, unit_interval, "1", "part of a debt that one liquidation may repay");
    field("full_below", terms.full_below, unit_interval, "1",
          "health factor at and below which one liquidation may repay all of it");
    field("oracle_delay", terms.oracle_delay, not_negative, "age of the prices by which vaults are judged");
    field("absorbs", terms.absorbs, "whether the stability pool takes over vaults as far as it can, before keepers");
    field("supplied", supplied, not_negative, "coins", "of lenders, lent or not, at the start");
    field("stable", stable, not_negative, "coins", "in the stability pool at the start");
}

void add_protocols(World& world, Declarations const& declared)
{
    for (auto const& [name, parameters] : declared.protocols) {
        Protocol protocol;
        protocol.name = name;
        protocol.collateral = world.asset(parameters.collateral);
        protocol.coin = world.asset(parameters.coin);
        protocol.terms = parameters.terms;
        boost::add_vertex(Institution{name, InstitutionKind::protocol, Status::active, -1, Share{1}},
                          world.institutions);
        world.facts.emplace_back().residual_claims = true;
        world.facts.back().haircuts.assign(world.assets.size(), -1.0);
        world.signals.emplace_back();
        world.income.push_back(0);
        protocol.id = InstitutionId::of(world.institution_count() - 1);
        world.protocols.push_back(std::move(protocol));
    }
}

Row open_vault(World& world, ProtocolId id, ClassId owner, Amount collateral, Amount debt)
{
    Protocol& protocol = world.protocols[id.index()];
    Vault vault;
    vault.collateral = world.ledger.open_account(protocol.id, protocol.collateral, owner, {});
    vault.debt = world.ledger.open_account(protocol.id, protocol.coin, owner, {});
    vault.loan = world.ledger.open_loan(vault.debt);
    world.ledger.endow_claim(vault.collateral, collateral);
    world.ledger.endow_loan(vault.loan, debt);
    protocol.vaults.push_back(vault);
    return static_cast<Row>(protocol.vaults.size() - 1);
}

void endow_protocols(World& world, Declarations const& declared)
{
    for (Protocol& protocol : world.protocols) {
        ProtocolParameters const& parameters = declared.protocols.at(protocol.name);
        std::string const where = "/protocols/" + protocol.name;
        ClassId const maker = maker_class(world);
        protocol.lenders =
            endowed_claim(world, protocol.id, protocol.coin, maker, parameters.supplied, where + "/supplied");
        protocol.stable_coins =
            endowed_claim(world, protocol.id, protocol.coin, maker, parameters.stable, where + "/stable");
        protocol.stable_collateral = world.ledger.open_account(protocol.id, protocol.collateral, maker, {});
        Amount const lent = world.ledger.lent(protocol.id, protocol.coin);
        Amount cash = world.ledger.claims(protocol.id, protocol.coin);
        if (protocol.terms.mints)
            world.ledger.endow_issue(protocol.id, protocol.coin, lent);
        else
            cash -= lent;
        require(cash.value() >= 0,
                fmt::format("{}/supplied = {}  is less than the {} coins that have been lent at the start", where,
                            parameters.supplied,
                            static_cast<double>(lent.value()) / world.assets[protocol.coin.index()].unit));
        world.ledger.endow_storage(protocol.id, protocol.coin, Storage::hot, cash);
        world.ledger.endow_storage(protocol.id, protocol.collateral, Storage::hot,
                                   world.ledger.claims(protocol.id, protocol.collateral));
        file_vaults(world, protocol);
    }
}

}  // namespace stampede
